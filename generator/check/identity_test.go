package check

import (
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

const (
	issuer      = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/"
	recorded    = "outputs.json"
	mutantFile  = componentPath + "/kustomization.yaml"
	decided     = "stack.hcl"
	renderedDir = "overlays/prod/rendered/"
	profileJSON = "overlays/prod/client/config.json"
)

// TestCredentialMutants breaks the edges from an identity to its credentials,
// in the outputs, as a mistake in Terraform would.
func TestCredentialMutants(t *testing.T) {
	subject := func(old, new string) mutation {
		return outputs(`"system:serviceaccount:`+old+`"`, `"system:serviceaccount:`+new+`"`)
	}
	field := func(change func(*stack.Credential)) mutation {
		return credentials("ui-backend", func(c []stack.Credential) []stack.Credential { change(&c[0]); return c })
	}
	const fits = "No federated credential fits"
	testIdentityMutants(t, []identityMutant{
		{"subject-namespace-off-by-one", "prod", subject("metaflow-jobs:task-default", "metaflow-job:task-default"), fits, "AADSTS700213", recorded},
		{"subject-name-off-by-one", "prod", subject("metaflow:ui-backend", "metaflow:ui-backen"), fits, "AADSTS700213", recorded},
		{"subject-of-a-vault-reader", "prod", subject("metaflow:metadata-service", "metaflow:metadata-servic"), fits, "AADSTS700213", recorded},
		{"subject-of-the-gateway", "prod", subject("metaflow-gateway:gateway-tls", "metaflow:gateway-tls"), fits, "AADSTS700213", recorded},
		{"subject-of-the-publisher", "prod", subject("metaflow-gateway:external-dns", "metaflow-gateway:externaldns"), fits, "AADSTS700213", recorded},
		{"subject-of-the-application", "prod", subject("metaflow:auth-proxy", "metaflow:auth-prox"), fits, "AADSTS700213", recorded},
		{"subject-in-capitals", "prod", subject("metaflow-jobs:task-training", "metaflow-jobs:Task-training"), "Invalid value", "AADSTS700213", recorded},
		{"subject-of-another-form", "prod", outputs("system:serviceaccount:metaflow-jobs:task-training", "metaflow-jobs/task-training"), "Invalid value", "AADSTS700213", recorded},
		{"issuer-without-slash", "prod", field(func(c *stack.Credential) { must(t, &c.Issuer, strings.TrimSuffix(issuer, "/")) }), fits, "AADSTS700211", recorded},
		{"issuer-of-another-cluster", "prod", field(func(c *stack.Credential) { must(t, &c.Issuer, strings.Replace(issuer, "5a21c625", "5a21c626", 1)) }), fits, "AADSTS700211", recorded},
		{"issuer-of-another-region", "prod", field(func(c *stack.Credential) { must(t, &c.Issuer, strings.Replace(issuer, "westeurope", "northeurope", 1)) }), fits, "AADSTS700211", recorded},
		{"issuer-of-the-cluster-without-slash", "prod", outputs(`"oidc_issuer_url": "`+issuer, `"oidc_issuer_url": "`+strings.TrimSuffix(issuer, "/")), "Issuer without trailing slash", "AADSTS700211", recorded},
		{"cluster-made-anew", "prod", outputs(`"oidc_issuer_url": "`+issuer, `"oidc_issuer_url": "`+strings.Replace(issuer, "5a21c625", "6a21c625", 1)), fits, "AADSTS700211", recorded},
		{"audience-with-slash", "prod", field(func(c *stack.Credential) { must(t, &c.Audiences[0], "api://AzureADTokenExchange"+"/") }), fits, "AADSTS700212", recorded},
		{"audience-in-lower-case", "prod", field(func(c *stack.Credential) { must(t, &c.Audiences[0], strings.ToLower("api://AzureADTokenExchange")) }), fits, "AADSTS700212", recorded},
		{"no-audience", "prod", field(func(c *stack.Credential) { c.Audiences = nil }), fits, "AADSTS700212", recorded},
		{"two-audiences", "prod", field(func(c *stack.Credential) { c.Audiences = append(c.Audiences, c.Audiences[0]) }), "Several audiences", "exactly one", recorded},
		{"no-credential", "prod", credentials("task-default", func([]stack.Credential) []stack.Credential { return nil }), fits, "AADSTS70021", recorded},
		{"credential-twice", "prod", credentials("ui-backend", func(c []stack.Credential) []stack.Credential { return append(c, c[0]) }), "Duplicate credential", "Azure takes one", recorded},
		{"credential-name-twice", "prod", credentials("ui-backend", func(c []stack.Credential) []stack.Credential {
			more := c[0]
			must(t, &more.Issuer, strings.Replace(issuer, "5a21c625", "6a21c625", 1))
			return append(c, more)
		}), "Duplicate credential", "same name", recorded},
		{"credential-for-nobody", "prod", credentials("task-default", func(c []stack.Credential) []stack.Credential {
			more := c[0]
			must(t, &more.Name, "left-over")
			must(t, &more.Subject, "system:serviceaccount:default:somebody")
			return append(c, more)
		}), "Unused credential", "would have the identity's rights", recorded},
		{"too-many-credentials", "prod", credentials("ui-backend", func(c []stack.Credential) []stack.Credential {
			for len(c) <= 20 {
				c = append(c, c[0])
			}
			return c
		}), "Too many credentials", "Azure allows 20", recorded},
		{"namespace-of-jobs-renamed", "prod", outputs(`"jobs": "metaflow-jobs"`, `"jobs": "metaflow-tasks"`), fits, "AADSTS700213", recorded},
		{"namespace-of-services-renamed", "prod", outputs(`"services": "metaflow"`, `"services": "metaflow-services"`), fits, "AADSTS700213", recorded},
		{"identity-missing", "prod", outputs(`"ui-backend": {`, `"ui-back": {`), "Missing identity", "AADSTS700016", recorded},
		{"purpose-of-a-service", "prod", mutation{outputs: func(_ *testing.T, text string) string {
			i := strings.LastIndex(text, `"service"`)
			return text[:i] + `"task"` + text[i+len(`"service"`):]
		}}, "Wrong purpose", "AADSTS700213", recorded},
		{"tenant-of-another-directory", "prod", outputs(`"value": "fd959e53-4c40-4c38-bf91-2400835a2e22"`, `"value": "ad959e53-4c40-4c38-bf91-2400835a2e22"`), "Issuer of another tenant", "does not hold the tenant id", recorded},
	})
}

// TestSharedClientID holds that two identities with one client id are told, and refuse
// nothing.
func TestSharedClientID(t *testing.T) {
	share := func(change func(c *stack.Contract)) mutation { return mutation{contract: change} }
	for name, m := range map[string]mutation{
		"of two services": share(func(c *stack.Contract) {
			id := c.WorkloadIdentities["ui-backend"]
			id.ClientID = c.WorkloadIdentities["metadata-service"].ClientID
			c.WorkloadIdentities["ui-backend"] = id
		}),
		"of two task roles": share(func(c *stack.Contract) {
			id := c.WorkloadIdentities["task-training"]
			id.ClientID = c.WorkloadIdentities["task-default"].ClientID
			c.WorkloadIdentities["task-training"] = id
		}),
		"of the login": share(func(c *stack.Contract) {
			must(t, &c.Auth.ClientID, c.WorkloadIdentities["auth-proxy"].ClientID.String())
		}),
	} {
		t.Run(name, func(t *testing.T) {
			found := m.diagnose(t, "prod")
			if len(found) != 1 || found[0].Severity != hcl.DiagWarning || found[0].Summary != "Identities with one client id" || found[0].Subject.Filename != recorded {
				t.Errorf("want one warning, found %v", found)
			}
		})
	}
}

// must parses a text into a fact.
func must(t *testing.T, into interface{ UnmarshalText([]byte) error }, text string) {
	t.Helper()
	if err := into.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
}

// TestDecisionMutants breaks what stack.hcl says of identities.
func TestDecisionMutants(t *testing.T) {
	testIdentityMutants(t, []identityMutant{
		{"default-role-unknown", "prod", decisions(`"task-default"`, `"task-defaults"`), "Unknown task role", "no pod could be made", decided},
		{"default-role-of-a-service", "prod", decisions(`"task-default"`, `"ui-backend"`), "Unknown task role", "no pod could be made", decided},
		{"allowed-role-unknown", "research", decisions(`["genomics"]`, `["genomic"]`), "Unknown task role", "no pod could be made", decided},
		{"allowed-nobody", "research", decisions(`output.access.deploy`+"\n", "[]\n"), "Empty value", "who may use what", decided},
		{"argo-beside-tasks", "prod", decisions("argo_workflows {}", "argo_workflows {\n  namespace = output.namespaces.jobs\n}"), "Duplicate namespace", "act as they do", decided},
		{"events-without-workflows", "prod", decisions("argo_workflows {}", ""), "Missing block", "argo_workflows {}", decided},
		{"chart-by-range", "prod", decisions("argo_workflows {}", "argo_workflows {\n  chart_version = \"2.x\"\n}"), "Invalid value", "no range", decided},
	})
}

// TestAccountMutants breaks the edges at service accounts, as a component of
// one's own could.
func TestAccountMutants(t *testing.T) {
	account := func(namespace, name, rest string) mutation {
		return patch("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: " + name + "\n  namespace: " + namespace + "\n" + rest)
	}
	annotation := func(name, key, value string) mutation {
		return account("metaflow-jobs", name, "  annotations:\n    azure.workload.identity/"+key+": "+value)
	}
	testIdentityMutants(t, []identityMutant{
		{"client-id-unknown", "prod", annotation("task-default", "client-id", "00000000-0000-0000-0000-000000000000"), "Unknown identity", "AADSTS700016", mutantFile},
		{"client-id-of-another-role", "prod", annotation("task-default", "client-id", "1b1ec154-b2e4-4332-a2e2-9ddefa98ebf8"), "No federated credential fits", "AADSTS700213", mutantFile},
		{"client-id-of-another-role-by-name", "prod", annotation("task-training", "client-id", "da9269f5-b0b2-4555-a490-6b28126c2b41"), "Identity of another account", "AADSTS700213", mutantFile},
		{"client-id-removed", "prod", annotation("task-default", "client-id", "null"), "Service account without identity", "AZURE_CLIENT_ID", mutantFile},
		{"client-id-empty", "prod", annotation("task-default", "client-id", `""`), "Missing client id", "AZURE_CLIENT_ID", mutantFile},
		{"client-id-in-capitals", "prod", annotation("task-default", "client-id", "DA9269F5-B0B2-4555-A490-6B28126C2B41"), "Unknown identity", "AADSTS700016", mutantFile},
		{"tenant-of-an-account", "prod", annotation("task-default", "tenant-id", "00000000-0000-0000-0000-000000000000"), "Wrong tenant", "AADSTS90002", mutantFile},
		{"token-for-a-minute", "prod", annotation("task-default", "service-account-token-expiration", `"60"`), "Invalid token lifetime", "refuses pods", mutantFile},
		{"token-lifetime-by-number", "prod", object("ServiceAccount", "task-default", 3600, "metadata", "annotations", "azure.workload.identity/service-account-token-expiration"), "Invalid token lifetime", "as a string", renderedDir},
		{"account-removed", "prod", patch("$patch: delete\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: task-training\n  namespace: metaflow-jobs"), "Missing service account", "never be made", mutantFile},
		{"all-names-with-a-prefix", "prod", component("namePrefix: lab-\n"), "No federated credential fits", "AADSTS700213", mutantFile},
		{"account-moved", "prod", onObjects(func(t *testing.T, f *checktest.Fixture) {
			f.Object(t, "ServiceAccount", "task-default").Namespace = "metaflow"
		}), "No federated credential fits", "AADSTS700213", recorded},
		{"application-instead-of-identity", "prod", object("ServiceAccount", "ui-backend", "750ecefe-89d0-42ba-b265-f8d5e1919913", "metadata", "annotations", plan.ClientIDAnnotation), "Identity of another account", "AADSTS700213", recorded},
		{"gateway-account-without-label", "prod", account("metaflow-gateway", "gateway-tls", "  labels:\n    azure.workload.identity/use: null"), "Missing account label", "no certificate", mutantFile},
		{"gateway-account-unknown", "prod", onObjects(func(t *testing.T, f *checktest.Fixture) {
			listeners := f.Object(t, "Gateway", "metaflow").Get("spec", "listeners").([]any)
			checktest.Set(&manifest.Object{Fields: listeners[0].(map[string]any)}, "gateway", "tls", "options", "kubernetes.azure.com/tls-cert-service-account")
		}), "Unknown service account", "no certificate", ""},
		{"publisher-account-unknown", "prod", object("ExternalDNS", "metaflow", "externaldns", "spec", "identity", "serviceAccount"), "Unknown service account", "not be published", ""},
		{"publisher-by-managed-identity", "prod", object("ExternalDNS", "metaflow", "managedIdentity", "spec", "identity", "type"), "Invalid identity", "not be published", ""},
	})
}

// TestPodMutants breaks the edges at pods, their environment and what they
// mount.
func TestPodMutants(t *testing.T) {
	deployment := func(name, spec string) mutation {
		return patch("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " + name + "\n  namespace: metaflow\nspec:\n  template:\n    " + strings.ReplaceAll(spec, "\n", "\n    "))
	}
	env := func(name, entry string) mutation {
		container := name
		if strings.HasPrefix(name, "auth-proxy") {
			container = "auth-proxy"
		}
		return deployment(name, "spec:\n  containers:\n    - name: "+container+"\n      "+entry)
	}
	class := func(name, parameter, value string) mutation {
		return patch("apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: " + name + "\n  namespace: metaflow\nspec:\n  parameters:\n    " + parameter + ": " + value)
	}
	label := "metadata:\n  labels:\n    azure.workload.identity/use: "
	testIdentityMutants(t, []identityMutant{
		{"label-removed", "prod", deployment("ui-backend", label+"null"), "Missing pod label", "AZURE_FEDERATED_TOKEN_FILE", mutantFile},
		{"label-removed-from-the-proxy", "prod", deployment("auth-proxy-people", label+"null"), "Missing pod label", "AZURE_FEDERATED_TOKEN_FILE", mutantFile},
		{"label-says-no", "prod", deployment("ui-backend", label+`"false"`), "Invalid pod label", "AZURE_FEDERATED_TOKEN_FILE", mutantFile},
		{"label-is-no-string", "prod", object("Deployment", "ui-backend", true, "spec", "template", "metadata", "labels", plan.UseLabel), "Invalid pod label", `the string "true"`, "base/"},
		{"label-on-the-deployment", "prod", onObjects(func(t *testing.T, f *checktest.Fixture) {
			o := f.Object(t, "Deployment", "metadata-service")
			checktest.Set(o, "true", "metadata", "labels", plan.UseLabel)
		}), "Label on the wrong object", "spec.template.metadata.labels", "base/"},
		{"label-without-identity", "prod", deployment("ui-static", label+`"true"`), "Service account without identity", "AZURE_CLIENT_ID", mutantFile},
		{"pods-of-another-account", "prod", deployment("metadata-service", "spec:\n  serviceAccountName: ui-static"), "No federated credential fits", "AADSTS700213", mutantFile},
		{"pods-of-no-account", "prod", deployment("ui-backend", "spec:\n  serviceAccountName: ui-backends"), "Unknown service account", "error looking up service account", mutantFile},
		{"pods-of-the-default-account", "prod", deployment("ui-backend", "spec:\n  serviceAccountName: null"), "Service account without identity", "AZURE_CLIENT_ID", mutantFile},
		{"pods-on-any-node", "prod", deployment("ui-backend", "spec:\n  nodeSelector:\n    kubernetes.io/os: null"), "Pods on any node", "kubernetes.io/os=linux", mutantFile},
		{"pods-on-arm", "prod", deployment("metadata-service", "spec:\n  nodeSelector:\n    kubernetes.io/arch: arm64"), "Pods on any node", `but "arm64"`, mutantFile},
		{"container-skipped", "prod", deployment("ui-backend", "metadata:\n  annotations:\n    azure.workload.identity/skip-containers: sidecar;ui-backend"), "Container without token", "AZURE_FEDERATED_TOKEN_FILE", mutantFile},
		{"client-secret-in-a-pod", "prod", env("ui-backend", "env:\n        - name: AZURE_CLIENT_SECRET\n          valueFrom:\n            secretKeyRef:\n              name: old\n              key: secret"), "Client secret beside the identity", "AADSTS7000215", mutantFile},
		{"client-secret-in-the-proxy", "prod", env("auth-proxy-people", "env:\n        - name: OAUTH2_PROXY_CLIENT_SECRET_FILE\n          value: /mnt/secrets/client-secret"), "Client secret beside the identity", "AADSTS7000215", mutantFile},
		{"client-secret-by-a-secret", "prod", env("ui-backend", "envFrom:\n        - secretRef:\n            name: metaflow-azure-storage-credentials"), "Client secret beside the identity", "AZURE_CLIENT_SECRET", mutantFile},
		{"client-id-in-a-pod", "prod", env("ui-backend", "env:\n        - name: AZURE_CLIENT_ID\n          value: a738f4eb-d104-4b41-90a6-1ce4fad1aded"), "Variable of the webhook", "AADSTS700016", mutantFile},
		{"token-file-in-a-pod", "prod", env("ui-backend", "env:\n        - name: AZURE_FEDERATED_TOKEN_FILE\n          value: /var/run/secrets/azure/tokens/azure-identity-token"), "Variable of the webhook", "only what is absent", mutantFile},
		{"vault-reader-unknown", "prod", class("metadata-service", "clientID", "00000000-0000-0000-0000-000000000000"), "Unknown identity", "AADSTS700016", mutantFile},
		{"vault-reader-of-another-service", "prod", class("metadata-service", "clientID", "a738f4eb-d104-4b41-90a6-1ce4fad1aded"), "No federated credential fits", "AADSTS700213", mutantFile},
		{"vault-reader-missing", "prod", class("metadata-service", "clientID", "null"), "Missing client id", "would not mount", mutantFile},
		{"vault-of-another-stack", "prod", class("ui-backend", "keyvaultName", "kv-metaflow-staging"), "Wrong vault", "FailedMount", mutantFile},
		{"vault-in-another-tenant", "prod", class("ui-backend", "tenantId", "00000000-0000-0000-0000-000000000000"), "Wrong tenant", "AADSTS90002", mutantFile},
		{"vault-read-by-the-node", "prod", class("ui-backend", "useVMManagedIdentity", `"true"`), "Invalid identity", "FailedMount", mutantFile},
		{"vault-class-unknown", "prod", removed("SecretProviderClass", "ui-backend"), "Unknown SecretProviderClass", "FailedMount", "base/"},
	})
}

// TestWorkflowMutants breaks the edges at the values of the charts, for both
// engines, and at what deployed flows take from the cluster.
func TestWorkflowMutants(t *testing.T) {
	value := func(value any, path ...string) mutation {
		return object("HelmRelease", "argo-workflows", value, append([]string{"spec", "values"}, path...)...)
	}
	const application = 3
	argo := func(value any, path ...string) mutation {
		return onObjects(syncField(application, value, append([]string{"spec", "source", "helm", "valuesObject"}, path...)...))
	}
	spec := []string{"controller", "workflowDefaults", "spec"}
	account, label := append(spec[:3:3], "serviceAccountName"), append(spec[:3:3], "podMetadata", "labels", plan.UseLabel)
	testIdentityMutants(t, []identityMutant{
		{"workflow-account-unknown", "prod", value("argo-workflow", account...), "Unknown service account", "Error without any pod", ""},
		{"workflow-account-of-a-service", "prod", value("ui-backend", account...), "Unknown service account", "Error without any pod", ""},
		{"workflow-account-missing", "prod", value(nil, account...), "Unknown service account", "Error without any pod", ""},
		{"workflow-account-unknown-argo-cd", "research", argo("argo-workflow", account...), "Unknown service account", "Error without any pod", ""},
		{"workflow-account-without-token", "prod", value("task-training", account...), "Missing token Secret", "FailedMount", ""},
		{"workflow-label-is-no-string", "prod", value(true, label...), "Invalid pod label", "Failed to authenticate with Azure", ""},
		{"workflow-label-missing", "prod", value(nil, label...), "Invalid pod label", "Failed to authenticate with Azure", ""},
		{"workflow-label-missing-argo-cd", "research", argo("", label...), "Invalid pod label", "Failed to authenticate with Azure", ""},
		{"workflow-pods-can-be-evicted", "prod", value(nil, append(spec[:3:3], "podMetadata", "annotations", plan.SafeToEvict)...), "Steps that can be evicted", "jobs.evictable", ""},
		{"workflow-pods-can-be-evicted-argo-cd", "research", argo("true", append(spec[:3:3], "podMetadata", "annotations", plan.SafeToEvict)...), "Steps that can be evicted", "jobs.evictable", ""},
		{"workflow-pods-on-windows", "prod", value("windows", append(spec[:3:3], "nodeSelector", "kubernetes.io/os")...), "Pods on any node", "nodes with Linux", ""},
		{"workflows-kept-for-ever", "prod", value(nil, append(spec[:3:3], "ttlStrategy", "secondsAfterSuccess")...), "Wrong value of a chart", "argo_workflows.keep_succeeded", ""},
		{"workflows-of-another-namespace", "prod", value([]any{"--namespaced", "--managed-namespace", "default"}, "controller", "extraArgs"), "Wrong namespace", "pending for ever", ""},
		{"workflow-controller-of-another-account", "prod", value("argo", "controller", "serviceAccount", "name"), "Controller without a role", "forbidden", ""},
		{"artifacts-by-a-key", "prod", value(map[string]any{"name": "storage", "key": "key"}, "artifactRepository", "azure", "accountKeySecret"), "Client secret beside the identity", "own identity", ""},
		{"token-secret-removed", "prod", removed("Secret", "task-default.service-account-token"), "Missing token Secret", "FailedMount", ""},
		{"token-secret-of-another-account", "prod", object("Secret", "task-default.service-account-token", "task-training", "metadata", "annotations", "kubernetes.io/service-account.name"), "Missing token Secret", "puts no token in it", ""},
		{"datastore-secret-removed", "prod", removed("Secret", "metaflow-datastore"), "Missing datastore", "six tries", profileJSON},
		{"profile-account-unknown", "prod", profile(`"task-default"`, `"default"`), "Unknown service account", "never get a pod", profileJSON},
		{"profile-labels-as-an-object", "prod", profile(`"azure.workload.identity/use=true"`, `{"azure.workload.identity/use": "true"}`), "Missing pod label", "AZURE_FEDERATED_TOKEN_FILE", profileJSON},
		{"profile-label-says-no", "prod", profile("use=true", "use=false"), "Missing pod label", "AZURE_FEDERATED_TOKEN_FILE", profileJSON},
		{"profile-namespace-of-services", "prod", profile(`"METAFLOW_KUBERNETES_NAMESPACE": "metaflow-jobs"`, `"METAFLOW_KUBERNETES_NAMESPACE": "metaflow"`), "Profile of another namespace", "AADSTS700213", profileJSON},
		{"profile-with-a-credential", "prod", profile(`"METAFLOW_UI_URL"`, `"METAFLOW_KUBERNETES_SECRETS": "metaflow-azure-storage-credentials", "METAFLOW_UI_URL"`), "Client secret beside the identity", "AZURE_CLIENT_SECRET", profileJSON},
		{"profile-without-datastore", "prod", profile(`"metaflow-datastore"`, `""`), "Missing datastore", "six tries", profileJSON},
		{"profile-with-another-bus", "prod", profile(`"METAFLOW_ARGO_EVENTS_EVENT_BUS": "default"`, `"METAFLOW_ARGO_EVENTS_EVENT_BUS": "metaflow"`), "Unknown event object", "no event", profileJSON},
		{"profile-is-no-json", "prod", profile("{", "{,"), "Invalid profile", "could not read", profileJSON},
		{"chart-of-any-version", "prod", object("HelmRelease", "argo-events", "*", "spec", "chart", "spec", "version"), "Chart of another version", "than was reviewed", ""},
		{"chart-of-any-version-argo-cd", "research", onObjects(syncField(application, "2.*", "spec", "source", "targetRevision")), "Chart of another version", "than was reviewed", ""},
		{"chart-in-another-namespace", "prod", object("HelmRelease", "argo-events", "argo-events", "spec", "targetNamespace"), "Wrong namespace", "refused whatever", ""},
	})
}

// TestFindingNamesTheOutput holds that a finding about a generated field has
// the place of the fact behind it.
func TestFindingNamesTheOutput(t *testing.T) {
	diags := outputs(`"subject": "system:serviceaccount:metaflow:ui-backend"`, `"subject": "system:serviceaccount:metaflow:ui-backend2"`).diagnose(t, "prod")
	if len(diags) != 3 {
		t.Fatalf("want one finding for the account, one for the vault and one for the credential: %v", diags)
	}
	for _, d := range diags {
		if d.Subject.Filename != "outputs.json" || d.Subject.Start.Line < 100 {
			t.Errorf("the place is %v", d.Subject)
		}
	}
}

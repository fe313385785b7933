package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
)

// componentMutant is a component that some other fact contradicts, with the line of it
// that must be blamed.
type componentMutant struct {
	name, stack string
	mutation    mutation
	summary     string // of the finding
	line        string // text in the line that it points at
}

func testComponentMutants(t *testing.T, mutants []componentMutant) {
	t.Helper()
	var trials []trial
	for _, m := range mutants {
		trials = append(trials, trial{m.name, m.stack, m.mutation, m.judge})
	}
	runTogether(t, trials)
}

// judge says what is wrong where the mutant is not found at its line.
func (m componentMutant) judge(own, _ hcl.Diagnostics) string {
	var found []string
	for _, d := range own {
		line := m.mutation.lineOf(d)
		if d.Summary == m.summary && line != "" && strings.Contains(line, m.line) {
			if d.Severity != hcl.DiagError || strings.Contains(d.Detail, "orrect it in Terraform, apply") {
				return "no error, or the cure is elsewhere: " + d.Detail
			}
			return ""
		}
		found = append(found, d.Error()+" <"+line+">")
	}
	return fmt.Sprintf("want %q at the line with %q, found\n%s", m.summary, m.line, strings.Join(found, "\n"))
}

// lineOf is the line of the component that a finding points at.
func (m mutation) lineOf(d *hcl.Diagnostic) string {
	name, is := strings.CutPrefix(d.Subject.Filename, componentPath+"/")
	text := m.files[name]
	if name == "kustomization.yaml" {
		text = m.component
	}
	lines := strings.Split(text, "\n")
	if !is || d.Subject.Start.Line > len(lines) {
		return ""
	}
	return lines[d.Subject.Start.Line-1]
}

// brings adds a component that declares objects.
func brings(objects string) mutation {
	m := component("resources:\n  - objects.yaml\n")
	m.files = map[string]string{"objects.yaml": objects}
	return m
}

// inFile adds a component with a patch in a file beside.
func inFile(target, text string) mutation {
	m := component("patches:\n  - path: patch.yaml\n    target:\n      " + target + "\n")
	m.files = map[string]string{"patch.yaml": text}
	return m
}

// operations adds a component with a JSON patch.
func operations(target, ops string) mutation {
	return component("patches:\n  - target:\n      " + target + "\n    patch: |-\n      " + strings.ReplaceAll(ops, "\n", "\n      ") + "\n")
}

// template is the patch of the pod template of a service.
func template(name, text string) mutation {
	return patch("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " + name + "\n  namespace: metaflow\nspec:\n  template:\n    " + strings.ReplaceAll(text, "\n", "\n    "))
}

// workload is an object of one's own with a pod template at a place.
func workload(head, indent, pod string) string {
	return head + "\n" + indent + strings.ReplaceAll(strings.TrimSpace(pod), "\n", "\n"+indent) + "\n"
}

const (
	runs    = "automountServiceAccountToken: false\nserviceAccountName: nobody\ncontainers:\n  - name: a\n    image: crmetaflowprod.azurecr.io/a:1\n"
	acts    = "automountServiceAccountToken: false\nserviceAccountName: metadata-service\ncontainers:\n  - name: a\n    image: crmetaflowprod.azurecr.io/a:1\n"
	foreign = "automountServiceAccountToken: false\ncontainers:\n  - name: a\n    image: docker.io/library/a:1\n"
	wave4   = ", annotations: {argocd.argoproj.io/sync-wave: \"4\", argocd.argoproj.io/sync-options: SkipDryRunOnMissingResource=true}}\n"
	wave1   = ", annotations: {argocd.argoproj.io/sync-wave: \"1\"}}\n"
)

// argo is an object of Argo in the jobs namespace.
func argo(kind, spec string) mutation {
	return brings("apiVersion: argoproj.io/v1alpha1\nkind: " + kind + "\nmetadata: {name: mine, namespace: metaflow-jobs" + wave4 + "spec:\n  " + strings.ReplaceAll(spec, "\n", "\n  ") + "\n")
}

// TestPodMakers holds that everything which makes pods is held like a Deployment.
func TestPodMakers(t *testing.T) {
	own := func(apiVersion, kind, namespace, lead, indent, pod string) mutation {
		return brings(workload("apiVersion: "+apiVersion+"\nkind: "+kind+"\nmetadata: {name: mine, namespace: "+namespace+wave1+lead, indent, pod))
	}
	const template = "spec:\n  template:\n    spec:"
	const steps = "entrypoint: a\ntemplates:\n  - name: a\n    container: {image: crmetaflowprod.azurecr.io/a:1, command: [a]}\n"
	const nobody, another, mirror = "Unknown service account", "Account of another workload", "Image beside the mirror"
	testComponentMutants(t, []componentMutant{
		{"deployment", "prod", own("apps/v1", "Deployment", "metaflow", template, "      ", runs), nobody, "serviceAccountName: nobody"},
		{"stateful-set", "prod", own("apps/v1", "StatefulSet", "metaflow", template, "      ", acts), another, "serviceAccountName: metadata-service"},
		{"daemon-set", "prod", own("apps/v1", "DaemonSet", "metaflow", template, "      ", acts), another, "serviceAccountName"},
		{"replica-set", "prod", own("apps/v1", "ReplicaSet", "metaflow", template, "      ", acts), another, "serviceAccountName"},
		{"replication-controller", "prod", own("v1", "ReplicationController", "metaflow", template, "      ", acts), another, "serviceAccountName"},
		{"job", "prod", own("batch/v1", "Job", "metaflow", template, "      ", acts), another, "serviceAccountName"},
		{"cron-job", "prod", own("batch/v1", "CronJob", "metaflow", "spec:\n  schedule: \"* * * * *\"\n  jobTemplate:\n    spec:\n      template:\n        spec:", "          ", acts), another, "serviceAccountName"},
		{"pod", "prod", own("v1", "Pod", "metaflow", "spec:", "  ", acts), another, "serviceAccountName"},
		{"pod-template", "prod", own("v1", "PodTemplate", "metaflow", "template:\n  spec:", "    ", acts), another, "serviceAccountName"},
		{"deprecated-field", "prod", own("v1", "Pod", "metaflow", "spec:", "  ", strings.Replace(acts, "serviceAccountName", "serviceAccount", 1)), another, "serviceAccount: metadata-service"},
		{"job-set", "prod", own("jobset.x-k8s.io/v1alpha2", "JobSet", "metaflow-jobs", "spec:\n  replicatedJobs:\n    - name: w\n      template:\n        spec:\n          template:\n            spec:", "              ", runs), nobody, "serviceAccountName"},
		{"job-set-image", "prod", own("jobset.x-k8s.io/v1alpha2", "JobSet", "metaflow-jobs", "spec:\n  replicatedJobs:\n    - name: w\n      template:\n        spec:\n          template:\n            spec:", "              ", foreign), mirror, "image:"},
		{"ray-cluster", "prod", own("ray.io/v1", "RayCluster", "metaflow-jobs", "spec:\n  workerGroupSpecs:\n    - groupName: w\n      template:\n        spec:", "          ", runs), nobody, "serviceAccountName"},
		{"ray-job", "prod", own("ray.io/v1", "RayJob", "metaflow-jobs", "spec:\n  rayClusterSpec:\n    headGroupSpec:\n      template:\n        spec:", "          ", foreign), mirror, "image:"},
		{"ray-service", "prod", own("ray.io/v1", "RayService", "metaflow-jobs", "spec:\n  rayClusterConfig:\n    headGroupSpec:\n      template:\n        spec:", "          ", runs), nobody, "serviceAccountName"},
		{"spark", "prod", own("sparkoperator.k8s.io/v1beta2", "SparkApplication", "metaflow-jobs", "spec:\n  driver:", "    ", "serviceAccount: nobody\n"), nobody, "serviceAccount: nobody"},
		{"scheduled-spark", "prod", own("sparkoperator.k8s.io/v1beta2", "ScheduledSparkApplication", "metaflow-jobs", "spec:\n  template:\n    executor:", "      ", "serviceAccount: nobody\n"), nobody, "serviceAccount: nobody"},
		{"scaled-job", "prod", own("keda.sh/v1alpha1", "ScaledJob", "metaflow-jobs", "spec:\n  jobTargetRef:\n    template:\n      spec:", "        ", runs), nobody, "serviceAccountName"},
		{"kind-of-the-future", "prod", own("example.com/v1", "Machine", "metaflow", "spec:\n  parts:\n    - wheel:\n        spec:", "          ", acts), another, "serviceAccountName"},
		{"workflow", "prod", argo("Workflow", "serviceAccountName: nobody\n"+steps), nobody, "serviceAccountName: nobody"},
		{"workflow-template", "prod", argo("WorkflowTemplate", "serviceAccountName: nobody\n"+steps), nobody, "serviceAccountName: nobody"},
		{"workflow-template-of-a-template", "prod", argo("WorkflowTemplate", "entrypoint: a\ntemplates:\n  - name: a\n    serviceAccountName: nobody\n    container: {image: crmetaflowprod.azurecr.io/a:1}"), nobody, "serviceAccountName: nobody"},
		{"template-defaults", "prod", argo("WorkflowTemplate", "templateDefaults:\n  serviceAccountName: nobody\n"+steps), nobody, "serviceAccountName: nobody"},
		{"cron-workflow", "prod", argo("CronWorkflow", "schedules: [\"* * * * *\"]\nworkflowSpec:\n  serviceAccountName: nobody\n  "+strings.ReplaceAll(strings.TrimSpace(steps), "\n", "\n  ")), nobody, "serviceAccountName: nobody"},
		{"executor", "prod", argo("Workflow", "executor:\n  serviceAccountName: nobody\n"+steps), nobody, "serviceAccountName: nobody"},
		{"artifact-gc", "prod", argo("Workflow", "artifactGC:\n  serviceAccountName: nobody\n"+steps), nobody, "serviceAccountName: nobody"},
		{"inline-of-a-dag", "prod", argo("Workflow", "templates:\n  - name: a\n    dag:\n      tasks:\n        - name: b\n          inline:\n            serviceAccountName: nobody\n            container: {image: crmetaflowprod.azurecr.io/a:1}"), nobody, "serviceAccountName: nobody"},
		{"inline-of-steps", "prod", argo("Workflow", "templates:\n  - name: a\n    steps:\n      - - name: b\n          inline:\n            serviceAccountName: nobody\n            script: {image: crmetaflowprod.azurecr.io/a:1}"), nobody, "serviceAccountName: nobody"},
		{"pod-spec-patch", "prod", argo("Workflow", "podSpecPatch: '{\"serviceAccountName\": \"nobody\"}'\n"+steps), nobody, "podSpecPatch"},
		{"pod-spec-patch-of-a-template", "prod", argo("WorkflowTemplate", "templates:\n  - name: a\n    podSpecPatch: |\n      serviceAccountName: nobody\n    container: {image: crmetaflowprod.azurecr.io/a:1}"), nobody, "podSpecPatch"},
		{"pod-spec-patch-unreadable", "prod", argo("Workflow", "podSpecPatch: '{{workflow.parameters.patch}}'\n"+steps), "Pod patch that cannot be read", "podSpecPatch"},
		{"pod-spec-patch-no-map", "prod", argo("Workflow", "podSpecPatch: '['\n"+steps), "Pod patch that cannot be read", "podSpecPatch"},
		{"pod-spec-patch-client-id", "prod", argo("Workflow", "podSpecPatch: '{\"containers\": [{\"name\": \"main\", \"env\": [{\"name\": \"AZURE_CLIENT_ID\", \"value\": \"a\"}]}]}'\n"+steps), "Variable of the webhook", "podSpecPatch"},
		{"label-of-a-workflow", "prod", argo("Workflow", "podMetadata:\n  labels:\n    azure.workload.identity/use: \"false\"\n"+steps), "Invalid pod label", "azure.workload.identity/use"},
		{"label-of-a-template", "prod", argo("WorkflowTemplate", "templates:\n  - name: a\n    metadata:\n      labels:\n        azure.workload.identity/use: \"false\"\n    container: {image: crmetaflowprod.azurecr.io/a:1}"), "Invalid pod label", "azure.workload.identity/use"},
		{"client-id-of-a-template", "prod", argo("WorkflowTemplate", "templates:\n  - name: a\n    container:\n      image: crmetaflowprod.azurecr.io/a:1\n      env:\n        - name: AZURE_CLIENT_ID\n          value: a738f4eb-d104-4b41-90a6-1ce4fad1aded"), "Variable of the webhook", "name: AZURE_CLIENT_ID"},
		{"secret-of-a-script", "prod", argo("Workflow", "templates:\n  - name: a\n    script:\n      image: crmetaflowprod.azurecr.io/a:1\n      env:\n        - name: AZURE_CLIENT_SECRET\n          valueFrom: {secretKeyRef: {name: a, key: b}}"), "Client secret beside the identity", "name: AZURE_CLIENT_SECRET"},
		{"image-of-a-sidecar", "prod", argo("Workflow", "templates:\n  - name: a\n    sidecars:\n      - name: b\n        image: docker.io/library/b:1\n    container: {image: crmetaflowprod.azurecr.io/a:1}"), mirror, "image: docker.io"},
		{"sensor", "prod", argo("Sensor", "template:\n  serviceAccountName: nobody"), nobody, "serviceAccountName: nobody"},
		{"event-source", "prod", argo("EventSource", "template:\n  serviceAccountName: nobody"), nobody, "serviceAccountName: nobody"},
		{"event-source-image", "prod", argo("EventSource", "template:\n  container:\n    image: docker.io/library/a:1"), mirror, "image:"},
		{"sensor-trigger", "prod", argo("Sensor", "triggers:\n  - template:\n      name: t\n      argoWorkflow:\n        source:\n          resource:\n            apiVersion: argoproj.io/v1alpha1\n            kind: Workflow\n            metadata: {generateName: a}\n            spec:\n              serviceAccountName: nobody\n              workflowTemplateRef: {name: a}"), nobody, "serviceAccountName: nobody"},
		{"sensor-trigger-of-a-pod", "prod", argo("Sensor", "triggers:\n  - template:\n      name: t\n      k8s:\n        source:\n          resource:\n            apiVersion: v1\n            kind: Pod\n            metadata: {generateName: a, namespace: metaflow}\n            spec:\n              serviceAccountName: ui-backend\n              containers: [{name: a, image: \"crmetaflowprod.azurecr.io/a:1\"}]"), another, "serviceAccountName: ui-backend"},
		{"event-bus", "prod", inFile("kind: EventBus", "- op: add\n  path: /spec/jetstream/serviceAccountName\n  value: nobody\n"), nobody, "serviceAccountName"},
		{"chart-template-defaults", "prod", patch("apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: argo-workflows\n  namespace: flux-system\nspec:\n  values:\n    controller:\n      workflowDefaults:\n        spec:\n          templateDefaults:\n            serviceAccountName: nobody"), nobody, "serviceAccountName: nobody"},
		{"chart-pod-spec-patch", "prod", patch("apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: argo-workflows\n  namespace: flux-system\nspec:\n  values:\n    controller:\n      workflowDefaults:\n        spec:\n          podSpecPatch: 'serviceAccountName: nobody'"), nobody, "podSpecPatch"},
	})
}

// TestOwnMutants holds that everything acts as its own identity.
func TestOwnMutants(t *testing.T) {
	gateway := func(ops string) mutation { return operations("{kind: Gateway, name: metaflow}", ops) }
	class := func(name, text string) mutation {
		return patch("apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: " + name + "\n  namespace: metaflow\nspec:\n  " + strings.ReplaceAll(text, "\n", "\n  "))
	}
	parameter := func(name, value string) mutation { return class("metadata-service", "parameters:\n  "+name+": "+value) }
	pod := "apiVersion: v1\nkind: Pod\nmetadata: {name: mine, namespace: metaflow" + wave1 + "spec:\n  automountServiceAccountToken: false\n"
	const image = "  containers: [{name: a, image: \"crmetaflowprod.azurecr.io/a:1\"}]\n"
	container := func(text string) mutation {
		return template("ui-backend", "spec:\n  containers:\n    - name: ui-backend\n      "+strings.ReplaceAll(text, "\n", "\n      "))
	}
	settings := func(literal, envFrom string) mutation {
		m := container(envFrom)
		m.component += "configMapGenerator:\n  - name: more\n    namespace: metaflow\n    literals:\n      - " + literal + "\n    options: {annotations: {argocd.argoproj.io/sync-wave: \"1\"}}\n"
		return m
	}
	const another, objects, vault = "Account of another workload", "Secrets not as planned", "Wrong vault"
	testComponentMutants(t, []componentMutant{
		{"publisher-as-the-gateway", "prod", patch("apiVersion: approuting.kubernetes.azure.com/v1alpha1\nkind: ExternalDNS\nmetadata:\n  name: metaflow\n  namespace: metaflow-gateway\nspec:\n  identity:\n    serviceAccount: gateway-tls"), another, "serviceAccount: gateway-tls"},
		{"publisher-by-client-id", "prod", patch("apiVersion: approuting.kubernetes.azure.com/v1alpha1\nkind: ExternalDNS\nmetadata:\n  name: metaflow\n  namespace: metaflow-gateway\nspec:\n  identity:\n    clientID: a738f4eb-d104-4b41-90a6-1ce4fad1aded"), "Identity of another account", "clientID"},
		{"listener-as-the-publisher", "prod", gateway("- op: replace\n  path: /spec/listeners/0/tls/options/kubernetes.azure.com~1tls-cert-service-account\n  value: external-dns"), another, "tls-cert-service-account"},
		{"listener-by-client-id", "prod", gateway("- op: add\n  path: /spec/listeners/0/tls/options/kubernetes.azure.com~1tls-cert-client-id\n  value: a738f4eb-d104-4b41-90a6-1ce4fad1aded"), "Two identities of a listener", "tls-cert-client-id"},
		{"static-as-the-metadata-service", "prod", template("ui-static", "metadata:\n  labels:\n    azure.workload.identity/use: \"true\"\nspec:\n  serviceAccountName: metadata-service"), another, "serviceAccountName: metadata-service"},
		{"backend-as-the-metadata-service", "prod", template("ui-backend", "spec:\n  serviceAccountName: metadata-service"), "Workload without its account", "serviceAccountName"},
		{"proxy-as-the-backend", "prod", template("auth-proxy-people", "spec:\n  serviceAccountName: ui-backend"), "Workload without its account", "serviceAccountName"},
		{"account-by-operation", "prod", operations("{kind: Deployment, name: ui-static}", "- op: replace\n  path: /spec/template/spec/serviceAccountName\n  value: ui-backend"), another, "path: /spec/template/spec/serviceAccountName"},
		{"account-in-a-file", "prod", inFile("{kind: Deployment, name: ui-static}", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: whatever\nspec:\n  template:\n    spec:\n      serviceAccountName: auth-proxy\n"), another, "serviceAccountName: auth-proxy"},
		{"pod-of-the-gateways-account", "prod", brings(strings.Replace(pod, "namespace: metaflow,", "namespace: metaflow-gateway,", 1) + "  serviceAccountName: gateway-tls\n" + image), another, "serviceAccountName: gateway-tls"},
		{"secrets-of-another", "prod", brings(pod + image + "  volumes:\n    - name: s\n      csi:\n        driver: secrets-store.csi.k8s.io\n        readOnly: true\n        volumeAttributes:\n          secretProviderClass: metadata-service\n"), "Secrets of another workload", "secretProviderClass: metadata-service"},
		{"secrets-of-another-service", "prod", template("ui-static", "spec:\n  volumes:\n    - name: s\n      csi:\n        driver: secrets-store.csi.k8s.io\n        readOnly: true\n        volumeAttributes:\n          secretProviderClass: ui-backend"), "Secrets of another workload", "secretProviderClass: ui-backend"},
		{"secret-store-as-a-service", "prod", brings("apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: a, namespace: metaflow}\nspec:\n  provider:\n    azurekv:\n      serviceAccountRef:\n        name: metadata-service\n"), another, "name: metadata-service"},
		{"trigger-by-client-id", "prod", brings("apiVersion: keda.sh/v1alpha1\nkind: TriggerAuthentication\nmetadata: {name: a, namespace: metaflow}\nspec:\n  podIdentity:\n    provider: azure-workload\n    identityId: a738f4eb-d104-4b41-90a6-1ce4fad1aded\n"), another, "identityId"},
		{"class-client-id-of-another", "prod", parameter("clientID", "a738f4eb-d104-4b41-90a6-1ce4fad1aded"), "No federated credential fits", "clientID"},
		{"class-tenant-before-tenant", "prod", parameter("tenantID", "00000000-0000-0000-0000-000000000000"), "Wrong tenant", "tenantID"},
		{"class-tenant", "prod", parameter("tenantId", "00000000-0000-0000-0000-000000000000"), "Wrong tenant", "tenantId"},
		{"class-without-tenant", "prod", operations("{kind: SecretProviderClass, name: ui-backend}", "- op: remove\n  path: /spec/parameters/tenantId"), "Wrong tenant", "path: /spec/parameters/tenantId"},
		{"class-of-pod-identity", "prod", parameter("usePodIdentity", "\" True \""), "Invalid identity", "usePodIdentity"},
		{"class-of-no-boolean", "prod", parameter("useVMManagedIdentity", "\"yes\""), "Invalid identity", "useVMManagedIdentity"},
		{"class-of-an-assigned-identity", "prod", parameter("userAssignedIdentityID", "a738f4eb-d104-4b41-90a6-1ce4fad1aded"), "Invalid identity", "userAssignedIdentityID"},
		{"class-of-another-provider", "prod", class("auth-proxy", "provider: vault"), "Wrong provider of secrets", "provider: vault"},
		{"class-of-another-cloud", "prod", parameter("cloudName", "AzureChinaCloud"), vault, "cloudName"},
		{"class-of-a-file", "prod", parameter("cloudEnvFileName", "/etc/cloud"), vault, "cloudEnvFileName"},
		{"class-of-another-vault", "prod", parameter("keyvaultName", "kv-other"), vault, "keyvaultName"},
		{"class-of-another-secret", "prod", class("metadata-service", "parameters:\n  objects: |\n    array:\n      - |\n        objectName: metaflow-cookie-secret\n        objectType: secret\n        objectAlias: database-password"), objects, "objects: |"},
		{"class-of-another-file", "prod", class("auth-proxy", "parameters:\n  objects: |\n    array:\n      - |\n        objectName: metaflow-cookie-secret\n        objectType: secret\n        objectAlias: cookie"), objects, "objects: |"},
		{"class-of-a-key", "prod", class("auth-proxy", "parameters:\n  objects: |\n    array:\n      - |\n        objectName: metaflow-cookie-secret\n        objectType: key\n        objectAlias: cookie-secret"), objects, "objects: |"},
		{"class-of-no-list", "prod", class("auth-proxy", "parameters:\n  objects: \"[\""), objects, "objects:"},
		{"class-into-a-secret", "prod", class("auth-proxy", "secretObjects:\n  - secretName: a\n    type: Opaque\n    data:\n      - objectName: cookie-secret\n        key: a"), "Secret copied into the cluster", "secretObjects"},
		{"class-removed", "prod", patch("$patch: delete\napiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: ui-backend\n  namespace: metaflow"), "Unknown SecretProviderClass", "$patch: delete"},
		{"account-removed", "prod", component("patches:\n  - target:\n      kind: ServiceAccount\n      name: ui-backend\n    patch: |-\n      $patch: delete\n      apiVersion: v1\n      kind: ServiceAccount\n      metadata:\n        name: any\n"), "Missing service account", "$patch: delete"},
		{"account-as-another", "prod", operations("{kind: ServiceAccount, name: ui-backend}", "- op: replace\n  path: /metadata/annotations/azure.workload.identity~1client-id\n  value: 7765194f-0000-0000-0000-000000000000"), "Unknown identity", "client-id"},
		{"account-by-annotation", "prod", component("commonAnnotations:\n  azure.workload.identity/tenant-id: 00000000-0000-0000-0000-000000000000\n"), "Wrong tenant", "azure.workload.identity/tenant-id"},
		{"accounts-by-replacement", "prod", component("replacements:\n  - sourceValue: 00000000-0000-0000-0000-000000000000\n    targets:\n      - select: {kind: ServiceAccount, name: ui-backend}\n        fieldPaths:\n          - metadata.annotations.[azure.workload.identity/client-id]\n"), "Unknown identity", "- metadata.annotations"},
		{"variables-of-a-config-map", "prod", settings("AZURE_CLIENT_ID=a", "envFrom:\n  - configMapRef:\n      name: more"), "Variable of the webhook", "- configMapRef"},
		{"variables-with-a-prefix", "prod", settings("CLIENT_ID=a", "envFrom:\n  - prefix: AZURE_\n    configMapRef:\n      name: more"), "Variable of the webhook", "- prefix"},
		{"secret-of-a-config-map", "prod", settings("AZURE_CLIENT_SECRET=a", "envFrom:\n  - configMapRef:\n      name: more"), "Client secret beside the identity", "- configMapRef"},
		{"variables-of-nothing-here", "prod", container("envFrom:\n  - configMapRef:\n      name: elsewhere"), "Client secret beside the identity", "- configMapRef"},
		{"certificate-in-a-pod", "prod", container("env:\n  - name: AZURE_CLIENT_CERTIFICATE_PATH\n    value: /a"), "Client secret beside the identity", "name: AZURE_CLIENT_CERTIFICATE_PATH"},
		{"tenant-in-a-pod", "prod", operations("{kind: Deployment, name: ui-backend}", "- op: add\n  path: /spec/template/spec/containers/0/env/-\n  value: {name: AZURE_TENANT_ID, value: a}"), "Variable of the webhook", "path: /spec/template/spec/containers/0/env/-"},
		{"token-of-another-audience", "prod", template("ui-backend", "spec:\n  volumes:\n    - name: t\n      projected:\n        sources:\n          - serviceAccountToken:\n              audience: https://example.com\n              path: token"), "Token of another audience", "audience"},
		{"token-of-a-minute", "prod", template("ui-backend", "spec:\n  volumes:\n    - name: t\n      projected:\n        sources:\n          - serviceAccountToken:\n              audience: api://AzureADTokenExchange\n              expirationSeconds: 60\n              path: token"), "Invalid token lifetime", "expirationSeconds"},
		{"token-for-the-api", "prod", template("ui-backend", "spec:\n  volumes:\n    - name: t\n      projected:\n        sources:\n          - serviceAccountToken:\n              path: token"), "Token without need", "- serviceAccountToken"},
		{"token-mounted", "prod", template("ui-static", "spec:\n  automountServiceAccountToken: true"), "Token without need", "automountServiceAccountToken"},
		{"lifetime-on-a-template", "prod", template("ui-backend", "metadata:\n  annotations:\n    azure.workload.identity/service-account-token-expiration: \"60\""), "Invalid token lifetime", "token-expiration"},
	})
}

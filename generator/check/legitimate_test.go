package check

import (
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

// TestLegitimateComponents holds that what is right passes without a word.
func TestLegitimateComponents(t *testing.T) { runTogether(t, legitimateComponents()) }

// legitimateComponents are what people rightly bring, each to be passed without a word.
func legitimateComponents() []trial {
	const (
		runner     = "automountServiceAccountToken: false\nserviceAccountName: task-default\ncontainers:\n  - name: a\n    image: crmetaflowprod.azurecr.io/a:1\n"
		plain      = "automountServiceAccountToken: false\ncontainers:\n  - name: a\n    image: crmetaflowprod.azurecr.io/a:1\n"
		label      = "- op: add\n  path: /metadata/annotations/example.com~1a\n  value: b"
		steps      = "entrypoint: a\ntemplates:\n  - name: a\n    container: {image: crmetaflowprod.azurecr.io/a:1, command: [a]}\n"
		group      = "kind: Group\nname: 0f0f0f0f-1111-4222-8333-444455556666"
		prometheus = "kind: ServiceAccount\nname: prometheus-k8s\nnamespace: monitoring"
		view       = "apiGroup: rbac.authorization.k8s.io\nkind: ClusterRole\nname: view"
	)
	own := func(apiVersion, kind, namespace, lead, indent, pod string) mutation {
		return brings(workload("apiVersion: "+apiVersion+"\nkind: "+kind+"\nmetadata: {name: mine, namespace: "+namespace+wave1+lead, indent, pod))
	}
	role := func(namespace, groups, resources, verbs, subject string) mutation {
		return brings("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: mine, namespace: " + namespace + "}\nrules:\n  - apiGroups: [\"" + groups + "\"]\n    resources: [" + resources + "]\n    verbs: [" + verbs + "]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: mine, namespace: " + namespace + "}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: mine}\nsubjects:\n  - " + strings.ReplaceAll(subject, "\n", "\n    ") + "\n")
	}
	launch := "kind: Group\nname: " + launchGroup
	binding := func(ref, subject string) mutation {
		return brings("apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: mine, namespace: metaflow}\nroleRef:\n  " + strings.ReplaceAll(ref, "\n", "\n  ") + "\nsubjects:\n  - " + strings.ReplaceAll(subject, "\n", "\n    ") + "\n")
	}
	class := func(text string) mutation {
		return patch("apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: metadata-service\n  namespace: metaflow\nspec:\n  parameters:\n    " + strings.ReplaceAll(text, "\n", "\n    "))
	}
	env := func(text string) mutation {
		return template("ui-backend", "spec:\n  containers:\n    - name: ui-backend\n      "+strings.ReplaceAll(text, "\n", "\n      "))
	}
	generated := func(annotations string) mutation {
		return component("configMapGenerator:\n  - name: more\n    namespace: metaflow\n    literals: [A=b]\n    options: {annotations: {" + annotations + "}}\n")
	}
	scaled := operations("{kind: Deployment, name: ui-backend}", "- op: remove\n  path: /spec/replicas")
	scaled.component += "resources:\n  - objects.yaml\n"
	scaled.files = map[string]string{"objects.yaml": "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: mine, namespace: metaflow" + wave1 + "spec:\n  minReplicas: 1\n  maxReplicas: 3\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ui-backend}\n"}
	settings := env("envFrom:\n  - configMapRef:\n      name: more")
	settings.component += "configMapGenerator:\n  - name: more\n    namespace: metaflow\n    literals: [CACHE_MORE=a]\n    options: {annotations: {argocd.argoproj.io/sync-wave: \"1\"}}\n"
	deleted := component("patches:\n  - target: {kind: PodDisruptionBudget, name: ui-static}\n    patch: |-\n      $patch: delete\n      apiVersion: policy/v1\n      kind: PodDisruptionBudget\n      metadata:\n        name: any\n")
	var trials []trial
	for _, l := range []struct {
		name, stack string
		mutation    mutation
	}{
		{"cron-job-of-a-task-role", "prod", own("batch/v1", "CronJob", "metaflow-jobs", "spec:\n  schedule: \"0 3 * * *\"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never", "          ", runner)},
		{"job-of-a-task-role", "prod", own("batch/v1", "Job", "metaflow-jobs", "spec:\n  template:\n    spec:\n      restartPolicy: Never", "      ", runner)},
		{"job-set-of-a-task-role", "prod", own("jobset.x-k8s.io/v1alpha2", "JobSet", "metaflow-jobs", "spec:\n  replicatedJobs:\n    - name: w\n      template:\n        spec:\n          template:\n            spec:\n              restartPolicy: Never", "              ", runner)},
		{"ray-cluster", "prod", own("ray.io/v1", "RayCluster", "metaflow-jobs", "spec:\n  headGroupSpec:\n    template:\n      spec:", "        ", plain)},
		{"deployment-without-identity", "prod", own("apps/v1", "Deployment", "metaflow-jobs", "spec:\n  selector: {matchLabels: {app: a}}\n  template:\n    metadata: {labels: {app: a}}\n    spec:", "      ", plain)},
		{"workflow-template-by-default", "prod", argo("WorkflowTemplate", steps)},
		{"workflow-template-of-a-role", "prod", argo("WorkflowTemplate", "serviceAccountName: task-training\n"+steps)},
		{"workflow-of-a-template", "prod", argo("Workflow", "workflowTemplateRef: {name: a}")},
		{"cron-workflow", "prod", argo("CronWorkflow", "schedules: [\"* * * * *\"]\nworkflowSpec:\n  workflowTemplateRef: {name: a}")},
		{"workflow-with-a-patch", "prod", argo("Workflow", "podSpecPatch: '{\"containers\": [{\"name\": \"main\", \"resources\": {\"limits\": {\"memory\": \"{{workflow.parameters.memory}}\"}}}]}'\n"+steps)},
		{"workflow-with-the-label", "prod", argo("Workflow", "podMetadata: {labels: {azure.workload.identity/use: \"true\"}}\n"+steps)},
		{"workflow-of-a-dag", "prod", argo("Workflow", "templates:\n  - name: a\n    dag: {tasks: [{name: b, template: c}]}\n  - name: c\n    suspend: {}")},
		{"image-pulled-through", "prod", argo("Workflow", "templates:\n  - name: a\n    script: {image: crmetaflowprod.azurecr.io/library/python, source: print()}")},
		{"class-in-the-other-spelling", "prod", class("tenantID: fd959e53-4c40-4c38-bf91-2400835a2e22\ntenantId: null")},
		{"class-in-both-spellings", "prod", class("tenantID: fd959e53-4c40-4c38-bf91-2400835a2e22")},
		{"class-of-the-public-cloud", "prod", class("cloudName: AzurePublicCloud")},
		{"class-that-says-no", "prod", class("useVMManagedIdentity: \"false\"\nusePodIdentity: \"0\"")},
		{"class-of-another-provider", "prod", brings("apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: {name: mine, namespace: metaflow}\nspec:\n  provider: vault\n  parameters: {}\n")},
		{"variable", "prod", env("env:\n  - name: CACHE_MORE\n    value: \"1\"")},
		{"variable-of-the-region", "prod", env("env:\n  - name: AZURE_REGION\n    value: a")},
		{"variables-of-a-config-map", "prod", settings},
		{"token-of-an-hour", "prod", template("ui-backend", "metadata:\n  annotations:\n    azure.workload.identity/service-account-token-expiration: \"7200\"")},
		{"skip-nothing", "prod", template("ui-backend", "metadata:\n  annotations:\n    azure.workload.identity/skip-containers: \"\"")},
		{"view-for-on-call", "prod", binding(view, group)},
		{"view-for-launchers", "prod", binding(view, launch)},
		{"read-pods-for-on-call", "prod", role("metaflow", "", "pods, pods/log, services, events", "get, list, watch", group)},
		{"read-deployments-for-on-call", "prod", role("metaflow", "apps", "deployments", "get", group)},
		{"read-for-monitoring", "prod", role("metaflow", "", "services, endpoints, pods", "get, list, watch", prometheus)},
		{"read-for-service-monitors", "prod", role("metaflow", "", "services, endpoints, pods", "get, list, watch", prometheus)},
		{"read-slices-for-service-monitors", "prod", role("metaflow", "discovery.k8s.io", "endpointslices", "get, list, watch", prometheus)},
		{"read-ingresses-for-probes", "prod", role("metaflow", "networking.k8s.io", "ingresses", "get, list, watch", prometheus)},
		{"read-tasks-for-pod-monitors", "prod", role("metaflow-jobs", "", "pods", "get, list, watch", prometheus)},
		{"read-for-service-monitors-argo-cd", "research", role("metaflow", "", "services, endpoints, pods", "get, list, watch", prometheus)},
		{"view-for-monitoring", "prod", binding(view, prometheus)},
		{"read-workflows-for-launchers", "prod", role("metaflow-jobs", "argoproj.io", "workflows", "get, list", launch)},
		{"launch-more", "prod", role("metaflow-jobs", "batch", "jobs", "create, delete", launch)},
		{"launch-pods", "prod", role("metaflow-jobs", "", "pods, pods/log", "create, get, list, watch, delete", launch)},
		{"restart-pods", "prod", role("metaflow", "", "pods", "delete", launch)},
		{"scale", "prod", role("metaflow", "apps", "deployments/scale", "patch", launch)},
		{"labels-on-all", "prod", component("labels:\n  - pairs: {example.com/cost: a}\n")},
		{"annotations-on-deployments", "prod", operations("{kind: Deployment}", label)},
		{"names-by-expression", "prod", operations("{kind: Deployment, name: \"ui-.*\"}", label)},
		{"of-a-label", "prod", operations("{kind: Deployment, labelSelector: \"app.kubernetes.io/part-of=metaflow\"}", label)},
		{"of-a-name-without-hash", "prod", operations("{kind: ConfigMap, name: metadata-migrations}", label)},
		{"of-a-name-without-suffix", "prod", operations("{kind: ValidatingAdmissionPolicy, name: metaflow-task-roles}", "- op: add\n  path: /metadata/labels/example.com~1a\n  value: b")},
		{"budget-taken-away", "prod", deleted},
		{"autoscaler", "prod", scaled},
		{"replicas-that-nobody-decides", "prod", patch("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ui-backend\n  namespace: metaflow\nspec:\n  replicas: 2")},
		{"same-as-decided", "prod", patch("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ui-static\n  namespace: metaflow\nspec:\n  replicas: 2")},
		{"settings-that-stay", "prod", generated("kustomize.toolkit.fluxcd.io/prune: disabled")},
		{"settings-that-stay-with-both", "prod", generated("kustomize.toolkit.fluxcd.io/prune: disabled, argocd.argoproj.io/sync-options: PruneLast=true")},
		{"settings-that-stay-argo-cd", "research", generated("argocd.argoproj.io/sync-options: \"Prune=false\"")},
		{"chart-values", "prod", patch("apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: argo-workflows\n  namespace: flux-system\nspec:\n  values:\n    controller:\n      workflowDefaults:\n        spec:\n          ttlStrategy: {secondsAfterCompletion: 86400}\n          podGC: {deleteDelayDuration: 60s}")},
		{"server-of-argo-for-clients", "prod", patch("apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: argo-workflows\n  namespace: flux-system\nspec:\n  values:\n    server:\n      enabled: true\n      authModes: [client]\n      rbac: {create: false}\n      clusterWorkflowTemplates: {enabled: false}")},
		{"image-of-another-version", "prod", component("images:\n  - name: quay.io/oauth2-proxy/oauth2-proxy\n    newTag: v7.15.5\n    digest: null\n")},
		{"images-by-expression", "prod", component("images:\n  - name: .*/oauth2-proxy\n    newTag: v7.15.5\n")},
		{"replacement", "prod", component("replacements:\n  - sourceValue: x\n    targets:\n      - select: {kind: Deployment}\n        fieldPaths: [metadata.annotations.a]\n        options: {create: true}\n")},
	} {
		trials = append(trials, trial{l.name, l.stack, l.mutation, func(_, all hcl.Diagnostics) string {
			var found []string
			for _, d := range all {
				found = append(found, d.Error()+" <"+l.mutation.lineOf(d)+">")
			}
			return strings.Join(found, "\n")
		}})
	}
	return trials
}

// TestOwnIdentity holds that an identity which a component uses is no further word, and
// that one which nobody uses is told.
func TestOwnIdentity(t *testing.T) {
	exporter := func(m mutation) mutation {
		m.contract = func(c *stack.Contract) {
			id := c.WorkloadIdentities["ui-backend"]
			id.FederatedCredentials = slices.Clone(id.FederatedCredentials)
			must(t, &id.ClientID, "11111111-2222-4333-8444-555555555555")
			must(t, &id.FederatedCredentials[0].Subject, "system:serviceaccount:metaflow:exporter")
			must(t, &id.FederatedCredentials[0].Name, "exporter")
			c.WorkloadIdentities["exporter"] = id
		}
		return m
	}
	diags := exporter(mutation{}).diagnose(t, "prod")
	if len(diags) != 1 || diags[0].Summary != "Unused identity" || diags[0].Severity != hcl.DiagWarning {
		t.Errorf("want one warning, found %v", diags)
	}
	account := "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: exporter\n  namespace: metaflow\n  annotations:\n    azure.workload.identity/client-id: 11111111-2222-4333-8444-555555555555\n"
	pods := "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: exporter, namespace: metaflow" + wave1 + "spec:\n  selector: {matchLabels: {app: exporter}}\n  template:\n    metadata: {labels: {app: exporter, azure.workload.identity/use: \"true\"}}\n    spec:\n      automountServiceAccountToken: false\n      serviceAccountName: exporter\n      containers: [{name: a, image: \"crmetaflowprod.azurecr.io/a:1\"}]\n" +
		"      volumes:\n        - name: s\n          csi: {driver: secrets-store.csi.k8s.io, readOnly: true, volumeAttributes: {secretProviderClass: exporter}}\n"
	class := "---\napiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: {name: exporter, namespace: metaflow}\nspec:\n  provider: azure\n  parameters:\n    clientID: 11111111-2222-4333-8444-555555555555\n    tenantID: fd959e53-4c40-4c38-bf91-2400835a2e22\n    keyvaultName: kv-exporter\n    objects: \"array: []\"\n  secretObjects: [{secretName: a, type: Opaque, data: [{objectName: a, key: b}]}]\n"
	for _, d := range exporter(brings(account+pods+class)).diagnose(t, "prod") {
		t.Errorf("an identity of one's own: %v", d)
	}
}

package check

import (
	"strings"
	"testing"
)

// TestRoleMutants gives people roles of components that lead beyond them.
func TestRoleMutants(t *testing.T) {
	role := func(namespace, groups, resources, verbs string) mutation {
		return brings("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: mine, namespace: " + namespace + "}\nrules:\n  - apiGroups: [\"" + groups + "\"]\n    resources: [" + resources + "]\n    verbs: [" + verbs + "]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: mine, namespace: " + namespace + "}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: mine}\nsubjects:\n  - apiGroup: rbac.authorization.k8s.io\n    kind: Group\n    name: " + launchGroup + "\n")
	}
	binding := func(ref, subject string) mutation {
		return brings("apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: mine, namespace: metaflow}\nroleRef:\n  " + strings.ReplaceAll(ref, "\n", "\n  ") + "\nsubjects:\n  - " + strings.ReplaceAll(subject, "\n", "\n    ") + "\n")
	}
	const beyond = "Right that leads beyond the role"
	services := func(groups, resources, verbs string) mutation { return role("metaflow", groups, resources, verbs) }
	testComponentMutants(t, []componentMutant{
		{"make-pods", "prod", services("", "pods", "create"), beyond, "resources: [pods]"},
		{"change-pods", "prod", services("", "pods", "patch"), beyond, "resources:"},
		{"change-deployments", "prod", services("apps", "deployments", "get, patch"), beyond, "resources:"},
		{"make-stateful-sets", "prod", services("apps", "statefulsets", "update"), beyond, "resources:"},
		{"make-jobs", "prod", services("batch", "jobs", "create"), beyond, "resources:"},
		{"make-cron-jobs", "prod", services("batch", "cronjobs", "patch"), beyond, "resources:"},
		{"make-workflows", "prod", services("argoproj.io", "workflows", "create"), beyond, "resources:"},
		{"make-ray-clusters-of-tasks", "prod", role("metaflow-jobs", "ray.io", "rayclusters", "create"), beyond, "resources:"},
		{"make-deployments-of-tasks", "prod", role("metaflow-jobs", "apps", "deployments", "create"), beyond, "resources:"},
		{"settings-of-services", "prod", services("", "configmaps", "patch"), beyond, "resources:"},
		{"settings-of-task-roles", "prod", role("metaflow-jobs", "", "configmaps", "update"), beyond, "resources:"},
		{"secrets", "prod", services("", "secrets", "list"), beyond, "resources:"},
		{"port-forward", "prod", services("", "pods/portforward", "create"), beyond, "resources:"},
		{"exec-by-get", "prod", services("", "pods/exec", "get"), beyond, "resources:"},
		{"attach", "prod", services("", "pods/attach", "create"), beyond, "resources:"},
		{"debug", "prod", services("", "pods/ephemeralcontainers", "patch"), beyond, "resources:"},
		{"pod-proxy", "prod", services("", "pods/proxy", "get"), beyond, "resources:"},
		{"service-proxy", "prod", services("", "services/proxy", "create"), beyond, "resources:"},
		{"node-proxy", "prod", services("", "nodes/proxy", "get"), beyond, "resources:"},
		{"token", "prod", services("", "serviceaccounts/token", "create"), beyond, "resources:"},
		{"accounts", "prod", services("", "serviceaccounts", "patch"), beyond, "resources:"},
		{"impersonate", "prod", services("", "serviceaccounts", "impersonate"), beyond, "verbs:"},
		{"bind", "prod", services("rbac.authorization.k8s.io", "roles", "bind"), beyond, "verbs:"},
		{"any-verb", "prod", services("", "events", "\"*\""), beyond, "verbs:"},
		{"any-group", "prod", services("*", "events", "get"), beyond, "apiGroups:"},
		{"any-resource", "prod", services("apps", "\"*\"", "get"), beyond, "resources:"},
		{"any-subresource", "prod", services("apps", "\"deployments/*\"", "get"), beyond, "resources:"},
		{"network-policies", "prod", services("networking.k8s.io", "networkpolicies", "delete"), beyond, "resources:"},
		{"ingresses", "prod", services("networking.k8s.io", "ingresses", "create"), beyond, "resources:"},
		{"cilium-policies", "prod", services("cilium.io", "ciliumnetworkpolicies", "create"), beyond, "resources:"},
		{"routes", "prod", services("gateway.networking.k8s.io", "httproutes", "create"), beyond, "resources:"},
		{"classes", "prod", services("secrets-store.csi.x-k8s.io", "secretproviderclasses", "update"), beyond, "resources:"},
		{"services", "prod", services("", "services", "patch"), beyond, "resources:"},
		{"releases", "prod", services("helm.toolkit.fluxcd.io", "helmreleases", "create"), beyond, "resources:"},
		{"cluster-admin", "prod", binding("apiGroup: rbac.authorization.k8s.io\nkind: ClusterRole\nname: cluster-admin", "kind: Group\nname: "+launchGroup), "Unknown role", "name: cluster-admin"},
		{"edit", "prod", binding("apiGroup: rbac.authorization.k8s.io\nkind: ClusterRole\nname: edit", "kind: Group\nname: "+launchGroup), "Unknown role", "name: edit"},
		{"view-for-everybody", "prod", binding("apiGroup: rbac.authorization.k8s.io\nkind: ClusterRole\nname: view", "kind: Group\nname: system:authenticated"), "Unknown subject", "- kind: Group"},
		{"view-for-an-account-to-make", "prod", binding("apiGroup: rbac.authorization.k8s.io\nkind: ClusterRole\nname: view", "kind: ServiceAccount\nname: nobody\nnamespace: metaflow"), "Role for an unknown account", "- kind: ServiceAccount"},
		{"aggregated", "prod", brings("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: mine\n  labels:\n    rbac.authorization.k8s.io/aggregate-to-view: \"true\"\nrules: []\n"), "Right in the whole cluster", "aggregate-to-view"},
		{"rule-by-operation", "prod", operations("{kind: Role, name: metaflow-launch}", "- op: add\n  path: /rules/-\n  value: {apiGroups: [\"\"], resources: [pods/exec], verbs: [create]}"), beyond, "resources: [pods/exec]"},
		{"subject-by-operation", "prod", operations("{kind: RoleBinding, name: metaflow-launch}", "- op: add\n  path: /subjects/-\n  value: {kind: User, name: somebody@example.com}"), "Unknown subject", "path: /subjects/-"},
	})
}

// launchGroup is one of prod's output access.
const launchGroup = "28cc0d89-007a-4d47-a93a-2319260dae3f"

// TestTaskRoleMutants loosens what holds people to their task roles.
func TestTaskRoleMutants(t *testing.T) {
	const decided = "Task roles not as decided"
	policy := func(ops string) mutation { return operations("{kind: ValidatingAdmissionPolicy}", ops) }
	binding := func(ops string) mutation {
		return operations("{kind: ValidatingAdmissionPolicyBinding, name: metaflow-task-roles-prod}", ops)
	}
	settings := func(data string) mutation {
		return patch("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: task-roles\n  namespace: metaflow-jobs\ndata:\n  " + data)
	}
	gone := func(kind string) mutation {
		return patch("$patch: delete\napiVersion: admissionregistration.k8s.io/v1\nkind: " + kind + "\nmetadata:\n  name: metaflow-task-roles-prod")
	}
	testComponentMutants(t, []componentMutant{
		{"binding-deleted", "prod", gone("ValidatingAdmissionPolicyBinding"), decided, "$patch: delete"},
		{"policy-deleted", "prod", gone("ValidatingAdmissionPolicy"), decided, "$patch: delete"},
		{"settings-deleted", "prod", patch("$patch: delete\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: task-roles\n  namespace: metaflow-jobs"), decided, "$patch: delete"},
		{"audit", "prod", binding("- op: replace\n  path: /spec/validationActions\n  value: [Audit]"), decided, "value: [Audit]"},
		{"audit-too", "prod", binding("- op: add\n  path: /spec/validationActions/-\n  value: Audit"), decided, "path: /spec/validationActions/-"},
		{"of-another-policy", "prod", binding("- op: replace\n  path: /spec/policyName\n  value: other"), decided, "path: /spec/policyName"},
		{"of-another-namespace", "prod", binding("- op: replace\n  path: /spec/matchResources/namespaceSelector/matchLabels/kubernetes.io~1metadata.name\n  value: default"), decided, "metadata.name"},
		{"without-settings", "prod", binding("- op: replace\n  path: /spec/paramRef/parameterNotFoundAction\n  value: Allow"), decided, "parameterNotFoundAction"},
		{"other-settings", "prod", binding("- op: replace\n  path: /spec/paramRef/name\n  value: mine"), decided, "/spec/paramRef/name"},
		{"not-for-all-objects", "prod", binding("- op: add\n  path: /spec/matchResources/objectSelector\n  value: {matchLabels: {a: b}}"), decided, "objectSelector"},
		{"ignore", "prod", policy("- op: replace\n  path: /spec/failurePolicy\n  value: Ignore"), decided, "failurePolicy"},
		{"more-conditions", "prod", policy("- op: add\n  path: /spec/matchConditions/-\n  value: {name: never, expression: \"false\"}"), decided, "matchConditions/-"},
		{"other-expression", "prod", policy("- op: replace\n  path: /spec/validations/0/expression\n  value: \"true\""), decided, "validations/0/expression"},
		{"fewer-resources", "prod", policy("- op: remove\n  path: /spec/matchConstraints/resourceRules/4"), decided, "resourceRules/4"},
		{"fewer-validations", "prod", policy("- op: remove\n  path: /spec/validations/3"), decided, "validations/3"},
		{"administered-by-others", "prod", settings("administer: 00000000-0000-0000-0000-000000000000"), decided, "administer"},
		{"everybody-as-anything", "prod", settings("everybody: default,task-training"), decided, "everybody"},
		{"another-group", "prod", settings("00000000-0000-0000-0000-000000000000: task-training"), decided, "00000000"},
		{"another-controller", "prod", settings("controllers: default"), decided, "controllers"},
	})
}

// TestEffectMutants has components that change nothing, or what stack.hcl decides.
func TestEffectMutants(t *testing.T) {
	const missed, twice = "Patch without target", "Decided twice"
	label := "- op: add\n  path: /metadata/annotations/a\n  value: b"
	scaler := func(apiVersion, kind, target string) mutation {
		return brings("apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: mine, namespace: metaflow" + wave1 + "spec:\n  scaleTargetRef: " + target + "\n")
	}
	testComponentMutants(t, []componentMutant{
		{"name-misspelt", "prod", operations("{kind: Deployment, name: ui-backnd}", label), missed, "- target:"},
		{"kind-of-none", "prod", operations("{kind: StatefulSet}", label), missed, "- target:"},
		{"namespace-of-none", "prod", operations("{kind: Deployment, name: ui-static, namespace: metaflow-jobs}", label), missed, "- target:"},
		{"group-of-none", "prod", operations("{group: batch, kind: Deployment}", label), missed, "- target:"},
		{"label-of-none", "prod", operations("{kind: Deployment, labelSelector: \"app.kubernetes.io/name=ui\"}", label), missed, "- target:"},
		{"label-that-comes-later", "prod", operations("{kind: Deployment, labelSelector: \"metaflow-stack=prod\"}", label), missed, "- target:"},
		{"annotation-of-none", "prod", operations("{annotationSelector: \"a=b\"}", label), missed, "- target:"},
		{"file-without-target", "prod", inFile("{kind: Deployment, name: ui-sttic}", label), missed, "- path: patch.yaml"},
		{"replacement-of-none", "prod", component("replacements:\n  - sourceValue: x\n    targets:\n      - select: {kind: Deployment, name: ui-backnd}\n        fieldPaths: [metadata.annotations.a]\n"), missed, "- select:"},
		{"image-of-none", "prod", component("images:\n  - name: quay.io/oauth2-proxy/oauth2-prxy\n    newTag: v7.15.3\n"), missed, "- name: quay.io/oauth2-proxy/oauth2-prxy"},
		{"image-without-registry", "prod", component("images:\n  - name: oauth2-proxy\n    newTag: v7.15.3\n"), missed, "- name: oauth2-proxy"},
		{"image-after-the-mirror", "prod", component("images:\n  - name: crmetaflowprod.azurecr.io/oauth2-proxy/oauth2-proxy\n    newTag: v7.15.3\n"), missed, "- name: crmetaflowprod"},
		{"image-of-a-chart", "prod", component("images:\n  - name: quay.io/argoproj/argoexec\n    newTag: v4.0.0\n"), missed, "- name: quay.io/argoproj/argoexec"},
		{"deletion-of-none", "prod", component("patches:\n  - target: {kind: PodDisruptionBudget, name: ui-sttic}\n    patch: |-\n      $patch: delete\n      apiVersion: policy/v1\n      kind: PodDisruptionBudget\n      metadata: {name: any}\n"), missed, "- target:"},
		{"deletion-without-target-of-none", "prod", patch("$patch: delete\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: ui-sttic, namespace: metaflow}"), missed, "name: ui-sttic"},
		{"patch-of-none", "prod", patch("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ui-sttic\n  namespace: metaflow\nspec:\n  revisionHistoryLimit: 3"), missed, "name: ui-sttic"},
		{"patch-of-a-namespace-of-none", "prod", patch("apiVersion: v1\nkind: Service\nmetadata:\n  name: ui-static\n  namespace: shop\nspec:\n  sessionAffinity: None"), missed, "name: ui-static"},
		{"chart-of-the-other-engine", "research", operations("{kind: HelmRelease, name: argo-workflows}", label), missed, "- target:"},
		{"events-that-are-not", "research", operations("{kind: EventBus}", label), missed, "- target:"},
		{"gateway-that-is-not", "staging", operations("{kind: Ingress}", label), missed, "- target:"},
		{"container-misspelt", "prod", template("ui-backend", "spec:\n  containers:\n    - name: ui-backnd\n      env:\n        - name: A\n          value: b"), "Container without image", "- name: ui-backnd"},
		{"container-that-starts-first-misspelt", "prod", template("metadata-service", "spec:\n  initContainers:\n    - name: migration\n      env:\n        - name: A\n          value: b"), "Container without image", "- name: migration"},
		{"replicas-of-stack.hcl", "prod", patch("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ui-static\n  namespace: metaflow\nspec:\n  replicas: 3"), twice, "replicas: 3"},
		{"replicas-by-operation", "prod", operations("{kind: Deployment, name: metadata-service}", "- op: replace\n  path: /spec/replicas\n  value: 5"), twice, "path: /spec/replicas"},
		{"replicas-by-kustomize", "prod", component("replicas:\n  - name: ui-static\n    count: 4\n"), twice, "- name: ui-static"},
		{"quota-of-stack.hcl", "prod", patch("apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: jobs\n  namespace: metaflow-jobs\nspec:\n  hard:\n    pods: \"7\""), twice, "pods:"},
		{"autoscaler-beside-replicas", "prod", scaler("autoscaling/v2", "HorizontalPodAutoscaler", "{apiVersion: apps/v1, kind: Deployment, name: ui-backend}"), "Replicas beside an autoscaler", "scaleTargetRef"},
		{"scaled-object-beside-replicas", "prod", scaler("keda.sh/v1alpha1", "ScaledObject", "{name: ui-backend}"), "Replicas beside an autoscaler", "scaleTargetRef"},
		{"autoscaler-of-nothing", "prod", scaler("autoscaling/v2", "HorizontalPodAutoscaler", "{apiVersion: apps/v1, kind: Deployment, name: ui-backnd}"), "Autoscaler without target", "scaleTargetRef"},
		{"image-beside-the-mirror", "prod", template("ui-static", "spec:\n  containers:\n    - name: b\n      image: docker.io/library/b@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "Image beside the mirror", "image: docker.io"},
		{"request-above-limit", "prod", template("ui-static", "spec:\n  containers:\n    - name: ui-static\n      resources:\n        requests:\n          memory: 64Gi"), "Request above limit", "memory: 64Gi"},
		{"chart-by-a-range", "prod", brings("apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: redis, namespace: flux-system}\nspec:\n  serviceAccountName: flux\n  chart:\n    spec:\n      chart: redis\n      version: 19.x\n"), "Chart of another version", "version: 19.x"},
		{"kept-without-hash", "prod", brings("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mine\n  namespace: metaflow\n  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n"), "Sync rule on an object", "prune: disabled"},
	})
}

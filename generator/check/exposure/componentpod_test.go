package exposure

import (
	"fmt"
	"strings"
	"testing"
)

// workload is a Deployment of one's own in a namespace, with lines for its pods.
func workload(name, namespace, label, pod string) string {
	return "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " + name + "\n  namespace: " + namespace +
		"\nspec:\n  selector:\n    matchLabels: {app: " + name + "}\n  template:\n    metadata:\n      labels:\n        app: " + name + "\n        " + label +
		"\n    spec:\n" + pod + "      containers:\n        - name: x\n          image: docker.io/library/nginx:1\n"
}

const named = "app.kubernetes.io/name: "

// service is a Service of one's own.
func service(namespace, spec string) string {
	return "apiVersion: v1\nkind: Service\nmetadata:\n  name: mine\n  namespace: " + namespace + "\nspec:\n  selector: {app: mine}\n  ports:\n    - port: 80\n" + spec
}

// podMutants change the pods of the proxies, or other pods and Services.
var podMutants = []component{
	{name: "hostAliases", touches: "hostAliases", summary: "Names resolved elsewhere", says: "hostAliases", kustomization: onPods(people, "hostAliases: # HERE\n  - ip: 10.0.0.1\n    hostnames: [login.microsoftonline.com]")},
	{name: "nameservers", touches: "nameservers", summary: "Names resolved elsewhere", says: "dnsConfig.nameservers", kustomization: onPods(programs, "dnsConfig:\n  nameservers: [10.0.0.1] # HERE")},
	{name: "searches", touches: "searches", summary: "Names resolved elsewhere", says: "dnsConfig.searches", kustomization: onPods(people, "dnsConfig:\n  searches: [example.net] # HERE")},
	{name: "dnsPolicy", touches: "dnsPolicy", summary: "Names resolved elsewhere", says: "dnsPolicy Default", kustomization: onPods(programs, "dnsPolicy: Default # HERE")},
	{name: "sidecar", touches: "sidecar", summary: "Container beside the auth proxy", says: "port 4180 in its place", kustomization: onPods(people, "containers:\n  - name: agent # HERE\n    image: docker.io/library/nginx:1")},
	{name: "sidecar by JSON patch", touches: "sidecar by JSON patch", summary: "Container beside the auth proxy", says: `"shipper"`, kustomization: operations("Deployment", programs, "- op: add\n  path: /spec/template/spec/containers/-\n  value:\n    name: shipper # HERE\n    image: docker.io/library/nginx:1")},
	{name: "init container", touches: "init container", summary: "Container beside the auth proxy", says: `"first"`, kustomization: onPods(programs, "initContainers:\n  - name: first # HERE\n    image: docker.io/library/nginx:1\n    restartPolicy: Always")},
	{name: "second proxy", touches: "second proxy", summary: "Second auth proxy in a pod", says: `"second"`, kustomization: onPods(people, "containers:\n  - name: second # HERE\n    image: quay.io/oauth2-proxy/oauth2-proxy:v7.15.6")},
	{name: "cookie secret of a ConfigMap", summary: "Secret of unknown origin", says: "SecretProviderClass auth-proxy", kustomization: onPods(people, "volumes:\n  - name: secrets # HERE\n    csi: null\n    configMap:\n      name: cookie")},
	{name: "cookie secret of a Secret", summary: "Secret of unknown origin", says: "SecretProviderClass auth-proxy", kustomization: onPods(programs, "volumes:\n  - name: secrets # HERE\n    csi: null\n    secret:\n      secretName: cookie")},
	{name: "another class", summary: "Secret of unknown origin", says: "SecretProviderClass auth-proxy", kustomization: onPods(people, "volumes:\n  - name: secrets # HERE\n    csi:\n      volumeAttributes:\n        secretProviderClass: other")},
	{name: "mounted over", summary: "Secret of unknown origin", says: `"/mnt/secrets/cookie-secret"`, kustomization: onProxy(people, "volumeMounts:\n  - name: extra\n    mountPath: /mnt/secrets/cookie-secret # HERE\n    subPath: x")},
	{name: "another secret", summary: "Secret of unknown origin", says: "spec.parameters.objects", kustomization: inPatches("apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: auth-proxy\nspec:\n  parameters:\n    objects: \"array:\\n  - |\\n    objectName: other # HERE\\n    objectAlias: cookie-secret\\n\"")},
	{name: "another program", summary: "Not the auth proxy", says: "nginx", kustomization: onProxy(people, "image: docker.io/library/nginx:1 # HERE")},
	{name: "another program of a like name", touches: "like name", summary: "Not the auth proxy", says: "oauth2-proxyd", kustomization: onProxy(people, "image: registry.example.com/oauth2-proxyd:v7.15.6 # HERE")},
	{name: "another program in a folder of the name", summary: "Not the auth proxy", says: "nginx", kustomization: onProxy(people, "image: registry.example.com/oauth2-proxy/nginx:v7.15.6 # HERE")},
	{name: "an old release of another build", summary: "Auth proxy with known holes", says: "7.14.0", kustomization: onProxy(programs, "image: registry.example.com/hardened-oauth2-proxy:7.14.0-r2 # HERE")},
	{name: "an old release", summary: "Auth proxy with known holes", says: "v7.15.5", kustomization: "images:\n  - name: quay.io/oauth2-proxy/oauth2-proxy\n    newTag: v7.14.0 # HERE\n"},
	{name: "command", summary: "Proxy by another command", says: "sh", kustomization: onProxy(people, "command: [sh, -c] # HERE")},
	{name: "processes", summary: "Processes shared with the auth proxy", says: "shareProcessNamespace", kustomization: onPods(people, "shareProcessNamespace: true # HERE")},
	{name: "proxy is deleted", summary: "Missing auth proxy", says: programs, kustomization: inPatches("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " + programs + "\n$patch: delete # HERE")},
	{name: "proxy is deleted by target", summary: "Missing auth proxy", says: people, kustomization: "patches:\n  - target: {kind: Deployment, name: auth-proxy-.*}\n    patch: |-\n      $patch: delete # HERE\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: any}\n"},
	{name: "host network", summary: "Pods in the host's network", says: "ui-backend", kustomization: operations("Deployment", "ui-backend", "- op: add\n  path: /spec/template/spec/hostNetwork # HERE\n  value: true")},

	object("labels of the proxy", "", workload("debug", "metaflow", named+people+" # HERE", ""), "Other pods behind a Service", "Deployment metaflow/debug"),
	object("labels of the backend's caller", "research", workload("debug2", "metaflow", named+people+" # HERE", ""), "Side door", "Deployment metaflow/debug2"),
	object("host port", "", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: hp, namespace: metaflow}\nspec:\n  selector:\n    matchLabels: {app: hp}\n  template:\n    metadata:\n      labels: {app: hp}\n    spec:\n      containers:\n        - name: x\n          image: docker.io/library/nginx:1\n          ports:\n            - containerPort: 80\n              hostPort: 8080 # HERE\n", "Port of the host", "8080"),
	object("load balancer", "", service("metaflow", "  type: LoadBalancer # HERE\n"), "Public load balancer", "through the auth proxy"),
	{name: "load balancer of another namespace", summary: "Public load balancer", says: "in clusters/, not in a component", kustomization: "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": service("shop", "  type: LoadBalancer # HERE\n")}},
	{name: "node port", summary: "Port on every node", says: "metadata-service", kustomization: inPatches("apiVersion: v1\nkind: Service\nmetadata:\n  name: metadata-service\nspec:\n  type: NodePort # HERE")},
	{name: "balancer of a private stack", stack: "private", summary: "Public load balancer", says: "ui-static", kustomization: inPatches("apiVersion: v1\nkind: Service\nmetadata:\n  name: ui-static\nspec:\n  type: LoadBalancer # HERE")},
	{name: "half internal balancer", stack: "private", summary: "Public load balancer", says: "ui-static", kustomization: inPatches("apiVersion: v1\nkind: Service\nmetadata:\n  name: ui-static\n  annotations:\n    service.beta.kubernetes.io/azure-load-balancer-internal: \"True\"\nspec:\n  type: LoadBalancer # HERE")},
}

// makers are kinds that make pods, with the lines before the spec of a pod and how far
// that is in.
var makers = []struct{ apiVersion, kind, lead, indent string }{
	{"batch/v1", "CronJob", "spec:\n  schedule: '0 1 * * *'\n  jobTemplate:\n    spec:\n      template:\n        spec:\n", "          "},
	{"v1", "Pod", "spec:\n", "  "},
	{"v1", "ReplicationController", "spec:\n  template:\n    spec:\n", "      "},
	{"v1", "PodTemplate", "template:\n  spec:\n", "    "},
	{"jobset.x-k8s.io/v1alpha2", "JobSet", "spec:\n  replicatedJobs:\n    - name: w\n      template:\n        spec:\n          template:\n            spec:\n", "              "},
	{"ray.io/v1", "RayCluster", "spec:\n  headGroupSpec:\n    template:\n      spec:\n", "        "},
	{"ray.io/v1", "RayCluster", "spec:\n  workerGroupSpecs:\n    - groupName: w\n      template:\n        spec:\n", "          "},
	{"ray.io/v1", "RayJob", "spec:\n  rayClusterSpec:\n    headGroupSpec:\n      template:\n        spec:\n", "          "},
	{"keda.sh/v1alpha1", "ScaledJob", "spec:\n  jobTargetRef:\n    template:\n      spec:\n", "        "},
	{"kubeflow.org/v1", "PyTorchJob", "spec:\n  pytorchReplicaSpecs:\n    Worker:\n      template:\n        spec:\n", "          "},
	{"example.com/v1", "Machine", "spec:\n  parts:\n    - wheel:\n        spec:\n", "          "},
}

// hostMutants open pods of each kind on the address of their node.
func hostMutants() []component {
	const network, port = "Pods in the host's network", "Port of the host"
	var all []component
	for i, m := range makers {
		name := fmt.Sprintf("host-%d", i)
		head := "apiVersion: " + m.apiVersion + "\nkind: " + m.kind + "\nmetadata: {name: " + name + "%s, namespace: metaflow-jobs}\n" + m.lead
		in := func(pod string) string { return m.indent + strings.ReplaceAll(pod, "\n", "\n"+m.indent) + "\n" }
		all = append(all,
			object(name+"n", "", fmt.Sprintf(head, "n")+in("hostNetwork: true # HERE\ncontainers:\n  - name: a\n    image: docker.io/library/a:1"), network, m.kind),
			object(name+"p", "", fmt.Sprintf(head, "p")+in("containers:\n  - name: a\n    image: docker.io/library/a:1\n    ports:\n      - containerPort: 80\n        hostPort: 8080 # HERE"), port, m.kind),
			object(name+"i", "", fmt.Sprintf(head, "i")+in("initContainers:\n  - name: b\n    image: docker.io/library/a:1\n    ports: [{containerPort: 80, hostPort: 81}] # HERE\ncontainers:\n  - name: a\n    image: docker.io/library/a:1"), port, "hostPort 81"),
		)
	}
	argo := func(name, kind, spec, summary string) component {
		return object(name, "", "apiVersion: argoproj.io/v1alpha1\nkind: "+kind+"\nmetadata: {name: "+name+", namespace: metaflow-jobs}\nspec:\n"+spec, summary, name)
	}
	const template = "  templates:\n    - name: a\n      container:\n        image: docker.io/library/a:1\n"
	return append(all,
		argo("wf-network", "Workflow", "  hostNetwork: true # HERE\n"+template+"    - name: b\n      container: {image: docker.io/library/a:1}\n", network),
		argo("wf-port", "WorkflowTemplate", template+"        ports:\n          - containerPort: 80\n            hostPort: 80 # HERE\n", port),
		argo("wf-sidecar", "WorkflowTemplate", template+"      sidecars:\n        - name: s\n          image: docker.io/library/a:1\n          ports:\n            - {containerPort: 80, hostPort: 80} # HERE\n", port),
		argo("wf-cron", "CronWorkflow", "  schedules: ['0 1 * * *']\n  workflowSpec:\n    hostNetwork: true # HERE\n    workflowTemplateRef: {name: a}\n", network),
		argo("wf-patch", "Workflow", template+"  podSpecPatch: '{\"hostNetwork\": true}' # HERE\n", network),
		argo("wf-patch-port", "Workflow", template+"  podSpecPatch: '{\"containers\": [{\"name\": \"main\", \"ports\": [{\"containerPort\": 80, \"hostPort\": 80}]}]}' # HERE\n", port),
		argo("wf-template-patch", "Workflow", template+"      podSpecPatch: |\n        hostNetwork: true # HERE\n", network),
		argo("wf-set", "Workflow", "  templates:\n    - name: a\n      containerSet:\n        containers:\n          - name: main\n            image: docker.io/library/a:1\n            ports:\n              - {containerPort: 80, hostPort: 80} # HERE\n", port),
		argo("sensor-network", "Sensor", "  triggers:\n    - template:\n        name: t\n        k8s:\n          source:\n            resource:\n              apiVersion: v1\n              kind: Pod\n              metadata: {generateName: a}\n              spec:\n                hostNetwork: true # HERE\n                containers: [{name: a, image: \"docker.io/library/a:1\"}]\n", network),
		object("spark-network", "", "apiVersion: sparkoperator.k8s.io/v1beta2\nkind: SparkApplication\nmetadata: {name: spark, namespace: metaflow-jobs}\nspec:\n  driver:\n    hostNetwork: true # HERE\n", network, "spark"),
		component{name: "network of all workflows", touches: "workflows", summary: network, says: "argo-workflows", kustomization: inPatches("apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: argo-workflows\n  namespace: flux-system\nspec:\n  values:\n    controller:\n      workflowDefaults:\n        spec:\n          hostNetwork: true # HERE")},
	)
}

func TestHostMutants(t *testing.T) {
	all := hostMutants()
	if len(all) < 40 {
		t.Errorf("only %d components", len(all))
	}
	testComponents(t, all)
}

func TestPodMutants(t *testing.T) { testComponents(t, podMutants) }

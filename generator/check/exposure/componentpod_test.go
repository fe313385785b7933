package exposure

import "testing"

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

func TestPodMutants(t *testing.T) { testComponents(t, podMutants) }

package exposure

import (
	"strings"
	"testing"
)

// good is a component that brings an object, and of which nothing is said.
func good(name, text string) component {
	return object(name, "", text, "", "")
}

// quietKind is one with an object of a kind that is known to be harmless.
func quietKind(apiVersion, name string) component {
	return good(apiVersion+" "+name, strings.Replace(custom(apiVersion, name), " # HERE", "", 1))
}

// tunes sets an option that changes nothing of who gets in.
func tunes(proxy, env, value string) component { return sets(proxy, env, value, "", "") }

// calm is an annotation that leads nowhere.
func calm(kind, apiVersion, name, key, value string) component {
	return annotated(kind, apiVersion, name, key, value, "")
}

// ofService is one of a Service.
func ofService(name, key, value string) component { return calm("Service", "v1", name, key, value) }

// variable sets an environment variable of the proxy that is none of its options.
func other(name, value string) component {
	return component{name: name, touches: "variable " + name, kustomization: onProxy(people, "env:\n  - name: "+name+"\n    value: '"+value+"'")}
}

// onGateway is a JSON patch of the Gateway and of its policy that opens port 80.
func onGateway(host string) string {
	return operations("Gateway", "metaflow", "- op: add\n  path: /spec/listeners/-\n  value: {name: http, protocol: HTTP, port: 80"+host+", allowedRoutes: {namespaces: {from: Same}}}") +
		strings.TrimPrefix(operations("NetworkPolicy", "allow-gateway", "- op: add\n  path: /spec/ingress/0/ports/-\n  value: {port: 80, protocol: TCP}"), "patches:\n") + "resources:\n  - object.yaml\n"
}

// headers are what a filter changes in answers.
func headers(change string) component {
	return component{name: change, kustomization: operations("HTTPRoute", "metaflow", "- op: add\n  path: /spec/rules/1/filters\n  value: [{type: ResponseHeaderModifier, responseHeaderModifier: "+change+"}]")}
}

// internal is a load balancer of the virtual network.
func internal(name string) string {
	return inPatches("apiVersion: v1\nkind: Service\nmetadata:\n  name: " + name + "\n  annotations:\n    service.beta.kubernetes.io/azure-load-balancer-internal: \"true\"\nspec:\n  type: LoadBalancer")
}

// legitimate are components that people write, and of which nothing is said.
var legitimate = []component{
	// kinds
	quietKind("monitoring.coreos.com/v1", "ServiceMonitor"), quietKind("monitoring.coreos.com/v1", "PodMonitor"), quietKind("monitoring.coreos.com/v1", "PrometheusRule"),
	quietKind("azmonitoring.coreos.com/v1", "ServiceMonitor"), quietKind("azmonitoring.coreos.com/v1", "PodMonitor"), quietKind("keda.sh/v1alpha1", "ScaledObject"), quietKind("keda.sh/v1alpha1", "TriggerAuthentication"),
	quietKind("autoscaling.k8s.io/v1", "VerticalPodAutoscaler"), quietKind("autoscaling/v2", "HorizontalPodAutoscaler"), quietKind("policy/v1", "PodDisruptionBudget"), quietKind("cert-manager.io/v1", "Certificate"),
	quietKind("cert-manager.io/v1", "Issuer"), quietKind("external-secrets.io/v1", "ExternalSecret"), quietKind("external-secrets.io/v1", "SecretStore"), quietKind("bitnami.com/v1alpha1", "SealedSecret"),
	quietKind("kyverno.io/v1", "Policy"), quietKind("kyverno.io/v2", "PolicyException"), quietKind("v1", "ResourceQuota"), quietKind("v1", "LimitRange"), quietKind("v1", "PersistentVolumeClaim"), quietKind("batch/v1", "CronJob"),
	quietKind("scheduling.k8s.io/v1", "PriorityClass"), quietKind("storage.k8s.io/v1", "StorageClass"), quietKind("jobset.x-k8s.io/v1alpha2", "JobSet"), quietKind("kueue.x-k8s.io/v1beta1", "LocalQueue"), quietKind("ray.io/v1", "RayCluster"),
	quietKind("grafana.integreatly.org/v1beta1", "GrafanaDashboard"), quietKind("velero.io/v1", "Schedule"), quietKind("argoproj.io/v1alpha1", "WorkflowTemplate"), quietKind("cilium.io/v2", "CiliumNetworkPolicy"), quietKind("rbac.authorization.k8s.io/v1", "Role"),

	// options and variables
	tunes(people, "UPSTREAM_TIMEOUT", "300s"), tunes(people, "BANNER", "Staff only"), tunes(people, "PROVIDER_DISPLAY_NAME", "Entra"), tunes(people, "COOKIE_REFRESH", "1h"), tunes(people, "SET_XAUTHREQUEST", "true"),
	tunes(programs, "REQUEST_LOGGING", "false"), tunes(programs, "FLUSH_INTERVAL", "200ms"), tunes(people, "PROMPT", "select_account"), tunes(people, "METRICS_ADDRESS", "0.0.0.0:44180"), tunes(people, "COOKIE_SAMESITE", "strict"), tunes(people, "COOKIE_EXPIRE", "12h"),
	other("TZ", "Europe/Berlin"), other("GOMEMLIMIT", "200MiB"), other("HTTPS_PROXY", "http://proxy.example.com:3128"), other("POD_NAME", "x"),
	{name: "variables of a ConfigMap", kustomization: generated("GOMAXPROCS=2", fromNames)},
	{name: "options of a ConfigMap", kustomization: generated("OAUTH2_PROXY_BANNER=Hello", fromNames)},
	{name: "ndots", touches: "ndots", kustomization: onPods(programs, "dnsConfig:\n  options:\n    - name: ndots\n      value: '2'")},

	// images of the proxy as others build them
	built(people, "oauth2-proxy-hardened:v7.15.5"), built(programs, "hardened-oauth2-proxy:7.15.5-debian-12-r1"), built(people, "security/oauth2-proxy-fips:7.16.0"), built(programs, "mirror/team_oauth2-proxy:7.15.6"),

	// annotations
	ofService("ui-static", "prometheus.io/scrape", "true"), ofService("ui-backend", "example.com/owner", "ml"), ofService(people, "service.kubernetes.io/topology-mode", "Auto"), ofService(programs, "description", "for machines"),
	calm("Gateway", "gateway.networking.k8s.io/v1", "metaflow", "service.beta.kubernetes.io/azure-load-balancer-internal", "true"), calm("Gateway", "gateway.networking.k8s.io/v1", "metaflow", "service.beta.kubernetes.io/azure-allowed-ip-ranges", "203.0.113.0/24"),
	calm("Ingress", "networking.k8s.io/v1", "metaflow", "haproxy.org/allow-list", "203.0.113.0/24"), calm("Ingress", "networking.k8s.io/v1", "metaflow", "haproxy.org/rate-limit-requests", "50"), calm("Ingress", "networking.k8s.io/v1", "metaflow", "haproxy.org/timeout-server", "120s"),
	calm("Ingress", "networking.k8s.io/v1", "metaflow", "cert-manager.io/cluster-issuer", "letsencrypt"), calm("Ingress", "networking.k8s.io/v1", "metaflow", "haproxy.org/ssl-redirect", "true"), calm("Ingress", "networking.k8s.io/v1", "metaflow", "nginx.ingress.kubernetes.io/whitelist-source-range", "10.0.0.0/8"),

	// headers of answers, and plain http
	headers("{set: [{name: Strict-Transport-Security, value: max-age=31536000}]}"), headers("{add: [{name: X-Frame-Options, value: DENY}, {name: Content-Security-Policy, value: frame-ancestors 'none'}]}"), headers("{remove: [Server, X-Powered-By]}"),
	{name: "a redirect", kustomization: onGateway(", hostname: metaflow.example.com"), others: map[string]string{"object.yaml": redirect("{scheme: https, statusCode: 301}")}},
	{name: "a redirect of any host", kustomization: onGateway(""), others: map[string]string{"object.yaml": redirect("{scheme: https, port: 443}")}},

	// the network of a private stack
	{name: "internal balancer", stack: "private", kustomization: internal("ui-static")},
	{name: "internal balancer and its network", stack: "private", kustomization: internal("ui-static") + "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": policy("network", "metaflow", lets("ui-static", "ipBlock: {cidr: 10.1.0.0/16}", "3000"))}},

	// monitoring and further applications
	under(watched, component{name: "watched", touches: "watched", kustomization: "resources: []\n"}),
	under(watched, good("scraping the proxy", policy("scrape-1", "metaflow", lets(people, ofNamespace("monitoring"), "44180")))),
	under(watched, good("scraping a port by name", policy("scrape-2", "metaflow", lets("ui-backend", ofNamespace("monitoring"), "metrics")))),
	under(watched, good("scraping tasks", policy("scrape-3", "metaflow-jobs", "podSelector: {}\npolicyTypes: [Ingress]\ningress:\n  - from:\n      - "+ofNamespace("monitoring")+"\n    ports:\n      - port: 8000"))),
	under(watchedSome, good("scraping by some", policy("scrape-4", "metaflow", lets(people, ofNamespace("monitoring")+"\n        podSelector: {matchLabels: {app.kubernetes.io/name: prometheus}}", "44180")))),
	{name: "watched privately", stack: "private", decisions: watched, kustomization: "resources: []\n"},
	{name: "watched in research", stack: "research", decisions: watched, kustomization: "resources: []\n"},
	under(withDash, good("an application behind the proxy", dash)),
	good("addresses outside", policy("smtp", "metaflow", "podSelector: {matchLabels: {app.kubernetes.io/name: ui-backend}}\npolicyTypes: [Egress]\negress:\n  - to:\n      - ipBlock: {cidr: 203.0.113.7/32}\n    ports:\n      - port: 587")),
	good("a CronJob", "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: nightly, namespace: metaflow-jobs}\nspec:\n  schedule: '0 1 * * *'\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers: [{name: x, image: docker.io/library/nightly:1}]\n"),
}

// built is a proxy of an image that somebody else builds.
func built(name, image string) component {
	return component{name: "image " + image, touches: "image of " + name + image, kustomization: onProxy(name, "image: registry.example.com/"+image)}
}

func TestLegitimate(t *testing.T) {
	if len(legitimate) < 40 {
		t.Errorf("only %d components", len(legitimate))
	}
	testComponents(t, legitimate)
}

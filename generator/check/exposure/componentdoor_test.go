package exposure

import (
	"strings"
	"testing"
)

// policy is a NetworkPolicy of a component.
func policy(name, namespace, spec string) string {
	return "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: " + name + ", namespace: " + namespace + "}\nspec:\n  " + strings.ReplaceAll(spec, "\n", "\n  ") + "\n"
}

// lets is the spec of one that lets somebody in to pods of a name, on a port.
func lets(to, from, port string) string {
	return "podSelector:\n  matchLabels: {" + named + to + "}\npolicyTypes: [Ingress]\ningress:\n  - from:\n      - " + from + "\n    ports:\n      - port: " + port
}

// ofNamespace is a peer of the pods of a namespace.
func ofNamespace(name string) string {
	return "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: " + name + "}}"
}

const (
	watched     = "network {\n  monitoring \"prometheus\" {\n    namespace = \"monitoring\"\n    task_ports = [8000]\n  }\n}\n"
	watchedSome = "network {\n  monitoring \"prometheus\" {\n    namespace = \"monitoring\"\n    pod_labels = [\"app.kubernetes.io/name=prometheus\"]\n  }\n}\n"
	withDash    = "expose {\n  upstream \"dash\" {\n    path = \"/dash/\"\n    service = \"dash\"\n    port = 8000\n  }\n}\n"
	deny        = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: "
)

// under gives a component decisions of stack.hcl.
func under(decisions string, c component) component {
	c.decisions = decisions
	return c
}

// doorMutants open something by a policy.
var doorMutants = []component{
	{name: "policy widened", summary: "Side door", says: "every pod of namespace metaflow", kustomization: inPatches(deny + "ui-static\nspec:\n  ingress: # HERE\n    - from:\n        - podSelector: {}")},
	{name: "policy widened by JSON patch", summary: "Policy open to everybody", says: "ui-backend", kustomization: operations("NetworkPolicy", "ui-backend", "- op: add # HERE\n  path: /spec/ingress/-\n  value: {}")},
	{name: "policy of base/ widened", summary: "Policy open to every namespace", says: "metadata-service", kustomization: operations("NetworkPolicy", "metadata-service-clients", "- op: add\n  path: /spec/ingress/0/from/-\n  value: {namespaceSelector: {}} # HERE")},
	{name: "policy is deleted", stack: "staging", summary: "Pods without a policy", says: "ui-static", kustomization: "patches:\n  - target: {kind: NetworkPolicy, name: default-deny|ui-static}\n    patch: |-\n      $patch: delete # HERE\n      apiVersion: networking.k8s.io/v1\n      kind: NetworkPolicy\n      metadata: {name: any}\n"},
	{name: "policy of one direction", stack: "staging", summary: "Pods with open egress", says: "ui-static", kustomization: inPatches(deny+"default-deny\nspec: # HERE\n  policyTypes: [Ingress]") + strings.TrimPrefix(inPatches(deny+"allow-dns\n  namespace: metaflow\n$patch: delete"), "patches:\n")},
	{name: "policy misses its pods", summary: "Policy that selects nothing", says: "metadata-service", kustomization: inPatches(deny + "metadata-service\nspec:\n  podSelector: # HERE\n    matchLabels:\n      app.kubernetes.io/name: metadata")},
	{name: "egress to the node", summary: "Egress to the node's metadata", says: "169.254.169.254", kustomization: operations("NetworkPolicy", "auth-proxy-people", "- op: add\n  path: /spec/egress/-\n  value: {to: [{ipBlock: {cidr: 0.0.0.0/0}}]} # HERE")},
	{name: "policy of Cilium", summary: "Policy of another kind", says: "spec.ingress", kustomization: "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: open, namespace: metaflow}\nspec:\n  endpointSelector: {}\n  ingress: # HERE\n    - fromEntities: [world]\n"}},

	object("monitoring without an argument", "", policy("scrape", "metaflow", strings.Replace(lets(people, ofNamespace("monitoring")+" # HERE", "44180"), "x", "x", 1)), "Side door", "a monitoring block of network"),
	object("monitoring of tasks", "", policy("scrape", "metaflow-jobs", "podSelector: {}\npolicyTypes: [Ingress]\ningress:\n  - from:\n      - "+ofNamespace("monitoring")+" # HERE\n    ports:\n      - port: 8000"), "Side door", "tasks in metaflow-jobs"),
	under(watched, object("monitoring of the front door", "", policy("scrape-1", "metaflow", lets(people, ofNamespace("monitoring")+" # HERE", "4180")), "Side door", "every pod of namespace monitoring")),
	under(watched, object("monitoring of the backend", "", policy("scrape-2", "metaflow", lets("ui-backend", ofNamespace("monitoring")+" # HERE", "8083")), "Side door", "ui-backend")),
	under(watched, object("monitoring on every port", "", policy("scrape-3", "metaflow", strings.Split(lets("metadata-service", ofNamespace("monitoring")+" # HERE", "1"), "\n    ports")[0]), "Side door", "metadata-service")),
	under(watched, object("monitoring on a range", "", policy("scrape-4", "metaflow", lets(programs, ofNamespace("monitoring")+" # HERE", "4180\n        endPort: 44180")), "Side door", programs)),
	under(watched, object("monitoring by others", "", policy("scrape-5", "metaflow", lets("ui-static", ofNamespace("shop")+" # HERE", "metrics")), "Side door", "namespace shop")),
	under(watched, object("monitoring of tasks elsewhere", "", policy("scrape-6", "metaflow-jobs", "podSelector: {}\npolicyTypes: [Ingress]\ningress:\n  - from:\n      - "+ofNamespace("monitoring")+" # HERE\n    ports:\n      - port: 22"), "Side door", "tasks in metaflow-jobs")),
	under(watchedSome, object("monitoring by every pod", "", policy("scrape-7", "metaflow", lets(people, ofNamespace("monitoring")+" # HERE", "44180")), "Side door", "every pod of namespace monitoring")),

	{name: "pods by address", summary: "Block that Cilium ignores", says: "10.244.3.0/24", warns: true, kustomization: operations("NetworkPolicy", "auth-proxy-people", "- op: add\n  path: /spec/egress/-\n  value: {to: [{ipBlock: {cidr: 10.244.3.0/24}}], ports: [{port: 443}]} # HERE")},
	{name: "nodes by address", summary: "Block that Cilium ignores", says: "169.254.20.10/32", warns: true, touches: "nodes by address", kustomization: "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": policy("dns", "metaflow", "podSelector: {}\npolicyTypes: [Egress]\negress:\n  - to:\n      - ipBlock: {cidr: 169.254.20.10/32} # HERE\n    ports:\n      - {port: 53, protocol: UDP}")}},
	{name: "addresses to the proxy", summary: "Policy open to addresses", says: "10.0.0.0/8", kustomization: inPatches(deny + "auth-proxy-from-outside\nspec:\n  ingress:\n    - from:\n        - ipBlock: {cidr: 10.0.0.0/8} # HERE")},
	{name: "addresses in a private stack", stack: "private", summary: "Policy open to addresses", says: "ui-static", kustomization: "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": policy("network", "metaflow", lets("ui-static", "ipBlock: {cidr: 10.0.0.0/16} # HERE", "3000"))}},

	under(withDash, component{name: "another service behind the proxy", summary: "Unknown backend", says: "no upstream leads /dash/", kustomization: onProxy(people, "env:\n  - name: OAUTH2_PROXY_UPSTREAMS # HERE\n    value: http://ui-static:3000/,http://ui-backend:8083/api/")}),
	sets(people, "UPSTREAMS", "http://ui-static:3000/,http://ui-backend:8083/api/,http://dash:8000/dash/", "Unknown backend", "an upstream block of expose"),
	sets(programs, "UPSTREAMS", "http://metadata-service:8080/metadata/,http://ui-backend:8083/api/", "Unknown backend", "not among the paths"),
	under(withDash, component{name: "an open application behind the proxy", summary: "Side door", says: "Deployment metaflow/dash", kustomization: "resources:\n  - object.yaml\n", others: map[string]string{
		"object.yaml": dash + "---\n" + policy("open", "metaflow", lets("dash", "podSelector: {matchLabels: {"+named+"ui-static}} # HERE", "8000"))}}),
}

// dash is an application, with its Service.
var dash = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: dash, namespace: metaflow}\nspec:\n  selector:\n    matchLabels: {app.kubernetes.io/name: dash}\n  template:\n    metadata:\n      labels: {app.kubernetes.io/name: dash}\n    spec:\n      containers:\n        - name: dash\n          image: docker.io/library/dash:1\n          ports:\n            - {name: http, containerPort: 8000}\n---\n" +
	"apiVersion: v1\nkind: Service\nmetadata: {name: dash, namespace: metaflow}\nspec:\n  selector: {app.kubernetes.io/name: dash}\n  ports:\n    - {name: http, port: 8000, targetPort: http}\n"

// routeMutants change the way in.
var routeMutants = []component{
	{name: "plain listener", summary: "Listener without TLS", says: "HTTP on port 8080", kustomization: operations("Gateway", "metaflow", "- op: add # HERE\n  path: /spec/listeners/-\n  value: {name: plain, protocol: HTTP, port: 8080}")},
	{name: "plain listener that leads", summary: "Listener without TLS", says: "not only to redirect", kustomization: operations("Gateway", "metaflow", "- op: add # HERE\n  path: /spec/listeners/-\n  value: {name: http, protocol: HTTP, port: 80}") + strings.TrimPrefix(operations("HTTPRoute", "metaflow", "- op: remove\n  path: /spec/parentRefs/0/sectionName"), "patches:\n")},
	{name: "listener of another host", summary: "Listener of another host", says: "*.example.com", kustomization: operations("Gateway", "metaflow", "- op: replace # HERE\n  path: /spec/listeners/0/hostname\n  value: '*.example.com'")},
	{name: "routes of others", summary: "Routes from other namespaces", says: "All", kustomization: operations("Gateway", "metaflow", "- op: replace # HERE\n  path: /spec/listeners/0/allowedRoutes/namespaces/from\n  value: All")},
	{name: "another certificate", summary: "Certificate of somebody else", says: "other.vault.azure.net", kustomization: operations("Gateway", "metaflow", "- op: replace # HERE\n  path: /spec/listeners/0/tls/options/kubernetes.azure.com~1tls-cert-keyvault-uri\n  value: https://other.vault.azure.net/certificates/x")},
	{name: "another class", summary: "Gateway of another class", says: "istio", kustomization: inPatches("apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: metaflow}\nspec:\n  gatewayClassName: istio # HERE")},
	{name: "no listener but a redirect", summary: "Listener without TLS", says: "no listener that takes HTTPS", kustomization: inPatches("apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: metaflow}\nspec:\n  listeners: # HERE\n    - {name: http, protocol: HTTP, port: 80}")},
	{name: "set-cookie", summary: "Cookies changed", says: "headers of the login", kustomization: operations("HTTPRoute", "metaflow", "- op: add\n  path: /spec/rules/1/filters\n  value: [{type: ResponseHeaderModifier, responseHeaderModifier: {remove: [set-cookie]}}] # HERE")},
	{name: "location", summary: "Cookies changed", says: "headers of the login", kustomization: operations("HTTPRoute", "metaflow", "- op: add\n  path: /spec/rules/1/filters\n  value: [{type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: Location, value: x}]}}] # HERE")},
	{name: "other origins", summary: "Cookies changed", says: "headers of the login", kustomization: operations("HTTPRoute", "metaflow", "- op: add\n  path: /spec/rules/1/filters\n  value: [{type: ResponseHeaderModifier, responseHeaderModifier: {add: [{name: Access-Control-Allow-Origin, value: x}]}}] # HERE")},
	{name: "redirect on the listener of https", summary: "Requests redirected", says: "RequestRedirect", kustomization: operations("HTTPRoute", "metaflow", "- op: add\n  path: /spec/rules/1/filters\n  value: [{type: RequestRedirect, requestRedirect: {scheme: https}}] # HERE")},
	{name: "redirect elsewhere", summary: "Listener without TLS", says: "not only to redirect", kustomization: operations("Gateway", "metaflow", "- op: add # HERE\n  path: /spec/listeners/-\n  value: {name: http, protocol: HTTP, port: 80}") + "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": redirect("{scheme: https, hostname: other.example.net}")}},
	{name: "redirect to http", summary: "Listener without TLS", says: "not only to redirect", kustomization: operations("Gateway", "metaflow", "- op: add # HERE\n  path: /spec/listeners/-\n  value: {name: http, protocol: HTTP, port: 80}") + "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": redirect("{scheme: http}")}},
	{name: "past the proxy", summary: "Way past the auth proxy", says: "ui-backend", kustomization: operations("HTTPRoute", "metaflow", "- op: replace # HERE\n  path: /spec/rules/0/backendRefs/0/name\n  value: ui-backend")},
	{name: "grant is deleted", summary: "Route without grant", says: "answer 500", kustomization: inPatches("apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {name: metaflow}\n$patch: delete # HERE")},
	{name: "grant for all", summary: "Grant too wide", says: "no name means all", kustomization: operations("ReferenceGrant", "metaflow", "- op: replace # HERE\n  path: /spec/to\n  value: [{group: '', kind: Service}]")},
	{name: "another zone", summary: "Host outside its DNS zone", says: "example.org", kustomization: operations("ExternalDNS", "metaflow", "- op: replace\n  path: /spec/dnsZoneResourceIDs\n  value: [/subscriptions/x/resourceGroups/y/providers/Microsoft.Network/dnszones/example.org] # HERE")},
	{name: "another TLS Secret", stack: "ingress", summary: "Ingress without TLS", says: "metaflow-tls", kustomization: operations("Ingress", "metaflow", "- op: replace # HERE\n  path: /spec/tls/0/secretName\n  value: other")},
	{name: "a default backend", stack: "ingress", summary: "Default backend", says: "spec.defaultBackend", kustomization: inPatches("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: metaflow}\nspec:\n  defaultBackend: # HERE\n    service: {name: ui-static, port: {number: 3000}}")},
}

// redirect is a route of the listener on port 80.
func redirect(to string) string {
	return "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: redirect, namespace: metaflow-gateway, annotations: {argocd.argoproj.io/sync-wave: '2'}}\nspec:\n  parentRefs: [{name: metaflow, sectionName: http}]\n  hostnames: [metaflow.example.com]\n  rules:\n    - filters: [{type: RequestRedirect, requestRedirect: " + to + "}]\n"
}

func TestDoorMutants(t *testing.T) { testComponents(t, doorMutants) }

func TestRouteMutants(t *testing.T) { testComponents(t, routeMutants) }

package picture

import (
	"strings"
	"testing"
)

// routed is a gateway that leads to a proxy of another namespace.
const routed = `
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: front, namespace: edge}, spec: {gatewayClassName: istio, listeners: [{name: https, hostname: a.example.com, protocol: HTTPS, port: 443}]}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: edge}, spec: {parentRefs: [{name: front}], rules: [{matches: [{path: {value: /app}}], backendRefs: [{name: login, namespace: web, port: 80}]}]}}
---
{apiVersion: gateway.networking.k8s.io/v1beta1, kind: ReferenceGrant, metadata: {name: g, namespace: web}, spec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}], to: [{group: "", kind: Service}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: login, namespace: web}, spec: {selector: {app: login}, ports: [{port: 80, targetPort: http}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: app, namespace: web}, spec: {selector: {app: app}, ports: [{port: 80, targetPort: 3000}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: login, namespace: web}
spec: {template: {metadata: {labels: {app: login}}, spec: {containers: [{name: p, image: "p:7", ports: [{containerPort: 4180, name: http}], args: ["--oidc-issuer-url=https://id.example.com/realms/x", --allowed-group=a, --allowed-group=b]}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: app, namespace: web}
spec: {template: {metadata: {labels: {app: app}}, spec: {containers: [{name: a, image: "registry.example.com:5000/a/app@sha256:0123456789abcdef", ports: [{containerPort: 3000}]}]}}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: login, namespace: web}, spec: {podSelector: {matchLabels: {app: login}}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}, podSelector: {matchLabels: {gateway.networking.k8s.io/gateway-name: front}}}]}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: app, namespace: web}, spec: {podSelector: {matchLabels: {app: app}}, ingress: [{from: [{podSelector: {matchLabels: {app: login}}}]}]}}
`

// routeCases change routed by replacing some of its text, or add to it.
var routeCases = []struct {
	name     string
	old, new string
	want     []string // sentences
	not      string   // what no sentence may hold
}{
	{"as it is", "", "", []string{"People in a browser reach Gateway front.", "Gateway front is public and answers for a.example.com.", "Gateway front leads /app to login.",
		"login asks for a login at id.example.com: 2 groups may log in.", "login reaches app on port 3000."}, "without a login"},
	{"internal gateway", "gatewayClassName: istio", "infrastructure: {annotations: {service.beta.kubernetes.io/azure-load-balancer-internal: 'true'}}", []string{"Gateway front is internal and answers for a.example.com."}, "without a login"},
	{"listener without TLS", "protocol: HTTPS", "protocol: HTTP", []string{"Gateway front is public and answers for a.example.com, also without TLS."}, ""},
	{"past the proxy", "backendRefs: [{name: login,", "backendRefs: [{name: app,", []string{"Gateway front leads /app to app, but no network policy lets it through."}, "without a login"},
	{"past the proxy, with a policy", "backendRefs: [{name: login,", "backendRefs: [{name: app,", []string{"The internet reaches Gateway front, without a login.", "Gateway front leads /app to app, without a login."}, ""},
	{"two backends", "backendRefs: [{name: login,", "backendRefs: [{name: app, namespace: web, port: 80, weight: 0}, {name: login,", []string{"Gateway front leads /app to login."}, "leads /app to app"},
	{"mirrored", "backendRefs: [{name: login,", "filters: [{requestMirror: {backendRef: {name: app, namespace: web, port: 80}}}], backendRefs: [{name: login,", []string{"Gateway front leads /app to app, but no network policy lets it through."}, ""},
	{"no grant", "kind: ReferenceGrant, metadata: {name: g, namespace: web}", "kind: ReferenceGrant, metadata: {name: g, namespace: other}", []string{"Gateway front leads /app to login, but no ReferenceGrant lets the route lead there."}, ""},
	{"grant for another Service", "to: [{group: \"\", kind: Service}]", "to: [{group: \"\", kind: Service, name: app}]", []string{"but no ReferenceGrant lets the route lead there."}, ""},
	{"route of another namespace", "kind: HTTPRoute, metadata: {name: r, namespace: edge}", "kind: HTTPRoute, metadata: {name: r, namespace: web}", []string{"Gateway web/front leads /app to login."}, "Gateway front leads"},
	{"route that is not admitted", "metadata: {name: r, namespace: edge}, spec: {parentRefs: [{name: front}]", "metadata: {name: r, namespace: web}, spec: {parentRefs: [{name: front, namespace: edge}]", []string{"Gateway front leads /app to login, but the gateway admits no routes of its namespace."}, ""},
	{"gateway that is not rendered", "parentRefs: [{name: front}]", "parentRefs: [{name: shared, namespace: ingress}]", []string{"Gateway ingress/shared leads /app to login."}, ""},
	{"Service without pods", "backendRefs: [{name: login,", "backendRefs: [{name: elsewhere,", []string{"The internet reaches Gateway front, without a login.", "Gateway front leads /app to Service elsewhere, without a login."}, ""},
	{"paths without login", "--allowed-group=a", "--skip-auth-route=GET=^/open", []string{"login asks for a login at id.example.com: 1 group may log in, and for none on GET=^/open."}, ""},
	{"tokens", "--allowed-group=a, --allowed-group=b", "--skip-jwt-bearer-tokens", []string{"Programs with a token reach Gateway front.", "login asks for a token of id.example.com."}, "People"},
	{"load balancer", "kind: Service, metadata: {name: app, namespace: web}, spec: {", "kind: Service, metadata: {name: app, namespace: web}, spec: {type: LoadBalancer, ", []string{"The internet reaches app on port 3000, through the Service app, but a network policy keeps it out."}, "without a login"},
	{"load balancer of the proxy", "kind: Service, metadata: {name: login, namespace: web}, spec: {", "kind: Service, metadata: {name: login, namespace: web}, spec: {type: LoadBalancer, ", []string{"The internet reaches login on port 4180, through the Service login, but a network policy keeps it out."}, "without a login"},
	{"ports of the host", "{containerPort: 3000}", "{containerPort: 3000, hostPort: 80}", []string{"The private network reaches app on port 80, since it has a port of its host, without a login."}, ""},
	{"the host's network", "spec: {containers: [{name: a,", "spec: {hostNetwork: true, containers: [{name: a,", []string{"The private network reaches app on port 3000, since it is in the network of its host, without a login."}, ""},
	{"Redis", "--allowed-group=a", "'--redis-connection-url=rediss://redis.cache.example.com:6380'", []string{"login uses Redis at redis.cache.example.com."}, ""},
	{"no policy about the app", "podSelector: {matchLabels: {app: app}}", "podSelector: {matchLabels: {app: other}}", []string{"Anything in the cluster reaches app on port 3000, since no network policy is about it, without a login."}, ""},
}

// TestRoutes asks for each kind of way in what is said of it.
func TestRoutes(t *testing.T) {
	for _, c := range routeCases {
		t.Run(c.name, func(t *testing.T) {
			text := routed
			if c.old != "" {
				if !strings.Contains(text, c.old) {
					t.Fatalf("nothing to replace: %s", c.old)
				}
				text = strings.Replace(text, c.old, c.new, 1)
			}
			if strings.HasSuffix(c.name, "with a policy") {
				text = strings.ReplaceAll(text, "{app: login}}}]}]}}", "{app: login}}}, {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]}}")
			}
			got := sentencesOf(Of(objectsOf(t, text)))
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("nothing says %q in\n%s", want, got)
				}
			}
			if c.not != "" && strings.Contains(got, c.not) {
				t.Errorf("something says %q in\n%s", c.not, got)
			}
		})
	}
}

// TestNamesakes holds that sentences tell two workloads of one name apart.
func TestNamesakes(t *testing.T) {
	other := strings.ReplaceAll(routed, "namespace: web", "namespace: more")
	g := Of(append(objectsOf(t, routed), objectsOf(t, other)...))
	says(t, g, "", "login in web reaches app in web on port 3000.")
	says(t, g, "", "login in more reaches app in more on port 3000.")
}

// TestPublicServices asks who reaches a Service's pods from outside, where
// policies let them in.
func TestPublicServices(t *testing.T) {
	for fields, want := range map[string]string{
		"type: LoadBalancer": "The internet reaches app on port 3000, through the Service app, without a login.",
		"type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24]": "The addresses 203.0.113.0/24 reach app on port 3000, through the Service app, without a login.",
		"type: LoadBalancer, loadBalancerSourceRanges: [0.0.0.0/0]":      "The internet reaches app on port 3000, through the Service app, without a login.",
		"externalIPs: [203.0.113.1]":                                     "The internet reaches app on port 3000, through the Service app, without a login.",
		"type: NodePort":                                                 "The private network reaches app on port 3000, through the Service app, without a login.",
	} {
		text := strings.Replace(routed, "kind: Service, metadata: {name: app, namespace: web}, spec: {", "kind: Service, metadata: {name: app, namespace: web}, spec: {"+fields+", ", 1)
		text = strings.Replace(text, "ingress: [{from: [{podSelector: {matchLabels: {app: login}}}]}]", "ingress: [{}]", 1)
		says(t, Of(objectsOf(t, text)), "", want)
	}
	internal := strings.Replace(routed, "metadata: {name: app, namespace: web}, spec: {sel", "metadata: {name: app, namespace: web, annotations: {service.beta.kubernetes.io/azure-load-balancer-internal: 'true'}}, spec: {type: LoadBalancer, sel", 1)
	says(t, Of(objectsOf(t, internal)), "", "The private network reaches app on port 3000, through the Service app, but a network policy keeps it out.")
}

// TestIngress follows an Ingress, and Argo CD's way to install a chart.
func TestIngress(t *testing.T) {
	objects := without(objectsOf(t, routed), "HTTPRoute")
	objects = append(without(objects, "Gateway"), objectsOf(t, `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: web}
spec:
  ingressClassName: nginx
  rules: [{host: a.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: login, port: {number: 80}}}}]}}]
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: x-argo, namespace: argocd}
spec: {source: {chart: argo-workflows, targetRevision: 2.0.1, helm: {valuesObject: {controller: {workflowDefaults: {spec: {serviceAccountName: role}}}}}}, destination: {namespace: argo}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: role, namespace: jobs, annotations: {azure.workload.identity/client-id: 11111111-1111-1111-1111-111111111111}}}
`)...)
	g := Of(objects)
	for _, want := range []string{"People in a browser reach Ingress web.", "Ingress web leads / to login.", "The chart argo-workflows starts pods as the task role role.", "Task pods in jobs act as the task role role."} {
		says(t, g, "", want)
	}
}

package exposure

import "testing"

// kind is a component with an object of a kind that is not known.
func kind(apiVersion, name string) component {
	c := object(apiVersion+" "+name, "", custom(apiVersion, name), "Unknown kind", "exposure/unknown-kind in stack.hcl, with a reason")
	return c
}

// from is one with an object that brings others.
func from(apiVersion, name string) component {
	return object(apiVersion+" "+name, "", custom(apiVersion, name), "Objects from elsewhere", "exposure/objects-from-elsewhere")
}

// annotated is a component that annotates something that is there.
func annotated(kind, apiVersion, name, key, value, summary string) component {
	stack := ""
	if kind == "Ingress" {
		stack = "ingress"
	}
	return component{name: key + " of " + name, stack: stack, touches: kind + key, summary: summary, says: key,
		kustomization: inPatches("apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata:\n  name: " + name + "\n  annotations:\n    " + key + ": '" + value + "' # HERE")}
}

func ofIngress(key, value string) component {
	return annotated("Ingress", "networking.k8s.io/v1", "metaflow", key, value, "Ingress that diverts")
}

// kindMutants bring kinds and annotations that nobody here knows.
var kindMutants = []component{
	kind("networking.fleet.azure.com/v1alpha1", "ServiceExport"), kind("networking.fleet.azure.com/v1alpha1", "MultiClusterService"),
	kind("approuting.kubernetes.azure.com/v1alpha1", "NginxIngressController"), kind("serving.knative.dev/v1", "Service"),
	kind("networking.istio.io/v1", "VirtualService"), kind("networking.istio.io/v1", "Gateway"), kind("networking.istio.io/v1alpha3", "EnvoyFilter"), kind("security.istio.io/v1", "AuthorizationPolicy"),
	kind("traefik.io/v1alpha1", "IngressRoute"), kind("projectcontour.io/v1", "HTTPProxy"), kind("extensions/v1beta1", "Ingress"), kind("route.openshift.io/v1", "Route"),
	kind("multicluster.x-k8s.io/v1alpha1", "ServiceExport"), kind("http.keda.sh/v1alpha1", "HTTPScaledObject"), kind("cilium.io/v2", "CiliumLocalRedirectPolicy"), kind("cilium.io/v2", "CiliumEnvoyConfig"),
	kind("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"), kind("apiregistration.k8s.io/v1", "APIService"), kind("networking.k8s.io/v1", "IngressClass"), kind("example.com/v1", "Widget"),
	kind("crossplane.io/v1", "Composition"), kind("dapr.io/v1alpha1", "Component"), kind("opentelemetry.io/v1beta1", "OpenTelemetryCollector"), kind("policies.kyverno.io/v1", "MutatingPolicy"),
	from("source.toolkit.fluxcd.io/v1", "GitRepository"), from("source.toolkit.fluxcd.io/v1", "OCIRepository"), from("source.toolkit.fluxcd.io/v1", "Bucket"), from("kustomize.toolkit.fluxcd.io/v1", "Kustomization"),
	from("argoproj.io/v1alpha1", "Application"), from("argoproj.io/v1alpha1", "ApplicationSet"), from("image.toolkit.fluxcd.io/v1", "ImageUpdateAutomation"),
	object("a policy that makes objects", "", "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: mutating}\nspec:\n  rules:\n    - name: adds-sidecar # HERE\n      mutate: {}\n", "Policy that changes objects", "adds-sidecar"),
	object("a dashboard with an Ingress", "", "apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {name: ray, namespace: metaflow-jobs}\nspec:\n  headGroupSpec:\n    enableIngress: true # HERE\n", "Object with an Ingress", "dashboard"),
	object("a dashboard on a port", "", "apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {name: ray2, namespace: metaflow-jobs}\nspec:\n  headGroupSpec:\n    serviceType: NodePort # HERE\n", "Object that opens a port", "NodePort"),
	object("a second gateway", "", "apiVersion: gateway.networking.k8s.io/v1 # HERE\nkind: Gateway\nmetadata: {name: mine, namespace: shop}\nspec: {gatewayClassName: approuting-istio, listeners: []}\n", "Second Gateway", "in clusters/, not in a component"),
	object("an ingress", "", "apiVersion: networking.k8s.io/v1 # HERE\nkind: Ingress\nmetadata: {name: mine, namespace: shop}\nspec: {}\n", "Ingress beside the gateway", "in clusters/, not in a component"),
	object("a listener set", "", "apiVersion: gateway.networking.k8s.io/v1 # HERE\nkind: ListenerSet\nmetadata: {name: mine, namespace: metaflow-gateway}\n", "Object that changes the gateway", "ListenerSet"),

	annotated("Service", "v1", people, "tailscale.com/expose", "true", "Service that diverts"),
	annotated("Service", "v1", "ui-backend", "getambassador.io/config", "x", "Service that diverts"),
	annotated("Service", "v1", "metadata-service", "service.cilium.io/global", "true", "Service that diverts"),
	annotated("Service", "v1", "ui-static", "external-dns.alpha.kubernetes.io/hostname", "ui.example.com", "Service that diverts"),
	annotated("HTTPRoute", "gateway.networking.k8s.io/v1", "metaflow", "example.com/rewrites", "x", "Route that diverts"),
	annotated("Gateway", "gateway.networking.k8s.io/v1", "metaflow", "networking.istio.io/service-type", "NodePort", "Gateway that diverts"),
	annotated("Gateway", "gateway.networking.k8s.io/v1", "metaflow", "external-dns.alpha.kubernetes.io/hostname", "x.example.com", "Gateway that diverts"),
	ofIngress("haproxy.org/set-host", "other.example.net"), ofIngress("haproxy.org/path-rewrite", "/x"), ofIngress("haproxy.org/ssl-redirect", "false"), ofIngress("haproxy.org/src-ip-header", "X-Evil"),
	ofIngress("nginx.ingress.kubernetes.io/server-alias", "a.example.net"), ofIngress("traefik.ingress.kubernetes.io/router.middlewares", "x"), ofIngress("appgw.ingress.kubernetes.io/hostname-extension", "a.example.net"), ofIngress("example.net/anything", "x"),
}

// chartMutants install charts.
var chartMutants = []component{
	{name: "chart", summary: "Chart not reviewed", says: `chart "redis" 19.0.2`, warns: true, kustomization: "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": chart("apiVersion: helm.toolkit.fluxcd.io/v2 # HERE", "HelmRepository", "19.0.2", "") + "---\n" + repository}},
	{name: "chart from elsewhere", summary: "Chart from elsewhere", says: "is not a HelmRepository", kustomization: "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": chart("apiVersion: helm.toolkit.fluxcd.io/v2", "GitRepository", "19.0.2", "«HERE»")}},
	{name: "chart without repository", summary: "Chart from elsewhere", says: `"mine"`, kustomization: "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": chart("apiVersion: helm.toolkit.fluxcd.io/v2", "HelmRepository", "19.0.2", "«HERE»")}},
	{name: "chart with a load balancer", summary: "Chart that opens a port", says: "spec.values.service.type", kustomization: "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": chart("apiVersion: helm.toolkit.fluxcd.io/v2", "HelmRepository", "19.0.2", "") + "  values:\n    service:\n      type: LoadBalancer # HERE\n---\n" + repository}},
	{name: "chart with an ingress", summary: "Chart with an Ingress", says: "spec.values.ingress.enabled", kustomization: "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": chart("apiVersion: helm.toolkit.fluxcd.io/v2", "HelmRepository", "19.0.2", "") + "  values:\n    ingress: # HERE\n      enabled: true\n---\n" + repository}},
}

const repository = "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: mine, namespace: flux-system}\nspec: {url: https://charts.example.com}\n"

// chart is a release of a chart.
func chart(head, source, version, sign string) string {
	return head + "\nkind: HelmRelease\nmetadata: {name: redis, namespace: flux-system}\nspec:\n  targetNamespace: sessions\n  chart:\n    spec:\n      chart: redis\n      version: " + version +
		"\n      sourceRef: {kind: " + source + ", name: mine}" + sign + "\n"
}

func TestKindMutants(t *testing.T) { testComponents(t, kindMutants) }

func TestChartMutants(t *testing.T) { testComponents(t, chartMutants) }

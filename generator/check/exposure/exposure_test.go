package exposure

import (
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/check/exposure/oauth2proxy"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// mutate changes the objects of a stack on their way to the check.
type mutate = func(*testing.T, *checktest.Fixture)

// put sets a field of one object.
func put(kind, name string, value any, path ...string) mutate {
	return func(t *testing.T, f *checktest.Fixture) { checktest.Set(f.Object(t, kind, name), value, path...) }
}

// add adds an object, as a component would.
func add(apiVersion, kind, namespace, name string, fields map[string]any) mutate {
	return func(_ *testing.T, f *checktest.Fixture) {
		o := manifest.Object{APIVersion: apiVersion, Kind: kind, Namespace: namespace, Name: name, Fields: map[string]any{
			"apiVersion": apiVersion, "kind": kind, "metadata": map[string]any{"name": name, "namespace": namespace}}}
		for key, value := range fields {
			o.Fields[key] = value
		}
		f.Rendered.Objects = append(f.Rendered.Objects, o)
	}
}

// drop removes an object.
func drop(kind, name string) mutate {
	return func(t *testing.T, f *checktest.Fixture) {
		f.Object(t, kind, name)
		f.Rendered.Objects = slices.DeleteFunc(f.Rendered.Objects, func(o manifest.Object) bool { return o.Kind == kind && o.Name == name })
	}
}

// first gives the first item of a list of an object, to be changed.
func first(t *testing.T, f *checktest.Fixture, kind, name string, path ...string) map[string]any {
	items := manifest.Items(f.Object(t, kind, name).Fields, path...)
	if len(items) == 0 {
		t.Fatalf("%s %s has no %v", kind, name, path)
	}
	return items[0].(map[string]any)
}

// within sets fields of the first item of a list of an object.
func within(kind, name string, list []string, fields map[string]any) mutate {
	return func(t *testing.T, f *checktest.Fixture) {
		item := first(t, f, kind, name, list...)
		for key, value := range fields {
			item[key] = value
		}
	}
}

// more appends an item to a list of an object.
func more(kind, name string, item any, path ...string) mutate {
	return func(t *testing.T, f *checktest.Fixture) {
		o := f.Object(t, kind, name)
		checktest.Set(o, append(manifest.Items(o.Fields, path...), item), path...)
	}
}

// setOption sets a variable of a proxy; an empty one is as good as none.
func setOption(deployment, env, text string) mutate {
	return func(t *testing.T, f *checktest.Fixture) {
		c := f.Object(t, "Deployment", deployment).Containers()[0]
		for _, e := range manifest.Items(c, "env") {
			if manifest.Text(e, "name") == env {
				e.(map[string]any)["value"] = text
				return
			}
		}
		c["env"] = append(manifest.Items(c, "env"), map[string]any{"name": env, "value": text})
	}
}

// items writes a list of plain values shortly, and dict a map.
func items(values ...any) []any { return values }

type dict = map[string]any

// exposureMutants are changes of rendered objects by edge of the graph in the
// comment of exposure; each must cause a finding with its own message.
var exposureMutants = []mutant{
	// outside → Gateway
	{"listener-http", "prod", within("Gateway", "metaflow", listeners, dict{"protocol": "HTTP", "port": 80}), "Listener without TLS", "HTTP on port 80"},
	{"listener-passthrough", "prod", within("Gateway", "metaflow", listeners, dict{"tls": dict{"mode": "Passthrough"}}), "TLS passed through", "Passthrough"},
	{"listener-host", "prod", within("Gateway", "metaflow", listeners, dict{"hostname": "*.example.com"}), "Listener of another host", `the host of the stack is "metaflow.example.com"`},
	{"listener-second", "prod", more("Gateway", "metaflow", dict{"name": "second", "protocol": "HTTPS", "port": 443}, listeners...), "Second listener", "second"},
	{"listener-routes-of-all", "prod", within("Gateway", "metaflow", listeners, dict{"allowedRoutes": dict{"namespaces": dict{"from": "All"}}}), "Routes from other namespaces", `namespaces "All"`},
	{"listener-routes-by-selector", "prod", within("Gateway", "metaflow", listeners, dict{"allowedRoutes": dict{"namespaces": dict{"from": "Selector"}}}), "Routes from other namespaces", "Selector"},
	{"listener-tcp-routes", "prod", within("Gateway", "metaflow", listeners, dict{"allowedRoutes": dict{"kinds": items(dict{"kind": "TCPRoute"})}}), "Listener for other routes", "TCPRoute"},
	{"listener-certificate", "prod", within("Gateway", "metaflow", listeners, dict{"tls": dict{"mode": "Terminate", "options": dict{"kubernetes.azure.com/tls-cert-keyvault-uri": "https://other.vault.azure.net/certificates/x"}}}), "Certificate of somebody else", "https://other.vault.azure.net/certificates/x"},
	{"listener-second-certificate", "prod", within("Gateway", "metaflow", listeners, dict{"tls": dict{"certificateRefs": items(dict{"name": "x"})}}), "Second certificate", "certificateRefs"},
	{"certificate-without-reader", "prod", drop("ServiceAccount", "gateway-tls"), "Certificate without reader", "gateway-tls"},
	{"gateway-class", "prod", put("Gateway", "metaflow", "istio", "spec", "gatewayClassName"), "Gateway of another class", `"approuting-istio"`},
	{"gateway-addresses", "prod", put("Gateway", "metaflow", items(dict{"value": "ingress.other.svc.cluster.local", "type": "Hostname"}), "spec", "addresses"), "Gateway on other pods", "spec.addresses"},
	{"gateway-parameters", "prod", put("Gateway", "metaflow", dict{"parametersRef": dict{"kind": "ConfigMap", "name": "x"}}, "spec", "infrastructure"), "Gateway with hidden settings", "parametersRef"},
	{"gateway-second", "prod", add("gateway.networking.k8s.io/v1", "Gateway", "metaflow", "mine", nil), "Second Gateway", "Gateway metaflow/mine"},

	// Gateway → gateway's pods
	{"pods-behind-load-balancer", "prod", add("apps/v1", "Deployment", "metaflow-gateway", "web", podsWith(dict{reach.GatewayLabel: "metaflow"})), "Pods behind the gateway's load balancer", "Deployment metaflow-gateway/web"},
	{"service-of-the-controller", "prod", add("v1", "Service", "metaflow-gateway", "metaflow-approuting-istio", nil), "Object of the gateway's controller", "Service metaflow-gateway/metaflow-approuting-istio"},

	// host → DNS zone
	{"dns-other-zone", "prod", put("ExternalDNS", "metaflow", items("/subscriptions/x/resourceGroups/y/providers/Microsoft.Network/dnszones/example.org"), "spec", "dnsZoneResourceIDs"), "Host outside its DNS zone", "example.org"},
	{"dns-of-the-cluster", "prod", add("approuting.kubernetes.azure.com/v1alpha1", "ClusterExternalDNS", "", "all", nil), "Other names published", "ClusterExternalDNS all"},

	// Gateway → HTTPRoute
	{"route-of-another-gateway", "prod", within("HTTPRoute", "metaflow", []string{"spec", "parentRefs"}, dict{"namespace": "other"}), "Route on another gateway", "other/metaflow"},
	{"route-of-a-service", "prod", within("HTTPRoute", "metaflow", []string{"spec", "parentRefs"}, dict{"kind": "Service"}), "Route on another gateway", "Service"},
	{"route-host", "prod", put("HTTPRoute", "metaflow", items("other.example.com"), "spec", "hostnames"), "Route of another host", "other.example.com"},
	{"route-without-host", "prod", put("HTTPRoute", "metaflow", nil, "spec", "hostnames"), "Route of another host", "alone"},

	// HTTPRoute → Service
	{"route-to-backend", "prod", withinRule(0, "backendRefs", items(dict{"name": "metadata-service", "namespace": "metaflow", "port": 8080})), "Way past the auth proxy", "metaflow/metadata-service on port 8080"},
	{"route-splits-traffic", "prod", withinRule(1, "backendRefs", items(dict{"name": people, "namespace": "metaflow", "port": 4180, "weight": 99}, dict{"name": "ui-static", "namespace": "metaflow", "port": 3000, "weight": 1})), "Way past the auth proxy", "metaflow/ui-static"},
	{"route-to-service-of-another-namespace", "prod", withinRule(1, "backendRefs", items(dict{"name": people, "port": 4180})), "Way past the auth proxy", "metaflow-gateway/auth-proxy-people"},
	{"route-to-service-import", "prod", withinRule(1, "backendRefs", items(dict{"name": people, "kind": "ServiceImport", "namespace": "metaflow", "port": 4180})), "Way past the auth proxy", "ServiceImport"},
	{"route-port", "prod", withinRule(1, "backendRefs", items(dict{"name": people, "namespace": "metaflow", "port": 44180})), "Wrong port of the proxy", "44180"},
	{"route-programs-everywhere", "prod", withinRule(1, "backendRefs", items(dict{"name": programs, "namespace": "metaflow", "port": 4180})), "Path to the wrong proxy", "leads it to auth-proxy-programs"},
	{"route-without-metadata", "prod", put("HTTPRoute", "metaflow", items(dict{"matches": items(prefix("/oauth2")), "backendRefs": items(dict{"name": people, "namespace": "metaflow", "port": 4180})}), "spec", "rules"), "Path without route", "/metadata"},
	{"callback-shadowed", "prod", moreRule(prefix("/oauth2/callback"), programs), "Login shadowed", "/oauth2/callback"},
	{"callback-shadowed-exactly", "prod", moreRule(dict{"path": dict{"type": "Exact", "value": "/oauth2/callback"}}, programs), "Login shadowed", "/oauth2/callback"},
	{"start-shadowed-by-header", "prod", moreRule(dict{"path": dict{"type": "PathPrefix", "value": "/oauth2"}, "headers": items(dict{"name": "x", "value": "y"})}, programs), "Login shadowed", "/oauth2/start"},
	{"route-by-header", "prod", moreRule(dict{"headers": items(dict{"name": "x", "value": "y"})}, programs), "Path to the wrong proxy", "auth-proxy-programs"},
	{"route-by-expression", "prod", moreRule(dict{"path": dict{"type": "RegularExpression", "value": "/.*"}}, people), "Path by regular expression", "/.*"},
	{"route-rule-without-backend", "prod", withinRule(1, "backendRefs", nil), "Rule without backend", "Rule 1"},
	{"route-mirrors", "prod", withinRule(1, "filters", items(dict{"type": "RequestMirror"})), "Requests mirrored", "RequestMirror"},
	{"route-redirects", "prod", withinRule(1, "filters", items(dict{"type": "RequestRedirect"})), "Requests redirected", "RequestRedirect"},
	{"route-rewrites", "prod", withinRule(0, "filters", items(dict{"type": "URLRewrite"})), "Path rewritten", "URLRewrite"},
	{"route-sets-headers", "prod", withinRule(0, "filters", items(dict{"type": "RequestHeaderModifier"})), "Headers changed", "RequestHeaderModifier"},
	{"route-sets-cookies", "prod", withinRule(0, "filters", items(dict{"type": "ResponseHeaderModifier", "responseHeaderModifier": dict{"add": items(dict{"name": "Set-Cookie", "value": "a=b"})}})), "Cookies changed", "ResponseHeaderModifier"},
	{"route-cors", "prod", withinRule(1, "filters", items(dict{"type": "CORS"})), "Other origins let in", "CORS"},
	{"route-external-auth", "prod", withinRule(1, "filters", items(dict{"type": "ExternalAuth"})), "Login decided elsewhere", "ExternalAuth"},
	{"route-extension", "prod", withinRule(0, "filters", items(dict{"type": "ExtensionRef"})), "Unknown filter", "ExtensionRef"},
	{"backend-filter", "prod", withinRule(0, "backendRefs", items(dict{"name": programs, "namespace": "metaflow", "port": 4180, "filters": items(dict{"type": "RequestMirror"})})), "Requests mirrored", "Rule 0"},
	{"second-route", "prod", add("gateway.networking.k8s.io/v1", "HTTPRoute", "metaflow-gateway", "mine", dict{"spec": dict{"parentRefs": items(dict{"name": "metaflow"}), "hostnames": items("metaflow.example.com"),
		"rules": items(dict{"matches": items(prefix("/grafana")), "backendRefs": items(dict{"name": "grafana", "namespace": "monitoring", "port": 3000})})}}), "Way past the auth proxy", "monitoring/grafana"},

	// HTTPRoute → ReferenceGrant
	{"grant-to-all-services", "prod", put("ReferenceGrant", "metaflow", items(dict{"group": "", "kind": "Service"}), "spec", "to"), "Grant too wide", "no name means all"},
	{"grant-to-backend", "prod", more("ReferenceGrant", "metaflow", dict{"group": "", "kind": "Service", "name": "ui-backend"}, "spec", "to"), "Grant too wide", "ui-backend"},
	{"grant-to-another-namespace", "prod", within("ReferenceGrant", "metaflow", []string{"spec", "from"}, dict{"namespace": "other"}), "Grant to others", `"other"`},
	{"grant-to-tcp-routes", "prod", within("ReferenceGrant", "metaflow", []string{"spec", "from"}, dict{"kind": "TCPRoute"}), "Grant to others", "TCPRoute"},
	{"grant-missing", "prod", drop("ReferenceGrant", "metaflow"), "Route without grant", "answer 500"},

	// outside → Service
	{"service-load-balancer", "prod", put("Service", "ui-backend", "LoadBalancer", "spec", "type"), "Public load balancer", "Service metaflow/ui-backend"},
	{"service-load-balancer-of-the-proxy", "prod", put("Service", people, "LoadBalancer", "spec", "type"), "Public load balancer", people},
	{"service-node-port", "prod", put("Service", "metadata-service", "NodePort", "spec", "type"), "Port on every node", "Service metaflow/metadata-service"},
	{"service-external-ips", "prod", put("Service", "ui-static", items("203.0.113.7"), "spec", "externalIPs"), "External addresses", "203.0.113.7"},
	{"service-external-name", "prod", add("v1", "Service", "metaflow", "elsewhere", dict{"spec": dict{"type": "ExternalName", "externalName": "other.example.com"}}), "Service by another name", "other.example.com"},
	{"endpoints-by-hand", "prod", add("discovery.k8s.io/v1", "EndpointSlice", "metaflow", people+"-x", nil), "Endpoints by hand", people + "-x"},

	// outside → pod
	{"pod-host-network", "prod", put("Deployment", "ui-backend", true, "spec", "template", "spec", "hostNetwork"), "Pods in the host's network", "Deployment metaflow/ui-backend"},
	{"pod-host-port", "prod", func(t *testing.T, f *checktest.Fixture) {
		manifest.Items(f.Object(t, "Deployment", "metadata-service").Containers()[1], "ports")[0].(dict)["hostPort"] = 8080
	}, "Port of the host", "hostPort 8080"},

	// outside → other kinds
	{"tcp-route", "prod", add("gateway.networking.k8s.io/v1alpha2", "TCPRoute", "metaflow-gateway", "db", nil), "Route that needs no login", "TCPRoute"},
	{"listener-set", "prod", add("gateway.networking.k8s.io/v1", "ListenerSet", "metaflow-gateway", "more", nil), "Object that changes the gateway", "ListenerSet"},
	{"virtual-service", "prod", add("networking.istio.io/v1", "VirtualService", "metaflow", "x", nil), "Unknown kind", "networking.istio.io/v1"},
	{"ingress-route", "prod", add("traefik.io/v1alpha1", "IngressRoute", "metaflow", "x", nil), "Unknown kind", "traefik.io/v1alpha1"},
	{"chart-with-load-balancer", "prod", add("helm.toolkit.fluxcd.io/v2", "HelmRelease", "argo", "argo-workflows", dict{"spec": dict{"values": dict{"server": dict{"serviceType": "LoadBalancer"}}}}), "Chart that opens a port", "spec.values.server.serviceType"},
	{"chart-with-ingress", "prod", add("helm.toolkit.fluxcd.io/v2", "HelmRelease", "argo", "argo-workflows", dict{"spec": dict{"values": dict{"server": dict{"ingress": dict{"enabled": true}}}}}), "Chart with an Ingress", "spec.values.server.ingress.enabled"},
	{"ingress-beside-gateway", "prod", add("networking.k8s.io/v1", "Ingress", "metaflow", "x", nil), "Ingress beside the gateway", "Ingress metaflow/x"},

	// Service → pods
	{"proxy-service-selects-backend", "prod", put("Service", people, dict{nameLabel: "ui-backend"}, "spec", "selector"), "Other pods behind a Service", "Deployment metaflow/ui-backend"},
	{"proxy-service-selects-all", "prod", put("Service", people, dict{"app.kubernetes.io/part-of": "metaflow"}, "spec", "selector"), "Other pods behind a Service", "Deployment metaflow/metadata-service"},
	{"workload-behind-the-proxys-service", "prod", add("apps/v1", "Deployment", "metaflow", "debug", podsWith(dict{nameLabel: people})), "Other pods behind a Service", "Deployment metaflow/debug"},
	{"service-without-pods", "prod", put("Service", "ui-static", dict{nameLabel: "ui"}, "spec", "selector"), "Service without its pods", "ui-static"},
	{"service-without-selector", "prod", put("Service", people, nil, "spec", "selector"), "Service without its pods", people},
	{"proxy-service-leads-to-sidecar", "prod", func(t *testing.T, f *checktest.Fixture) {
		d := f.Object(t, "Deployment", people)
		sidecar := dict{"name": "sidecar", "image": "docker.io/library/nginx:1", "ports": items(dict{"name": "web", "containerPort": 8081})}
		checktest.Set(d, append(manifest.Items(d.Fields, "spec", "template", "spec", "containers"), sidecar), "spec", "template", "spec", "containers")
		first(t, f, "Service", people, "spec", "ports")["targetPort"] = "web"
	}, "Service to another port", `container "sidecar"`},

	// pod → pod
	{"default-deny-missing", "prod", func(t *testing.T, f *checktest.Fixture) {
		drop("NetworkPolicy", "default-deny")(t, f)
		drop("NetworkPolicy", "ui-static")(t, f)
	}, "Pods without a policy", "Deployment metaflow/ui-static"},
	{"default-deny-ingress-only", "prod", func(t *testing.T, f *checktest.Fixture) {
		put("NetworkPolicy", "default-deny", items("Ingress"), "spec", "policyTypes")(t, f)
		drop("NetworkPolicy", "allow-dns")(t, f)
	}, "Pods with open egress", "ui-static"},
	{"default-deny-of-the-gateway-missing", "prod", func(t *testing.T, f *checktest.Fixture) {
		drop("NetworkPolicy", "default-deny-ingress")(t, f)
		drop("NetworkPolicy", "allow-gateway")(t, f)
	}, "Pods without a policy", "metaflow-gateway"},
	{"jobs-open", "prod", drop("NetworkPolicy", "allow-same-namespace"), "Pods without a policy", "Job metaflow-jobs/metaflow-task"},
	{"jobs-open-to-services", "prod", more("NetworkPolicy", "allow-same-namespace", dict{"from": items(dict{"namespaceSelector": dict{"matchLabels": dict{manifest.NamespaceLabel: "metaflow"}}})}, "spec", "ingress"), "Side door", "Job metaflow-jobs/metaflow-task"},
	{"policy-misses-its-pods", "prod", put("NetworkPolicy", "metadata-service", dict{"matchLabels": dict{nameLabel: "metadata"}}, "spec", "podSelector"), "Policy that selects nothing", "NetworkPolicy metaflow/metadata-service"},
	{"policy-open-to-everybody", "prod", within("NetworkPolicy", "ui-backend", ingressRules, dict{"from": nil}), "Policy open to everybody", "Deployment metaflow/ui-backend"},
	{"policy-open-to-every-namespace", "prod", within("NetworkPolicy", "metadata-service-clients", ingressRules, dict{"from": items(dict{"namespaceSelector": dict{}})}), "Policy open to every namespace", "Deployment metaflow/metadata-service"},
	{"policy-open-by-namespace-label", "prod", within("NetworkPolicy", "metadata-service-clients", ingressRules, dict{"from": items(dict{"namespaceSelector": dict{"matchLabels": dict{"team": "ml"}}})}), "Policy open by a namespace's label", "team=ml"},
	{"policy-open-to-addresses", "prod", within("NetworkPolicy", "auth-proxy-from-outside", ingressRules, dict{"from": items(dict{"ipBlock": dict{"cidr": "0.0.0.0/0"}})}), "Policy open to addresses", "0.0.0.0/0"},
	{"policy-open-to-the-namespace", "prod", within("NetworkPolicy", "ui-static", ingressRules, dict{"from": items(dict{"podSelector": dict{}})}), "Side door", "every pod of namespace metaflow"},
	{"policy-open-to-the-gateway", "prod", within("NetworkPolicy", "ui-backend", ingressRules, dict{"from": items(dict{"namespaceSelector": dict{"matchLabels": dict{manifest.NamespaceLabel: "metaflow-gateway"}}})}), "Side door", "namespace metaflow-gateway"},
	{"policy-open-to-people", "prod", within("NetworkPolicy", "metadata-service", ingressRules, dict{"from": items(dict{"podSelector": dict{"matchLabels": dict{nameLabel: people}}})}), "Side door", "the pods of auth-proxy-people"},
	{"policy-added", "prod", add("networking.k8s.io/v1", "NetworkPolicy", "metaflow", "open", dict{"spec": dict{"podSelector": dict{}, "ingress": items(dict{})}}), "Policy open to everybody", "NetworkPolicy metaflow/open"},
	{"egress-to-node-metadata", "prod", more("NetworkPolicy", "auth-proxy-people", dict{"to": items(dict{"ipBlock": dict{"cidr": "0.0.0.0/0"}})}, "spec", "egress"), "Egress to the node's metadata", "169.254.169.254"},
	{"egress-to-everywhere", "prod", more("NetworkPolicy", "auth-proxy-people", dict{"ports": items(dict{"port": 443})}, "spec", "egress"), "Egress to everywhere", "auth-proxy-people"},

	{"policy-above-the-policies", "prod", add("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy", "", "allow", nil), "Policy above the policies", "AdminNetworkPolicy allow"},
	{"policy-of-cilium", "prod", add("cilium.io/v2", "CiliumNetworkPolicy", "metaflow", "allow", dict{"spec": dict{"ingress": items(dict{"fromEntities": items("world")})}}), "Policy of another kind", "CiliumNetworkPolicy metaflow/allow"},

	// private stacks
	{"private-with-gateway", "private", add("gateway.networking.k8s.io/v1", "Gateway", "metaflow-gateway", "metaflow", nil), "Public object in a private stack", "Gateway metaflow-gateway/metaflow"},
	{"private-with-ingress", "private", add("networking.k8s.io/v1", "Ingress", "metaflow", "ui", nil), "Public object in a private stack", "Ingress metaflow/ui"},
	{"private-with-load-balancer", "private", put("Service", "ui-static", "LoadBalancer", "spec", "type"), "Public load balancer", "Deployment metaflow/ui-static"},
	{"private-policy-open", "private", within("NetworkPolicy", "ui-static", ingressRules, dict{"from": items(dict{"namespaceSelector": dict{"matchLabels": dict{manifest.NamespaceLabel: "other"}}})}), "Side door", "namespace other"},
}

var (
	listeners    = []string{"spec", "listeners"}
	ingressRules = []string{"spec", "ingress"}
)

func prefix(path string) dict {
	return dict{"path": dict{"type": "PathPrefix", "value": path}}
}

func podsWith(labels dict) dict {
	return dict{"spec": dict{"template": dict{"metadata": dict{"labels": labels}, "spec": dict{"containers": items(dict{"name": "x", "image": "docker.io/library/nginx:1"})}}}}
}

// withinRule sets a field of a rule of the HTTPRoute.
func withinRule(i int, key string, v any) mutate {
	return func(t *testing.T, f *checktest.Fixture) {
		manifest.Items(f.Object(t, "HTTPRoute", "metaflow").Fields, "spec", "rules")[i].(dict)[key] = v
	}
}

// moreRule adds a rule to the HTTPRoute.
func moreRule(match dict, service string) mutate {
	return more("HTTPRoute", "metaflow", dict{"matches": items(match), "backendRefs": items(dict{"name": service, "namespace": "metaflow", "port": 4180})}, "spec", "rules")
}

func TestExposureMutants(t *testing.T) { testMutants(t, exposureMutants) }

// TestMessagesDiffer holds that each summary of an exposure finding is caused
// by a mutant, so none is dead.
func TestMessagesDiffer(t *testing.T) {
	caused := map[string]bool{}
	for _, m := range slices.Concat(exposureMutants, ingressMutants, optionMutants, argumentMutants) {
		caused[m.summary] = true
	}
	for _, r := range oauth2proxy.Rules() {
		if !caused[r.Summary] {
			t.Errorf("no mutant causes %q (%s)", r.Summary, r.Flag)
		}
	}
	if len(caused) < 40 {
		t.Errorf("only %d messages", len(caused))
	}
	for summary := range caused {
		if strings.HasSuffix(summary, ".") {
			t.Errorf("the summary %q ends with a full stop", summary)
		}
	}
}

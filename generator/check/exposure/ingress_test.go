package exposure

import (
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
)

// ingressMutants are changes of a stack whose way in is an Ingress.
var ingressMutants = []mutant{
	{"ingress-class", "ingress", put("Ingress", "metaflow", "nginx", "spec", "ingressClassName"), "Ingress of another class", `"haproxy"`},
	{"ingress-without-tls", "ingress", put("Ingress", "metaflow", nil, "spec", "tls"), "Ingress without TLS", "metaflow.example.org"},
	{"ingress-tls-of-another-host", "ingress", within("Ingress", "metaflow", []string{"spec", "tls"}, dict{"hosts": items("other.example.org")}), "Ingress without TLS", "spec.tls"},
	{"ingress-tls-of-another-secret", "ingress", within("Ingress", "metaflow", []string{"spec", "tls"}, dict{"secretName": "other"}), "Ingress without TLS", `"metaflow-tls"`},
	{"ingress-host", "ingress", within("Ingress", "metaflow", []string{"spec", "rules"}, dict{"host": "other.example.org"}), "Ingress of another host", "other.example.org"},
	{"ingress-any-host", "ingress", within("Ingress", "metaflow", []string{"spec", "rules"}, dict{"host": nil}), "Ingress of another host", `the host ""`},
	{"ingress-default-backend", "ingress", put("Ingress", "metaflow", dict{"service": dict{"name": "ui-static"}}, "spec", "defaultBackend"), "Default backend", "spec.defaultBackend"},
	{"ingress-snippet", "ingress", put("Ingress", "metaflow", "auth_request off;", "metadata", "annotations", "haproxy.org/backend-config-snippet"), "Ingress that diverts", "haproxy.org/backend-config-snippet"},
	{"ingress-rewrite", "ingress", put("Ingress", "metaflow", "/$1", "metadata", "annotations", "haproxy.org/path-rewrite"), "Ingress that diverts", "haproxy.org/path-rewrite"},
	{"ingress-class-of-old", "ingress", put("Ingress", "metaflow", "nginx", "metadata", "annotations", "kubernetes.io/ingress.class"), "Ingress that diverts", "kubernetes.io/ingress.class"},
	{"ingress-to-backend", "ingress", ingressPath("/api", "Prefix", "ui-backend", 8083), "Way past the auth proxy", "metaflow/ui-backend on port 8083"},
	{"ingress-shadows-the-callback", "ingress", ingressPath("/oauth2", "Prefix", programs, 4180), "Login shadowed", "/oauth2/callback"},
	{"ingress-path-of-the-controller", "ingress", ingressPath("/x", "ImplementationSpecific", people, 4180), "Path by the controller's rules", "ImplementationSpecific"},
	{"ingress-without-paths", "ingress", within("Ingress", "metaflow", []string{"spec", "rules"}, dict{"http": nil}), "Path without route", "Ingress metaflow/metaflow"},
	{"gateway-beside-ingress", "ingress", add("gateway.networking.k8s.io/v1", "Gateway", "metaflow-gateway", "metaflow", nil), "Gateway beside the Ingress", "stack.hcl chose an Ingress"},
	{"ingress-policy-open", "ingress", within("NetworkPolicy", "auth-proxy-from-outside", ingressRules, dict{"from": items(dict{"namespaceSelector": dict{"matchLabels": dict{manifest.NamespaceLabel: "default"}}})}), "Side door", "namespace default"},
}

// ingressPath adds a path to the Ingress.
func ingressPath(path, kind, service string, port int) mutate {
	return func(t *testing.T, f *checktest.Fixture) {
		http := first(t, f, "Ingress", "metaflow", "spec", "rules")["http"].(dict)
		http["paths"] = append(manifest.Items(http, "paths"), dict{"path": path, "pathType": kind,
			"backend": dict{"service": dict{"name": service, "port": dict{"number": port}}}})
	}
}

func TestIngressMutants(t *testing.T) { testMutants(t, ingressMutants) }

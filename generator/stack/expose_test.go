package stack

import "testing"

// TestExpose has each mistake of the expose block.
func TestExpose(t *testing.T) {
	const ingress, secret, namespace = `ingress_class = "haproxy"`, `ingress_tls_secret = "tls"`, `ingress_namespace = "haproxy"`
	withoutGateway := facts{"workload_identities.gateway-tls": absent, "workload_identities.external-dns": absent}
	oidc := facts{"auth.client_secret_name": "a-secret"}
	program := func(issuer string) string {
		return "program \"ci\" {\n    issuer = \"" + issuer + "\"\n    audience = \"a\"\n  }"
	}
	upstream := func(name, path, service string) string {
		return "upstream \"" + name + "\" {\n    path = \"" + path + "\"\n    service = \"" + service + "\"\n    port = 8000\n  }"
	}
	redis := func(arguments string) string { return "redis {\n    " + arguments + "\n  }" }
	run(t, []mistake{
		{name: "everybody of the tenant", hcl: exposed(`provider = "entra-id"`), at: "stack.hcl: expose {",
			says: []string{"Warning: Everybody of the tenant may log in", "Neither allowed_groups nor email_domains"}},
		{name: "anybody", facts: oidc, hcl: exposed(`provider = "oidc"`), at: "stack.hcl: expose {",
			says: []string{"Anybody could log in", `With provider "oidc"`}},
		{name: "port of a program's issuer", hcl: withEntra(program("https://token.example.com:8443")), at: "stack.hcl: issuer =",
			says: []string{"Issuer on another port", `"https://token.example.com:8443" is on port 8443`}},
		{name: "issuer of everybody", hcl: withEntra(program("https://gitlab.com/")), at: "stack.hcl: issuer =",
			says: []string{"Issuer of everybody", "https://gitlab.com/", "docs/auth.md"}},
		{name: "a long login", hcl: withEntra(`session_lifetime = "169h"`), at: "stack.hcl: session_lifetime",
			says: []string{"Login too long", "lasts 169h", "at most 168h"}},
		{name: "Redis nowhere", hcl: withEntra(redis(`url = "rediss://a.example.com"`)), at: "stack.hcl: redis {",
			says: []string{"Where is Redis?", "give either ranges"}},
		{name: "Redis in two places", hcl: withEntra(redis("url = \"rediss://a.example.com\"\n    ranges = [\"10.0.0.0/24\"]\n    namespace = \"redis\"")), at: "stack.hcl: redis {",
			says: []string{"Where is Redis?", "give either ranges"}},
		{name: "Redis without TLS", hcl: withEntra(redis("url = \"redis://a.example.com\"\n    ranges = [\"10.0.0.0/24\"]")), at: "stack.hcl: url =",
			says: []string{"Redis without TLS", "Use rediss://"}},
		{name: "Ingress of nginx", facts: withoutGateway, hcl: withEntra(`ingress_class = "nginx"`, secret, namespace), at: "stack.hcl: ingress_class",
			says: []string{"Retired Ingress class", "March 2026", `class "nginx" is refused`}},
		{name: "Ingress of application routing", facts: withoutGateway, hcl: withEntra(`ingress_class = "webapprouting.kubernetes.azure.com"`, secret, namespace), at: "stack.hcl: ingress_class",
			says: []string{"Retired Ingress class", "November 2026"}},
		{name: "Ingress of HTTP application routing", facts: withoutGateway, hcl: withEntra(`ingress_class = "addon-http-application-routing"`, secret, namespace), at: "stack.hcl: ingress_class",
			says: []string{"Retired Ingress class", "no supported version of Kubernetes"}},
		{name: "Gateway and Ingress", facts: withoutGateway, hcl: withEntra(ingress, secret, namespace, `gateway_class = "istio"`), at: "stack.hcl: gateway_class",
			says: []string{"Gateway and Ingress", "not both"}},
		{name: "Ingress without TLS", facts: withoutGateway, hcl: withEntra(ingress, namespace), at: "stack.hcl: ingress_class",
			says: []string{"Missing argument", `"ingress_tls_secret" is needed`}},
		{name: "Ingress from nowhere", facts: withoutGateway, hcl: withEntra(ingress, secret), at: "stack.hcl: ingress_class",
			says: []string{"Missing argument", `"ingress_namespace" is needed`, `"ingress_ranges"`}},
		{name: "Ingress from two places", facts: withoutGateway, hcl: withEntra(ingress, secret, namespace, `ingress_ranges = ["10.0.0.0/24"]`), at: "stack.hcl: ingress_ranges",
			says: []string{"Two ways in", "Remove one"}},
		{name: "Application Gateway", facts: withoutGateway, hcl: withEntra(`ingress_class = "azure-application-gateway"`, secret, namespace), at: "stack.hcl: ingress_namespace",
			says: []string{"Ingress from outside of the cluster", `class "azure-application-gateway"`}},
		{name: "Application Gateway for Containers", facts: withoutGateway, hcl: withEntra(`ingress_class = "azure-alb-external"`, secret, namespace), at: "stack.hcl: ingress_namespace",
			says: []string{"Ingress from outside of the cluster", `class "azure-alb-external"`}},
		{name: "namespace without Ingress", hcl: withEntra(namespace), at: "stack.hcl: ingress_namespace",
			says: []string{"Argument without effect", `"ingress_namespace" works only together`}},
		{name: "ranges without Ingress", hcl: withEntra(`ingress_ranges = ["10.0.0.0/24"]`), at: "stack.hcl: ingress_ranges",
			says: []string{"Argument without effect", `"ingress_ranges" works only together`}},
		{name: "TLS without Ingress", hcl: withEntra(secret), at: "stack.hcl: ingress_tls_secret",
			says: []string{"Argument without effect", `"ingress_tls_secret" works only together`}},
		{name: "two upstreams of one path", hcl: withEntra(upstream("a", "/dash/", "dash"), upstream("b", "/dash/", "other")), at: "stack.hcl: path =",
			says: []string{"Duplicate value", `"a" and "b" have the path "/dash/"`}},
		{name: "upstream of the stack itself", hcl: withEntra(upstream("a", "/meta/", "metadata-service")), at: "stack.hcl: service =",
			says: []string{"Upstream of the stack itself", `"metadata-service" is a service`}},
		{name: "upstream of the other proxy", hcl: withEntra(upstream("a", "/meta/", "auth-proxy-programs")), at: "stack.hcl: service =",
			says: []string{"Upstream of the stack itself", "behind its own path already"}},
		{name: "another Gateway class", hcl: withEntra(`gateway_class = "istios"`), at: "stack.hcl: gateway_class",
			says: []string{"Unknown Gateway class", `Class "istios"`, "one of approuting-istio, istio", `did you mean "istio"?`}},
	})
}

// TestSharedIssuers: each of them gives a token to everybody.
func TestSharedIssuers(t *testing.T) {
	for _, issuer := range sharedIssuers {
		m := mistake{hcl: withEntra("program \"ci\" {\n    issuer = \"" + issuer + "\"\n    audience = \"a\"\n  }")}
		if _, diags := Parse(m.source(t)); len(diags) != 1 || diags[0].Summary != "Issuer of everybody" {
			t.Errorf("%s: %v", issuer, diags)
		}
	}
	if len(sharedIssuers) < 5 {
		t.Error(sharedIssuers)
	}
}

// TestGoodExpose: what looks like a mistake, and is none.
func TestGoodExpose(t *testing.T) {
	for name, hcl := range map[string]string{
		"the longest login":           withEntra(`session_lifetime = "168h"`),
		"Redis in the cluster":        withEntra("redis {\n    url = \"redis://a.example.com\"\n    namespace = \"redis\"\n  }"),
		"port 443":                    withEntra("program \"ci\" {\n    issuer = \"https://token.example.com:443\"\n    audience = \"a\"\n  }"),
		"domains instead of groups":   exposed(`provider = "entra-id"`, `email_domains = ["example.com"]`),
		"an upstream":                 withEntra("upstream \"dash\" {\n    path = \"/dash/deep/\"\n    service = \"dash\"\n    port = 8000\n  }"),
		"the other class of Gateways": withEntra(`gateway_class = "istio"`),
	} {
		if s, diags := Parse(mistake{hcl: hcl}.source(t)); s == nil || len(diags) > 0 {
			t.Errorf("%s: %v", name, diags)
		}
	}
}

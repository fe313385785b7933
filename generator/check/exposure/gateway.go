package exposure

import (
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// front checks the way from outside to the proxies' Services.
type front struct{ scope }

func (x front) check() {
	x.gateways()
	x.routes()
	x.grants()
	x.dns()
	x.ingresses()
}

// gateways checks the edges from outside to the Gateway, and from there to the
// pods that the controller makes.
func (x front) gateways() {
	for _, g := range x.ofKind("Gateway") {
		if !reach.IsGatewayAPI(g) {
			continue // one of otherKinds
		}
		if !x.Stack.UsesGateway() {
			x.Field(g, "", nil, "Gateway beside the Ingress", "%s is a second way in: stack.hcl chose an Ingress. %s", g, x.cure(g))
			continue
		}
		if g.Namespace != x.gatewayNamespace() || g.Name != gatewayName {
			x.Field(g, "", nil, "Second Gateway", "%s gets a public load balancer of its own, and %s/%s is the only Gateway of the stack. %s", g, x.gatewayNamespace(), gatewayName, x.cure(g))
			continue
		}
		x.gatewayItself(g)
		x.listeners(g)
		x.gatewayPods(g)
	}
}

func (x front) gatewayItself(g manifest.Object) {
	if class, want := manifest.Text(g.Fields, "spec", "gatewayClassName"), x.Stack.Config.Expose.GatewayClass.String(); class != want {
		x.Field(g, "gatewayClassName", []string{"spec", "gatewayClassName"}, "Gateway of another class", "%s has spec.gatewayClassName %q, but stack.hcl chose %q. Set expose.gateway_class instead of patching it.", g, class, want)
	}
	if manifest.Get(g.Fields, "spec", "addresses") != nil {
		x.Field(g, "addresses", nil, "Gateway on other pods", "%s has spec.addresses, with which the controller serves it from pods that it did not make and no policy knows. Remove the field.", g)
	}
	if manifest.Get(g.Fields, "spec", "infrastructure", "parametersRef") != nil {
		x.Field(g, "parametersRef", nil, "Gateway with hidden settings", "%s has spec.infrastructure.parametersRef, which can change the pods and the Service of the gateway unseen. Remove the field.", g)
	}
}

// listeners checks each of a Gateway's; beside the one of HTTPS there may be those of
// port 80 that only redirect to it.
func (x front) listeners(g manifest.Object) {
	secure := 0
	for _, l := range manifest.Items(g.Fields, "spec", "listeners") {
		if !(redirects{x}).isListener(l) {
			x.listener(g, secure, l)
			secure++
		}
	}
	if secure == 0 {
		x.Field(g, "", []string{"spec", "listeners"}, "Listener without TLS", "%s has no listener that takes HTTPS on port 443, so nobody could log in. Leave the one that is named https.", g)
	}
}

// listener checks that a listener takes HTTPS alone, for the host, with the
// certificate, from routes of its own namespace.
func (x front) listener(g manifest.Object, i int, l any) {
	name, path := manifest.Text(l, "name"), []string{"spec", "listeners", manifest.Text(l, "name")}
	fault := func(field, summary, format string, args ...any) {
		x.Field(g, "", append(path, fieldsOf(field)...), summary, "Listener %q of %s "+format, append([]any{name, g}, args...)...)
	}
	if protocol := manifest.Text(l, "protocol"); protocol != "HTTPS" || manifest.Text(l, "port") != "443" {
		fault("protocol", "Listener without TLS", "takes %s on port %s, and not only to redirect to https. Cookies and tokens would be sent in cleartext; it must take HTTPS on port 443.", protocol, manifest.Text(l, "port"))
		if protocol == "HTTP" && i > 0 {
			return // which has nothing of what follows
		}
	}
	if mode := manifest.Text(l, "tls", "mode"); mode != "" && mode != "Terminate" {
		fault("tls", "TLS passed through", "has tls.mode %q, so requests would not be routed by their path. It must be Terminate.", mode)
	}
	if host := manifest.Text(l, "hostname"); host != x.host() {
		fault("hostname", "Listener of another host", "is for %q, but the host of the stack is %q (output auth.host).", host, x.host())
	}
	if from := manifest.Text(l, "allowedRoutes", "namespaces", "from"); from != "" && from != "Same" {
		fault("allowedRoutes", "Routes from other namespaces", "takes routes from namespaces %q, so anyone who may write an HTTPRoute there can serve the host. Set allowedRoutes.namespaces.from to Same.", from)
	}
	for _, kind := range manifest.Items(l, "allowedRoutes", "kinds") {
		if manifest.Text(kind, "kind") != "HTTPRoute" {
			fault("allowedRoutes", "Listener for other routes", "takes routes of kind %s, which the auth proxy does not stand behind. Leave HTTPRoute alone.", manifest.Text(kind, "kind"))
		}
	}
	x.certificate(g, l, fault)
	if i > 0 {
		fault("name", "Second listener", "is one too many: the first one is for the host already. Remove it.")
	}
}

// fieldsOf are the steps of a listener's field; the last of an option has dots.
func fieldsOf(field string) []string {
	if option, is := strings.CutPrefix(field, "tls.options."); is {
		return []string{"tls", "options", option}
	}
	return strings.Split(field, ".")
}

// certificate checks that TLS is terminated with the certificate of the
// contract, read as the identity that may read it.
func (x front) certificate(g manifest.Object, l any, fault func(field, summary, format string, args ...any)) {
	const uriOption, accountOption = "kubernetes.azure.com/tls-cert-keyvault-uri", "kubernetes.azure.com/tls-cert-service-account"
	if want := x.Stack.Contract.Auth.CertificateURI; want != nil && manifest.Text(l, "tls", "options", uriOption) != want.String() {
		fault("tls.options."+uriOption, "Certificate of somebody else", "serves the certificate %q, but that of %s is %q (output auth.certificate_uri).", manifest.Text(l, "tls", "options", uriOption), x.host(), want)
	}
	if len(manifest.Items(l, "tls", "certificateRefs")) > 0 {
		fault("tls", "Second certificate", "names certificateRefs beside the certificate from Key Vault. Remove them, or nobody knows which one is served.")
	}
	account := manifest.Text(l, "tls", "options", accountOption)
	for _, o := range x.ofKind("ServiceAccount") {
		if o.Namespace == g.Namespace && o.Name == account {
			return
		}
	}
	fault("tls.options."+accountOption, "Certificate without reader", "lets service account %q read the certificate, but %s has none of that name. The listener would never be programmed.", account, g.Namespace)
}

// gatewayPods checks that nothing but the controller's own pods answers behind
// the public load balancer.
func (x front) gatewayPods(g manifest.Object) {
	for _, made := range reach.MadeOf(g) {
		for _, o := range x.Rendered.Objects {
			if o.Kind == made.Kind && o.Namespace == made.Namespace && o.Name == made.Name {
				x.Field(o, o.Name, nil, "Object of the gateway's controller", "%s is what the controller makes from %s, so both would fight over it. Rename yours.", o, g)
			}
		}
		if made.Kind != "Service" {
			continue
		}
		for _, p := range x.Selected(made.Namespace, manifest.ServiceSelector(made.Get("spec", "selector"))) {
			if !p.IsMade() {
				x.Field(p.Owner, reach.GatewayLabel, []string{"spec", "template", "metadata", "labels"}, "Pods behind the gateway's load balancer", "The pods of %s have the label %s: %s, so the public load balancer of %s sends requests to them, past the auth proxy. Remove the label.", p, reach.GatewayLabel, g.Name, g)
			}
		}
	}
}

package check

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/render"
)

const gatewayAPI = "gateway.networking.k8s.io/"

func isGatewayAPI(o render.Object) bool { return strings.HasPrefix(o.APIVersion, gatewayAPI) }

// gateways proves the edges from outside to the Gateway, and from there to the
// pods that the controller makes.
func (x *exposure) gateways() {
	for _, g := range x.ofKind("Gateway") {
		if !isGatewayAPI(g) {
			continue // one of otherKinds
		}
		if !x.stack.UsesGateway() {
			x.fault(g, "", nil, "Gateway beside the Ingress", "%s is a second way in: stack.hcl chose an Ingress. Remove it from the component.", g)
			continue
		}
		if g.Namespace != x.gatewayNamespace() || g.Name != gatewayName {
			x.fault(g, "", nil, "Second Gateway", "%s gets a public load balancer of its own, and %s/%s is the only Gateway of the stack. Remove it from the component.", g, x.gatewayNamespace(), gatewayName)
			continue
		}
		x.gatewayItself(g)
		for i, listener := range itemsOf(g.Fields, "spec", "listeners") {
			x.listener(g, i, listener)
		}
		x.gatewayPods(g)
	}
}

func (x *exposure) gatewayItself(g render.Object) {
	if class, want := textOf(g.Fields, "spec", "gatewayClassName"), x.stack.Config.Expose.GatewayClass.String(); class != want {
		x.fault(g, "gatewayClassName", []string{"spec", "gatewayClassName"}, "Gateway of another class", "%s has spec.gatewayClassName %q, but stack.hcl chose %q. Set expose.gateway_class instead of patching it.", g, class, want)
	}
	if get(g.Fields, "spec", "addresses") != nil {
		x.fault(g, "addresses", nil, "Gateway on other pods", "%s has spec.addresses, with which the controller serves it from pods that it did not make and no policy knows. Remove the field.", g)
	}
	if get(g.Fields, "spec", "infrastructure", "parametersRef") != nil {
		x.fault(g, "parametersRef", nil, "Gateway with hidden settings", "%s has spec.infrastructure.parametersRef, which can change the pods and the Service of the gateway unseen. Remove the field.", g)
	}
}

// listener proves that a listener takes HTTPS alone, for the host, with the
// certificate, from routes of its own namespace.
func (x *exposure) listener(g render.Object, i int, l any) {
	name, path := textOf(l, "name"), []string{"spec", "listeners", textOf(l, "name")}
	fault := func(field, summary, format string, args ...any) {
		x.fault(g, "", append(path, strings.Split(field, ".")...), summary, "Listener %q of %s "+format, append([]any{name, g}, args...)...)
	}
	if protocol := textOf(l, "protocol"); protocol != "HTTPS" || textOf(l, "port") != "443" {
		fault("protocol", "Listener without TLS", "takes %s on port %s. Cookies and tokens would be sent in clear; it must take HTTPS on port 443.", protocol, textOf(l, "port"))
	}
	if mode := textOf(l, "tls", "mode"); mode != "" && mode != "Terminate" {
		fault("tls", "TLS passed through", "has tls.mode %q, so requests would not be routed by their path. It must be Terminate.", mode)
	}
	if host := textOf(l, "hostname"); host != x.host() {
		fault("hostname", "Listener of another host", "is for %q, but the host of the stack is %q (output auth.host).", host, x.host())
	}
	if from := textOf(l, "allowedRoutes", "namespaces", "from"); from != "" && from != "Same" {
		fault("allowedRoutes", "Routes from other namespaces", "takes routes from namespaces %q, so whoever may write an HTTPRoute there can serve the host. Set allowedRoutes.namespaces.from to Same.", from)
	}
	for _, kind := range itemsOf(l, "allowedRoutes", "kinds") {
		if textOf(kind, "kind") != "HTTPRoute" {
			fault("allowedRoutes", "Listener for other routes", "takes routes of kind %s, which the auth proxy does not stand behind. Leave HTTPRoute alone.", textOf(kind, "kind"))
		}
	}
	x.certificate(g, l, fault)
	if i > 0 {
		fault("name", "Second listener", "is one too many: the first one is for the host already. Remove it.")
	}
}

// certificate proves that TLS is terminated with the certificate of the
// contract, read as the identity that may read it.
func (x *exposure) certificate(g render.Object, l any, fault func(field, summary, format string, args ...any)) {
	const uriOption, accountOption = "kubernetes.azure.com/tls-cert-keyvault-uri", "kubernetes.azure.com/tls-cert-service-account"
	if want := x.stack.Contract.Auth.CertificateURI; want != nil && textOf(l, "tls", "options", uriOption) != want.String() {
		fault("tls.options."+uriOption, "Certificate of somebody else", "serves the certificate %q, but that of %s is %q (output auth.certificate_uri).", textOf(l, "tls", "options", uriOption), x.host(), want)
	}
	if len(itemsOf(l, "tls", "certificateRefs")) > 0 {
		fault("tls", "Second certificate", "names certificateRefs beside the certificate from Key Vault. Remove them, or nobody knows which one is served.")
	}
	account := textOf(l, "tls", "options", accountOption)
	for _, o := range x.ofKind("ServiceAccount") {
		if o.Namespace == g.Namespace && o.Name == account {
			return
		}
	}
	fault("tls.options."+accountOption, "Certificate without reader", "lets service account %q read the certificate, but %s has none of that name. The listener would never be programmed.", account, g.Namespace)
}

// gatewayPods proves that nothing but the controller's own pods answers behind
// the public load balancer.
func (x *exposure) gatewayPods(g render.Object) {
	for _, made := range madeOf(g) {
		for _, o := range x.rendering {
			if o.Kind == made.Kind && o.Namespace == made.Namespace && o.Name == made.Name {
				x.fault(o, o.Name, nil, "Object of the gateway's controller", "%s is what the controller makes from %s, so both would fight over it. Rename yours.", o, g)
			}
		}
		if made.Kind != "Service" {
			continue
		}
		for _, w := range x.behind(made) {
			if !w.made {
				x.fault(w.Object, gatewayLabel, []string{"spec", "template", "metadata", "labels"}, "Pods behind the gateway's load balancer", "The pods of %s have the label %s: %s, so the public load balancer of %s sends requests to them, past the auth proxy. Remove the label.", w, gatewayLabel, g.Name, g)
			}
		}
	}
}

// dns proves that the host is published, in its own zone and nothing else.
func (x *exposure) dns() {
	zone := x.stack.Contract.Auth.DNSZoneID
	for _, kind := range []string{"ExternalDNS", "ClusterExternalDNS"} {
		for _, o := range x.ofKind(kind) {
			if kind == "ClusterExternalDNS" || zone == nil || o.Namespace != x.gatewayNamespace() {
				x.fault(o, "", nil, "Other names published", "%s publishes host names that are not the stack's. Only an ExternalDNS in %s for the output auth.dns_zone_id may be there.", o, x.gatewayNamespace())
				continue
			}
			for _, id := range stringsOf(o.Fields, "spec", "dnsZoneResourceIDs") {
				x.zone(o, id)
			}
		}
	}
}

func (x *exposure) zone(o render.Object, id string) {
	name := strings.ToLower(id[strings.LastIndexByte(id, '/')+1:])
	if id == x.stack.Contract.Auth.DNSZoneID.String() && strings.HasSuffix(x.host(), "."+name) {
		return
	}
	x.fault(o, id, []string{"spec", "dnsZoneResourceIDs"}, "Host outside its DNS zone", "%s publishes in zone %q (spec.dnsZoneResourceIDs), but the host %q is in %q by output auth.dns_zone_id. Correct the output, or the component that changes the zone.", o, name, x.host(), fmt.Sprint(x.stack.Contract.Auth.DNSZoneID))
}

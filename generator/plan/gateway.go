package plan

// gatewayName is the name of the stack's Gateway. The pods that AKS makes for
// it carry it as a label, which network policies select.
const gatewayName = "metaflow"

const gatewayLabel = "gateway.networking.k8s.io/gateway-name"

const gatewayAPI = "gateway.networking.k8s.io/v1"

// exposed is the head of an object that makes the stack public: it comes last.
func exposed(apiVersion, kind, name string) meta {
	return meta{APIVersion: apiVersion, Kind: kind, Name: name,
		Annotations: Map{{WaveAnnotation, "2"}}, Labels: labelled(name)}
}

// gateway terminates TLS with a certificate that application routing takes
// from Key Vault by the two options of the listener.
func (p routePlanner) gateway() []Map {
	if !p.UsesGateway() {
		return nil
	}
	auth := p.Contract.Auth
	listener := Map{
		{"name", "https"},
		{"hostname", p.fact("auth.host", auth.Host)},
		{"port", 443},
		{"protocol", "HTTPS"},
		{"tls", Map{{"mode", "Terminate"}, {"options", Map{
			{"kubernetes.azure.com/tls-cert-keyvault-uri", p.fact("auth.certificate_uri", auth.CertificateURI)},
			{"kubernetes.azure.com/tls-cert-service-account", "gateway-tls"},
		}}}},
		{"allowedRoutes", Map{{"namespaces", Map{{"from", "Same"}}}}},
	}
	return []Map{exposed(gatewayAPI, "Gateway", gatewayName).object(Entry{"spec", Map{
		{"gatewayClassName", p.decision("expose.gateway_class", p.Config.Expose.GatewayClass)},
		{"listeners", List{listener}},
	}})}
}

// httpRoute stands in the gateway's namespace, since a namespaced ExternalDNS
// publishes the hosts of its own namespace only; referenceGrant lets it point
// at the proxies.
func (p routePlanner) httpRoute() []Map {
	if !p.UsesGateway() {
		return nil
	}
	rule := func(prefix, proxy string) Map {
		return Map{
			{"matches", List{Map{{"path", Map{{"type", "PathPrefix"}, {"value", prefix}}}}}},
			{"backendRefs", List{Map{{"name", proxy}, {"namespace", p.servicesNamespace()}, {"port", proxyPort}}}},
		}
	}
	return []Map{exposed(gatewayAPI, "HTTPRoute", gatewayName).object(Entry{"spec", Map{
		{"parentRefs", List{Map{{"name", gatewayName}, {"sectionName", "https"}}}},
		{"hostnames", List{p.fact("auth.host", p.Contract.Auth.Host)}},
		{"rules", List{rule("/metadata", proxyForPrograms), rule("/", proxyForPeople)}},
	}})}
}

// referenceGrant lets routes of the gateway's namespace, and no others, point
// at the two proxies, and at nothing else.
func (p routePlanner) referenceGrant() []Map {
	if !p.UsesGateway() {
		return nil
	}
	to := func(proxy string) Map { return Map{{"group", ""}, {"kind", "Service"}, {"name", proxy}} }
	return []Map{exposed("gateway.networking.k8s.io/v1beta1", "ReferenceGrant", gatewayName).object(Entry{"spec", Map{
		{"from", List{Map{{"group", "gateway.networking.k8s.io"}, {"kind", "HTTPRoute"}, {"namespace", p.gatewayNamespace()}}}},
		{"to", List{to(proxyForPeople), to(proxyForPrograms)}},
	}})}
}

// externalDNS publishes the host in the DNS zone.
func (p routePlanner) externalDNS() []Map {
	if !p.UsesGateway() || p.Contract.Auth.DNSZoneID == nil {
		return nil
	}
	return []Map{exposed("approuting.kubernetes.azure.com/v1alpha1", "ExternalDNS", gatewayName).object(Entry{"spec", Map{
		{"resourceName", "metaflow-dns"},
		{"dnsZoneResourceIDs", List{p.fact("auth.dns_zone_id", p.Contract.Auth.DNSZoneID)}},
		{"resourceTypes", List{"gateway"}},
		{"identity", Map{{"type", "workloadIdentity"}, {"serviceAccount", "external-dns"}}},
	}})}
}

// ingress is the route for clusters with an Ingress class of their own.
func (p routePlanner) ingress() []Map {
	if !p.UsesIngress() {
		return nil
	}
	e, host := p.Config.Expose, p.fact("auth.host", p.Contract.Auth.Host)
	path := func(prefix, proxy string) Map {
		return Map{{"path", prefix}, {"pathType", "Prefix"},
			{"backend", Map{{"service", Map{{"name", proxy}, {"port", Map{{"number", proxyPort}}}}}}}}
	}
	return []Map{exposed("networking.k8s.io/v1", "Ingress", "metaflow").object(Entry{"spec", Map{
		{"ingressClassName", p.decision("expose.ingress_class", e.IngressClass)},
		{"tls", List{Map{{"hosts", List{host}}, {"secretName", p.decision("expose.ingress_tls_secret", e.IngressTLSSecret)}}}},
		{"rules", List{Map{{"host", host}, {"http", Map{{"paths", List{path("/metadata", proxyForPrograms), path("/", proxyForPeople)}}}}}}},
	}})}
}

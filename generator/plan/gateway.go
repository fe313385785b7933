package plan

import "example.com/metaflow-gitops/generator/manifest"

// gatewayName is the name of the stack's Gateway. The pods that AKS makes for
// it carry it as a label, which network policies select.
const gatewayName = "metaflow"

const gatewayLabel = "gateway.networking.k8s.io/gateway-name"

const gatewayAPI = "gateway.networking.k8s.io/v1"

// exposed is the head of an object that makes the stack public: it comes last.
func exposed(apiVersion, kind, name string) meta {
	return meta{APIVersion: apiVersion, Kind: kind, Name: name,
		Annotations: manifest.Map{{WaveAnnotation, "2"}}, Labels: labelled(name)}
}

// gateway terminates TLS with a certificate that application routing takes
// from Key Vault by the two options of the listener.
func (p routePlanner) gateway() []manifest.Map {
	if !p.UsesGateway() {
		return nil
	}
	auth := p.Contract.Auth
	listener := manifest.Map{
		{"name", "https"},
		{"hostname", p.fact("auth.host", auth.Host)},
		{"port", 443},
		{"protocol", "HTTPS"},
		{"tls", manifest.Map{{"mode", "Terminate"}, {"options", manifest.Map{
			{"kubernetes.azure.com/tls-cert-keyvault-uri", p.fact("auth.certificate_uri", auth.CertificateURI)},
			{"kubernetes.azure.com/tls-cert-service-account", "gateway-tls"},
		}}}},
		{"allowedRoutes", manifest.Map{{"namespaces", manifest.Map{{"from", "Same"}}}}},
	}
	return []manifest.Map{exposed(gatewayAPI, "Gateway", gatewayName).object(manifest.Entry{"spec", manifest.Map{
		{"gatewayClassName", p.decision("expose.gateway_class", p.Config.Expose.GatewayClass)},
		{"listeners", manifest.List{listener}},
	}})}
}

// httpRoute stands in the gateway's namespace, since a namespaced ExternalDNS
// publishes the hosts of its own namespace only; referenceGrant lets it point
// at the proxies.
func (p routePlanner) httpRoute() []manifest.Map {
	if !p.UsesGateway() {
		return nil
	}
	rule := func(prefix, proxy string) manifest.Map {
		return manifest.Map{
			{"matches", manifest.List{manifest.Map{{"path", manifest.Map{{"type", "PathPrefix"}, {"value", prefix}}}}}},
			{"backendRefs", manifest.List{manifest.Map{{"name", proxy}, {"namespace", p.servicesNamespace()}, {"port", proxyPort}}}},
		}
	}
	return []manifest.Map{exposed(gatewayAPI, "HTTPRoute", gatewayName).object(manifest.Entry{"spec", manifest.Map{
		{"parentRefs", manifest.List{manifest.Map{{"name", gatewayName}, {"sectionName", "https"}}}},
		{"hostnames", manifest.List{p.fact("auth.host", p.Contract.Auth.Host)}},
		{"rules", manifest.List{rule("/metadata", proxyForPrograms), rule("/", proxyForPeople)}},
	}})}
}

// referenceGrant lets routes of the gateway's namespace, and no others, point
// at the two proxies, and at nothing else.
func (p routePlanner) referenceGrant() []manifest.Map {
	if !p.UsesGateway() {
		return nil
	}
	to := func(proxy string) manifest.Map {
		return manifest.Map{{"group", ""}, {"kind", "Service"}, {"name", proxy}}
	}
	return []manifest.Map{exposed("gateway.networking.k8s.io/v1beta1", "ReferenceGrant", gatewayName).object(manifest.Entry{"spec", manifest.Map{
		{"from", manifest.List{manifest.Map{{"group", "gateway.networking.k8s.io"}, {"kind", "HTTPRoute"}, {"namespace", p.gatewayNamespace()}}}},
		{"to", manifest.List{to(proxyForPeople), to(proxyForPrograms)}},
	}})}
}

// externalDNS publishes the host in the DNS zone.
func (p routePlanner) externalDNS() []manifest.Map {
	if !p.UsesGateway() || p.Contract.Auth.DNSZoneID == nil {
		return nil
	}
	return []manifest.Map{exposed("approuting.kubernetes.azure.com/v1alpha1", "ExternalDNS", gatewayName).object(manifest.Entry{"spec", manifest.Map{
		{"resourceName", "metaflow-dns"},
		{"dnsZoneResourceIDs", manifest.List{p.fact("auth.dns_zone_id", p.Contract.Auth.DNSZoneID)}},
		{"resourceTypes", manifest.List{"gateway"}},
		{"identity", manifest.Map{{"type", "workloadIdentity"}, {"serviceAccount", "external-dns"}}},
	}})}
}

// ingress is the route for clusters with an Ingress class of their own.
func (p routePlanner) ingress() []manifest.Map {
	if !p.UsesIngress() {
		return nil
	}
	e, host := p.Config.Expose, p.fact("auth.host", p.Contract.Auth.Host)
	path := func(prefix, proxy string) manifest.Map {
		return manifest.Map{{"path", prefix}, {"pathType", "Prefix"},
			{"backend", manifest.Map{{"service", manifest.Map{{"name", proxy}, {"port", manifest.Map{{"number", proxyPort}}}}}}}}
	}
	return []manifest.Map{exposed("networking.k8s.io/v1", "Ingress", "metaflow").object(manifest.Entry{"spec", manifest.Map{
		{"ingressClassName", p.decision("expose.ingress_class", e.IngressClass)},
		{"tls", manifest.List{manifest.Map{{"hosts", manifest.List{host}}, {"secretName", p.decision("expose.ingress_tls_secret", e.IngressTLSSecret)}}}},
		{"rules", manifest.List{manifest.Map{{"host", host}, {"http", manifest.Map{{"paths", manifest.List{path("/metadata", proxyForPrograms), path("/", proxyForPeople)}}}}}}},
	}})}
}

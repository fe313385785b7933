package stack

import (
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"github.com/hashicorp/hcl/v2"
)

// managedGatewayClasses are the classes whose controller takes TLS from Key
// Vault and publishes DNS names by itself.
var managedGatewayClasses = []string{"approuting-istio", "istio"}

// retiredIngressClasses are refused with the date and the way out.
var retiredIngressClasses = map[string]string{
	"nginx":                              "Upstream ingress-nginx has had no maintenance since March 2026",
	"webapprouting.kubernetes.azure.com": "AKS supports its managed NGINX only until November 2026",
	"addon-http-application-routing":     "AKS's HTTP application routing is retired and works on no supported version of Kubernetes",
}

// outsideIngressClasses have their data plane outside of the cluster, where no
// policy can select it by namespace.
var outsideIngressClasses = []string{"azure-application-gateway", "azure-alb-external"}

// sharedIssuers give a token for any audience to everybody who has an account
// there. The auth proxy looks at the audience alone, and not at whose token it
// is.
var sharedIssuers = []string{"https://token.actions.githubusercontent.com", "https://gitlab.com", "https://accounts.google.com", "https://app.terraform.io", "https://agent.buildkite.com"}

// exposureChecker checks what is decided about the way in.
type exposureChecker struct{ *crossChecker }

// exposure checks what an expose block needs.
func (x exposureChecker) exposure() {
	e := x.Config.Expose
	if !x.Config.Network.Policies.IsOn() {
		x.report(hcl.DiagWarning, x.Decision("network.policies"), "No network policies", "Nothing keeps other pods of the cluster from the metadata service, which asks nobody for a login, and from the user interface behind the auth proxy. Only a cluster whose network plugin enforces no policies anyway is as well off without.")
	}
	if e == nil {
		x.privateOnly()
		return
	}
	if x.Contract.Auth == nil {
		x.fault(x.Decision("expose"), "Missing output", "The expose block needs the output \"auth\", which is not there. Declare it in terraform/outputs.tf, apply, and record the outputs again; or remove the block to keep the stack private.")
		return
	}
	x.login(e, x.Contract.Auth)
	x.people(e)
	x.issuerPorts(e, x.Contract.Auth)
	x.programs(e)
	x.sessions(e)
	x.upstreams(e)
	lockoutChecker{x}.lockouts(e, x.Contract.Auth)
	if e.IngressClass != nil {
		x.ingress(e)
	} else {
		x.gateway(e, x.Contract.Auth)
	}
}

// privateOnly refuses what has no effect without an expose block.
func (x exposureChecker) privateOnly() {
	if x.Decided("service." + AuthProxy) {
		x.fault(x.Decision("service."+AuthProxy), "Block without effect", "A private stack runs no auth proxy. Remove the block, or add an expose block.")
	}
	for _, role := range x.Config.AdoptNamespaces {
		if role.String() == GatewayNamespace {
			x.fault(x.Decision("adopt_namespaces"), "Argument without effect", "A private stack has no gateway namespace. Remove \"gateway\", or add an expose block.")
		}
	}
}

func (x exposureChecker) login(e *Expose, a *Auth) {
	switch e.Provider.String() {
	case EntraID:
		x.entra(a)
	case Auth0:
		if !strings.HasSuffix(a.IssuerURL.String(), "/") {
			x.fault(x.Fact("auth.issuer_url"), "Issuer without trailing slash", "Auth0's issuer ends with a slash, but %q does not. The auth proxy would not start.", a.IssuerURL)
		}
		fallthrough
	default:
		if a.ClientSecretName == nil {
			x.fault(x.Fact("auth"), "Missing attribute", "Output \"auth.client_secret_name\" is not there. Provider %q logs in with a client secret: put it into Key Vault and give the name of that Key Vault secret.", e.Provider)
		}
	}
	x.audiences(e, a)
}

// audiences checks that programs can get a token, and that it says what a
// program may do rather than who somebody is.
func (x exposureChecker) audiences(e *Expose, a *Auth) {
	if len(a.APIAudiences) == 0 && len(e.Programs) == 0 {
		x.report(hcl.DiagWarning, x.Fact("auth.api_audiences"), "Programs have no audience", "Output \"auth.api_audiences\" is empty and stack.hcl has no program block. Programs would have to bring ID tokens of the browser's client, which everybody gets who can log in at the issuer. Give the API an audience of its own.")
	}
	isUUID := func(audience fact.Audience) bool {
		var id fact.UUID
		return id.UnmarshalText([]byte(audience.String())) == nil
	}
	if e.Provider.String() == EntraID && len(a.APIAudiences) > 0 && !slices.ContainsFunc(a.APIAudiences, isUUID) {
		x.report(hcl.DiagWarning, x.Fact("auth.api_audiences"), "Only tokens of version 1", "Output \"auth.api_audiences\" has no client id. Entra ID writes an audience such as %q into tokens of version 1 alone; those of version 2, which terraform/post-apply asks for, have the application's client id. Add %q to exposure.api_audiences, or make sure that requestedAccessTokenVersion of the application is 1.", a.APIAudiences[0], a.ClientID)
	}
}

func (x exposureChecker) entra(a *Auth) {
	tenant := x.Contract.TenantID.String()
	if !strings.Contains(a.IssuerURL.Path(), tenant) {
		x.fault(x.Fact("auth.issuer_url"), "Issuer of another tenant", "The issuer %q does not hold the tenant id %s. For Entra ID it is https://login.microsoftonline.com/TENANT/v2.0 (or your cloud's host).", a.IssuerURL, tenant)
	}
	if !strings.HasSuffix(a.IssuerURL.Path(), "/v2.0") {
		x.fault(x.Fact("auth.issuer_url"), "Not the v2.0 issuer", "The issuer %q must end with /v2.0 without a slash, as Entra ID's discovery document says it; the auth proxy compares the text.", a.IssuerURL)
	}
	var id fact.UUID
	if err := id.UnmarshalText([]byte(a.ClientID.String())); err != nil {
		x.fault(x.Fact("auth.client_id"), "Invalid value", "Output \"auth.client_id\" is %q. With entra-id it %s.", a.ClientID, err)
	}
}

func (x exposureChecker) people(e *Expose) {
	empty := ""
	for _, name := range []string{"email_domains", "allowed_groups"} {
		if x.Decided("expose." + name) {
			empty = name
		}
	}
	switch {
	case len(e.AllowedGroups) > 0 || len(e.EmailDomains) > 0:
	case empty != "":
		x.fault(x.Decision("expose."+empty), "Empty list", "%s is empty. That reads as if nobody could log in, but the auth proxy would let everybody in who has an account at the issuer. Name somebody, or leave it out if that is meant.", empty)
	case e.Provider.String() == EntraID:
		x.report(hcl.DiagWarning, x.Decision("expose"), "Everybody of the tenant may log in", "Neither allowed_groups nor email_domains is given, so anyone who has an account in the tenant, guests included, can log in. Name allowed_groups, or require assignment to the Entra application.")
	default:
		x.fault(x.Decision("expose"), "Anybody could log in", "With provider %q whoever can sign up at the issuer could log in. Name allowed_groups or email_domains.", e.Provider)
	}
}

// issuerPorts refuses issuers that the network policies would keep out of
// reach: they open port 443 beyond private ranges.
func (x exposureChecker) issuerPorts(e *Expose, a *Auth) {
	const detail = "The issuer %q is on port %s, but the auth proxy may reach only port 443. Put the issuer behind port 443."
	if port := a.IssuerURL.Port(); port != "" && port != "443" {
		x.fault(x.Fact("auth.issuer_url"), "Issuer on another port", detail, a.IssuerURL, port)
	}
	for name, program := range e.Programs {
		if port := program.Issuer.Port(); port != "" && port != "443" {
			x.fault(x.Decision("expose.program."+name+".issuer"), "Issuer on another port", detail, program.Issuer, port)
		}
	}
}

// programs refuses issuers that anybody can get a token from.
func (x exposureChecker) programs(e *Expose) {
	for _, name := range slices.Sorted(maps.Keys(e.Programs)) {
		issuer := e.Programs[name].Issuer.String()
		if slices.Contains(sharedIssuers, strings.TrimSuffix(issuer, "/")) {
			x.fault(x.Decision("expose.program."+name+".issuer"), "Issuer of everybody", "Whoever has an account at %q can get a token for any audience there, and the auth proxy does not look at whose it is. Let the job exchange its token for one of your own issuer: at Entra ID by a federated credential that names the repository; docs/auth.md shows how.", issuer)
		}
	}
}

func (x exposureChecker) ingress(e *Expose) {
	class := e.IngressClass.String()
	if why, retired := retiredIngressClasses[class]; retired {
		x.fault(x.Decision("expose.ingress_class"), "Retired Ingress class", "%s, so class %q is refused. Use the Gateway of application routing: remove ingress_class, and enable it on the cluster (az aks approuting gateway istio enable).", why, class)
	}
	if x.Decided("expose.gateway_class") {
		x.fault(x.Decision("expose.gateway_class"), "Gateway and Ingress", "Either gateway_class or ingress_class can be given, not both. Remove one.")
	}
	if e.IngressTLSSecret == nil {
		x.fault(x.Decision("expose.ingress_class"), "Missing argument", "With ingress_class the argument \"ingress_tls_secret\" is needed, too.")
	}
	switch {
	case e.IngressNamespace == nil && len(e.IngressRanges) == 0:
		x.fault(x.Decision("expose.ingress_class"), "Missing argument", "With ingress_class the argument \"ingress_namespace\" is needed, too. Where requests come from outside of the cluster, give \"ingress_ranges\" instead.")
	case e.IngressNamespace != nil && len(e.IngressRanges) > 0:
		x.fault(x.Decision("expose.ingress_ranges"), "Two ways in", "Requests come either from pods, which ingress_namespace names, or from addresses, which ingress_ranges names. Remove one.")
	case e.IngressNamespace != nil && slices.Contains(outsideIngressClasses, class):
		x.fault(x.Decision("expose.ingress_namespace"), "Ingress from outside of the cluster", "Requests through class %q come from the gateway's subnet and not from pods, so the network policy would keep them out. Give that subnet as ingress_ranges instead.", class)
	}
}

func (x exposureChecker) gateway(e *Expose, a *Auth) {
	for _, name := range []string{"ingress_namespace", "ingress_ranges", "ingress_tls_secret"} {
		if x.Decided("expose." + name) {
			x.fault(x.Decision("expose."+name), "Argument without effect", "%q works only together with ingress_class. Remove it.", name)
		}
	}
	if !slices.Contains(managedGatewayClasses, e.GatewayClass.String()) {
		x.fault(x.Decision("expose.gateway_class"), "Unknown Gateway class", "Class %q does not take its certificate from Key Vault. It must be one of %s%s", e.GatewayClass, strings.Join(managedGatewayClasses, ", "), fact.SuggestOr(e.GatewayClass.String(), managedGatewayClasses, "."))
	}
	if a.CertificateURI == nil {
		x.fault(x.Fact("auth"), "Missing attribute", "Output \"auth.certificate_uri\" is not there. The gateway's TLS certificate comes from Key Vault; give its unversioned certificate URI.")
		return
	}
	segments := strings.Split(strings.Trim(a.CertificateURI.Path(), "/"), "/")
	if len(segments) != 2 || segments[0] != "certificates" {
		x.fault(x.Fact("auth.certificate_uri"), "Invalid certificate URI", "%q must be https://VAULT/certificates/NAME without a version, so that a renewed certificate is picked up.", a.CertificateURI)
	}
	if a.DNSZoneID != nil {
		x.dnsZone(a)
	}
}

func (x exposureChecker) dnsZone(a *Auth) {
	id := a.DNSZoneID.String()
	zone := strings.ToLower(id[strings.LastIndexByte(id, '/')+1:])
	if !a.Host.IsWithin(zone) {
		x.fault(x.Fact("auth.host"), "Host outside its DNS zone", "The host %q is not in the DNS zone %q, so nobody would find it.", a.Host, zone)
	}
}

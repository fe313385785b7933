package stack

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/metaflow-gitops/generator/fact"
)

// lockoutChecker refuses decisions about the login that no token could ever fit:
// everybody would get 403, or never come to an end with the login.
type lockoutChecker struct{ exposureChecker }

func (x lockoutChecker) lockouts(e *Expose, a *Auth) {
	x.scopes(e)
	x.groups(e, a)
	x.domains(e)
	x.tokens(e, a)
	if lifetime, err := time.ParseDuration(e.SessionLifetime.String()); err == nil && lifetime < time.Minute {
		x.fault(x.Decision("expose.session_lifetime"), "Login too short", "A login that lasts %s ends before its first page is there, and people would be sent to the issuer over and over. It must be at least 1m.", e.SessionLifetime)
	}
}

// scopes checks that a login asks for what the auth proxy looks at.
func (x lockoutChecker) scopes(e *Expose) {
	asks := func(scope string) bool {
		return slices.ContainsFunc(e.Scopes, func(s Scope) bool { return s.String() == scope })
	}
	claim := claimOfEmail(e)
	switch at := x.Decision("expose.scopes"); {
	case len(e.Scopes) == 0:
	case !asks("openid"):
		x.fault(at, "Login without ID token", "Without the scope \"openid\" the issuer gives no ID token, so nobody could log in. Add it.")
	case e.Provider.String() == EntraID && claim == "preferred_username" && !asks("profile"):
		x.fault(at, "Scope of a claim missing", "Entra ID writes %q only into tokens of logins that ask for the scope \"profile\", so nobody could log in. Add it, or name another email_claim.", claim)
	case claim == "email" && !asks("email") && e.Provider.String() != OIDC:
		x.fault(at, "Scope of a claim missing", "The issuer writes \"email\" only into tokens of logins that ask for the scope \"email\", so nobody could log in. Add it, or name another email_claim.")
	}
}

// claimOfEmail is the claim in which the auth proxy looks for a person's address.
func claimOfEmail(e *Expose) string {
	switch {
	case e.EmailClaim != nil:
		return e.EmailClaim.String()
	case e.Provider.String() == EntraID:
		return "preferred_username" // Entra ID often sends no email
	}
	return "email"
}

// auth0Claims are names that Auth0 keeps for itself: an Action that sets one of them
// does nothing.
var auth0Claims = []string{"groups", "roles", "permissions", "entitlements", "scope", "sub", "aud", "azp", "org_id", "org_name", "sid", "amr", "acr"}

// groups checks that tokens can have the groups.
func (x lockoutChecker) groups(e *Expose, a *Auth) {
	if len(e.AllowedGroups) == 0 {
		return
	}
	at, issuer := x.Decision("expose.allowed_groups"), a.IssuerURL.Host()
	switch provider := e.Provider.String(); {
	case provider == EntraID && e.GroupsClaim == nil:
		x.objectIDs(e, a)
	case provider == Auth0 && e.GroupsClaim == nil:
		x.fault(at, "Groups without a claim", "Auth0 writes no groups into tokens by itself, so allowed_groups would keep everybody out (403). Let an Action set a claim that is a URL of yours, and name it: groups_claim = \"https://%s/groups\"; docs/auth.md shows both.", a.Host)
	case provider == Auth0:
		x.auth0Claim(e, a)
	case provider == OIDC && issuer == "accounts.google.com":
		x.fault(at, "Groups without a claim", "Google writes no groups into tokens, and refuses a login that asks for the scope \"groups\", so allowed_groups would keep everybody out. Name email_domains instead.")
	case provider == OIDC && isEntraHost(issuer) && len(e.Scopes) == 0:
		x.fault(at, "Scope that the issuer refuses", "With provider \"oidc\" and allowed_groups a login asks for the scope \"groups\", which Entra ID refuses (AADSTS650053). Let the provider be \"entra-id\", or name the scopes: scopes = [\"openid\", \"email\", \"profile\"].")
	}
}

// objectIDs checks that groups of Entra ID are what its tokens have: object ids, in small
// letters.
func (x lockoutChecker) objectIDs(e *Expose, a *Auth) {
	const cure = " Give the group's object id (az ad group show --group NAME --query id). Where tokens have something else, say in which claim: groups_claim = \"roles\" for app roles, or \"groups\" for an application that writes names into it."
	others := map[string]string{"00000000-0000-0000-0000-000000000000": "a placeholder", x.Contract.TenantID.String(): "the tenant's id", a.ClientID.String(): "the application's client id"}
	for key, identity := range x.Contract.WorkloadIdentities {
		others[identity.ClientID.String()] = "the client id of the identity " + key
	}
	at := x.Decision("expose.allowed_groups")
	var names []string
	for _, group := range e.AllowedGroups {
		var id fact.UUID
		isID := id.UnmarshalText([]byte(strings.ToLower(group.String()))) == nil
		switch other, isOther := others[group.String()]; {
		case isOther:
			x.fault(at, "Group that nobody is in", "%q is %s and no group, so no token of a person has it (403).%s", group, other, cure)
		case isID && strings.ToLower(group.String()) != group.String():
			x.fault(at, "Group that nobody is in", "Entra ID writes object ids in small letters, and the auth proxy compares the text, so %q lets nobody in (403). Write %q.", group, strings.ToLower(group.String()))
		case !isID:
			names = append(names, strconv.Quote(group.String()))
		}
	}
	switch len(names) {
	case 0:
	case 1:
		x.fault(at, "Group that nobody is in", "With entra-id tokens have the object ids of groups, and %s is not one, so it lets nobody in (403).%s", names[0], cure)
	default:
		x.fault(at, "Group that nobody is in", "With entra-id tokens have the object ids of groups, and %s are not, so they let nobody in (403).%s", strings.Join(names, ", "), cure)
	}
}

// auth0Claim checks that an Action of Auth0 can set the claim.
func (x lockoutChecker) auth0Claim(e *Expose, a *Auth) {
	at, claim := x.Decision("expose.groups_claim"), e.GroupsClaim.String()
	_, address, isURL := strings.Cut(claim, "://")
	host, _, _ := strings.Cut(address, "/")
	isTheirs := slices.ContainsFunc([]string{"auth0.com", "webtask.io", "webtask.run"}, func(domain string) bool {
		return host == domain || strings.HasSuffix(host, "."+domain)
	})
	switch {
	case slices.Contains(auth0Claims, claim):
		x.fault(at, "Claim that Auth0 keeps", "%q is a name that Auth0 keeps for itself, and an Action cannot set it, so allowed_groups would keep everybody out (403). Use a URL of yours, such as \"https://%s/groups\", there and here.", claim, a.Host)
	case isURL && isTheirs:
		x.fault(at, "Claim that Auth0 keeps", "Auth0 leaves out claims below its own domains, such as %q, so allowed_groups would keep everybody out (403). Use a URL of yours, such as \"https://%s/groups\", there and here.", claim, a.Host)
	}
}

// reservedDomains are top-level domains in which there are no addresses (RFC 6761).
var reservedDomains = []string{"invalid", "localhost", "test", "example"}

// claimsWithoutAddress are claims of OpenID Connect and Entra ID that never hold an
// e-mail address.
var claimsWithoutAddress = []string{"sub", "oid", "tid", "sid", "jti", "iss", "aud", "azp", "uti", "name", "given_name", "family_name", "nickname", "middle_name", "email_verified", "picture", "groups", "roles", "wids", "phone_number"}

// domains checks that addresses can be in the e-mail domains.
func (x lockoutChecker) domains(e *Expose) {
	for _, domain := range e.EmailDomains {
		name := domain.String()
		if slices.Contains(reservedDomains, name[strings.LastIndexByte(name, '.')+1:]) {
			x.fault(x.Decision("expose.email_domains"), "Domain that nobody is in", "%q is reserved for examples and tests, so nobody has an address there, and it lets nobody in (403). Name the domain that people's addresses end in.", name)
		}
	}
	if claim := claimOfEmail(e); len(e.EmailDomains) > 0 && slices.Contains(claimsWithoutAddress, claim) {
		x.fault(x.Decision("expose.email_claim"), "Claim without an address", "The claim %q holds no e-mail address, so no value of it is in email_domains, and everybody would be kept out (403). Name the claim that has the address, or let allowed_groups decide.", claim)
	}
}

// tokens checks that programs' tokens can have the issuers and audiences.
func (x lockoutChecker) tokens(e *Expose, a *Auth) {
	if e.Provider.String() == EntraID {
		for _, audience := range a.APIAudiences {
			if why := wrongAudience(audience.String()); why != "" {
				x.fault(x.Fact("auth.api_audiences"), "Audience that no token has", "Output \"auth.api_audiences\" has %q, %s Programs would get 401. Name the client id of the application, or its URI (api://…).", audience, why)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.Programs)) {
		x.program(name, e.Programs[name])
	}
}

// microsoftAPIs are audiences of Microsoft's own APIs: nobody else can verify their
// tokens, or should take them.
var microsoftAPIs = []string{"00000003-0000-0000-c000-000000000000", "00000002-0000-0000-c000-000000000000", "797f4846-ba00-4fd7-ba43-dac1f8f63013", "api://azureadtokenexchange", "https://graph.microsoft.com", "https://graph.windows.net", "https://management.azure.com", "https://management.core.windows.net", "https://vault.azure.net", "https://storage.azure.com"}

// wrongAudience says why no token of Entra ID for this stack has an audience; "" is a
// good one.
func wrongAudience(audience string) string {
	lower := strings.TrimSuffix(strings.ToLower(audience), "/")
	var id fact.UUID
	isID := id.UnmarshalText([]byte(lower)) == nil
	switch {
	case slices.Contains(microsoftAPIs, lower):
		return "which is an API of Microsoft's: its tokens are for nobody else."
	case strings.HasSuffix(lower, "/.default"):
		return "which is a scope: the audience of its tokens is what is before \"/.default\"."
	case isID && audience != lower:
		return "but Entra ID writes client ids in small letters, and the auth proxy compares the text."
	case !isID && !strings.Contains(audience, "://"):
		return "but Entra ID writes client ids and URIs alone into tokens."
	}
	return ""
}

// isEntraHost reports whether a host is one of Entra ID, in any cloud.
func isEntraHost(host string) bool {
	return slices.Contains([]string{"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn", "login.chinacloudapi.cn"}, host)
}

// program checks a further issuer against what such issuers are known to write.
func (x lockoutChecker) program(name string, p Program) {
	at := x.Decision("expose.program." + name + ".issuer")
	host, issuer := p.Issuer.Host(), p.Issuer.String()
	var id fact.UUID
	isID := id.UnmarshalText([]byte(p.Audience.String())) == nil
	isV2 := strings.HasSuffix(p.Issuer.Path(), "/v2.0")
	endsInSlash := strings.HasPrefix(host, "sts.") && strings.HasSuffix(host, ".net") || strings.HasSuffix(host, ".auth0.com") || strings.Contains(host, ".oic.")
	switch {
	case isEntraHost(host) && !isV2:
		x.fault(at, "Issuer that no token has", "Tokens of Entra ID have the issuer https://%s/TENANT/v2.0, or https://sts.windows.net/TENANT/ in version 1, and never %q. Programs would get 401. Write one of the two, to the letter.", host, issuer)
	case isEntraHost(host) && !isID:
		x.fault(x.Decision("expose.program."+name+".audience"), "Audience that no token has", "Tokens of %q have the client id of an application as their audience, and never %q: a URI is in tokens of version 1 alone, whose issuer is https://sts.windows.net/TENANT/. Programs would get 401. Name the client id.", issuer, p.Audience)
	case endsInSlash && !strings.HasSuffix(issuer, "/"):
		x.fault(at, "Issuer that no token has", "Tokens of this issuer end its name with a slash, and the auth proxy compares the text, so with %q programs would get 401. Write %q.", issuer, issuer+"/")
	case isEntraHost(host) || host == "sts.windows.net":
		if why := wrongAudience(p.Audience.String()); why != "" {
			x.fault(x.Decision("expose.program."+name+".audience"), "Audience that no token has", "The audience is %q, %s Programs would get 401. Name the client id of the application, or its URI (api://…).", p.Audience, why)
		}
	}
}

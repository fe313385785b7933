package oauth2proxy

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maxSession is the longest that a login may last without Redis, where no
// logout ends it: the default of the proxy.
const maxSession = 7 * 24 * time.Hour

func cookieExpire(_ Decisions, o Options) string {
	expire, err := time.ParseDuration(o.Value("cookie-expire"))
	refresh, _ := time.ParseDuration(o.Value("cookie-refresh"))
	switch {
	case err != nil:
		return "" // it has a finding of its type
	case expire <= 0 || expire > maxSession:
		return fmt.Sprintf("whoever once copied a cookie stays logged in. It must be at most %s.", maxSession)
	case refresh >= expire:
		return fmt.Sprintf("the session would end before its first refresh after %s.", refresh)
	}
	return ""
}

func cookieName(d Decisions, o Options) string {
	name := o.Value("cookie-name")
	if slices.Contains(d.OtherCookies, name) {
		return fmt.Sprintf("%s has the same one, so a person's cookie would be a program's login, past the rules for it. Give each its own.", d.Other)
	}
	if !strings.HasPrefix(name, "__Host-") {
		return `another host of the same domain could set it. It must begin with "__Host-".`
	}
	return ""
}

// Where Key Vault's secrets are mounted, and the key of all sessions among them.
const (
	SecretsFolder    = "/mnt/secrets"
	CookieSecretFile = SecretsFolder + "/cookie-secret"
)

// clientAddress holds that the address in the log is one that the gateway wrote.
func clientAddress(_ Decisions, o Options) string {
	header := o.Value("real-client-ip-header")
	if slices.Contains([]string{"X-Real-IP", "X-Forwarded-For", "X-Envoy-External-Address"}, header) {
		return ""
	}
	return "clients can send that header themselves, and be taken for anybody. Remove it."
}

// logoutURL holds that the ID token of a logout goes to the issuer alone.
func logoutURL(d Decisions, o Options) string {
	u, err := url.Parse(o.Value("backend-logout-url"))
	if o.Value("backend-logout-url") == "" || err == nil && u.Scheme == "https" && u.Host == d.IssuerHost {
		return ""
	}
	return fmt.Sprintf("the ID token of a logout would go there, not to the issuer. Name a page of %s, or remove it.", d.IssuerHost)
}

// privateRanges are those that are not routed on the Internet.
var privateRanges = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("fc00::/7"),
}

// trustedProxies holds that forwarded headers are believed from inside alone,
// or else from a small range that stack.hcl names.
func trustedProxies(d Decisions, o Options) string {
	if !o.IsTrue("reverse-proxy") {
		return ""
	}
	ranges := o.List("trusted-proxy-ip")
	for _, r := range ranges {
		prefix, err := netip.ParsePrefix(r)
		if address, single := netip.ParseAddr(r); err != nil && single == nil {
			prefix, err = netip.PrefixFrom(address, address.BitLen()), nil
		}
		if err != nil {
			return fmt.Sprintf("%q is no address and no range.", r)
		}
		inside := slices.ContainsFunc(privateRanges, func(q netip.Prefix) bool { return q.Bits() <= prefix.Bits() && q.Contains(prefix.Addr()) })
		if !inside && prefix.Bits() < prefix.Addr().BitLen()-8 {
			return fmt.Sprintf("whoever sends from %s could forge the client's address and host. Name the gateway's pods alone: expose.trusted_proxy_ranges, or nothing for the pod ranges.", r)
		}
	}
	if decided := d.TrustedProxyRanges; len(decided) > 0 && !sameList(ranges, decided) {
		return "stack.hcl decides something else in expose.trusted_proxy_ranges. Change it there."
	}
	return ""
}

// redirectDomains holds that after a login or a logout people end at the
// stack's host, or at the issuer's page of its logout.
func redirectDomains(d Decisions, o Options) string {
	for _, domain := range o.List("whitelist-domain") {
		if domain != d.Host && domain != d.IssuerHost {
			return fmt.Sprintf("a link to the stack's login could lead on to %q. Only the stack's host and the issuer's may be there.", domain)
		}
	}
	return ""
}

func signatures(_ Decisions, o Options) string {
	for _, alg := range o.List("oidc-enabled-signing-alg") {
		if alg == "" || strings.EqualFold(alg, "none") || strings.HasPrefix(alg, "HS") {
			return fmt.Sprintf("%q is no signature that only the issuer can make. Remove it.", alg)
		}
	}
	return ""
}

func programsClient(d Decisions, o Options) string {
	client := o.Value("client-id")
	if client == d.ClientID && len(d.APIAudiences) == 0 || slices.Contains(d.APIAudiences, client) {
		return ""
	}
	return "the proxy takes the client id for the audience of programs' tokens, and this is none of the output auth.api_audiences. With the browser's client id, the ID token of everybody who can log in would do."
}

func decidedGroups(d Decisions, o Options) string {
	if groups := d.AllowedGroups; !sameList(o.List("allowed-group"), groups) {
		return fmt.Sprintf("stack.hcl decides %q in expose.allowed_groups. Change it there.", groups)
	}
	return ""
}

// manyTenants are what stands in the place of a tenant in issuers that
// everybody can have an account at.
var manyTenants = []string{"/common/", "/organizations/", "/consumers/", "/9188040d-6c67-4c5b-b112-36a304b66dad/"}

func decidedDomains(d Decisions, o Options) string {
	domains := o.List("email-domain")
	switch {
	case len(domains) == 0:
		return `without it the proxy does not start. Say "*" where groups decide.`
	case len(d.EmailDomains) > 0 && !sameList(domains, d.EmailDomains):
		return fmt.Sprintf("stack.hcl decides %q in expose.email_domains. Change it there.", d.EmailDomains)
	case !slices.Contains(domains, "*"):
		return ""
	}
	issuer := o.Value("oidc-issuer-url")
	for _, tenant := range manyTenants {
		if strings.Contains(issuer+"/", tenant) {
			return fmt.Sprintf("the issuer %q is of many tenants, so everybody with an account at any of them could log in. Take the issuer of your tenant.", issuer)
		}
	}
	if o.Value("provider") == "oidc" && len(o.List("allowed-group")) == 0 {
		return "everybody who can sign up at the issuer could log in. Name expose.allowed_groups or expose.email_domains."
	}
	return ""
}

// extraIssuers holds that each further issuer is given with the audience that
// its tokens must have, and can be trusted to be itself.
func extraIssuers(_ Decisions, o Options) string {
	for _, pair := range o.List("extra-jwt-issuers") {
		issuer, audience, _ := strings.Cut(pair, "=")
		switch {
		case audience == "" || audience == "*":
			return fmt.Sprintf("%q names no audience, so tokens that its issuer made for others would do. Write ISSUER=AUDIENCE.", pair)
		case !strings.HasPrefix(issuer, "https://"):
			return fmt.Sprintf("the keys of %q would come without TLS. Its issuer must be an https URL.", issuer)
		}
		for _, tenant := range manyTenants {
			if strings.Contains(issuer+"/", tenant) {
				return fmt.Sprintf("%q is of many tenants, so a program of any of them could get such a token. Take the issuer of your tenant.", issuer)
			}
		}
	}
	return ""
}

func allowedTenants(d Decisions, o Options) string {
	for _, tenant := range o.List("entra-id-allowed-tenant") {
		if tenant != d.TenantID {
			return fmt.Sprintf("%q is another tenant than the stack's. Remove it.", tenant)
		}
	}
	return ""
}

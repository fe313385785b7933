package oauth2proxy

import (
	"fmt"
	"slices"
)

// Rule is what must hold of one option of a proxy.
type Rule struct {
	Flag    string
	Summary string // of the finding
	// wrong says what follows from a wrong value and how to fix it, "" of a right
	// one.
	wrong func(d Decisions, o Options) string
}

// Finding is an option of a proxy that is not as it must be.
type Finding struct {
	Option  Option
	Summary string
	Value   string // as a message tells it
	Detail  string
}

// Rules are all that must hold. They are independent of each other: a new one is one
// more line in a table.
func Rules() []Rule {
	return slices.Concat(bypassRules, loginRules, cookieRules, sessionRules, pathRules, logRules)
}

// Check holds the options of a proxy to the rules.
func Check(d Decisions, o Options) []Finding {
	var found []Finding
	for _, r := range Rules() {
		if why := r.wrong(d, o); why != "" {
			option, _ := ByFlag(r.Flag)
			found = append(found, Finding{option, r.Summary, o.shown(r.Flag), why})
		}
	}
	for _, f := range slices.Concat(undecided(d, o), unreviewed(d, o)) {
		if !slices.ContainsFunc(found, func(other Finding) bool { return other.Option == f.Option }) {
			found = append(found, f)
		}
	}
	return found
}

// shown is an option's value as a message tells it.
func (o Options) shown(flag string) string {
	option, _ := ByFlag(flag)
	value := option.Quote(o.Value(flag))
	if o[flag] == "" {
		return "not set, which means " + value
	}
	return value
}

// unset holds that nobody gives an option.
func unset(flag, summary, why string) Rule {
	return Rule{flag, summary, func(_ Decisions, o Options) string {
		if o.Value(flag) == "" {
			return ""
		}
		return why + " Remove it."
	}}
}

// off holds that a switch is off.
func off(flag, summary, why string) Rule {
	return Rule{flag, summary, func(_ Decisions, o Options) string {
		if !o.IsTrue(flag) {
			return ""
		}
		return why + ` It must be "false".`
	}}
}

// on holds that a switch is on.
func on(flag, summary, why string) Rule {
	return Rule{flag, summary, func(_ Decisions, o Options) string {
		if o.IsTrue(flag) {
			return ""
		}
		return why + ` It must be "true".`
	}}
}

// equal holds that an option has one value, where there is one.
func equal(flag, summary, why string, want func(d Decisions, o Options) string) Rule {
	return Rule{flag, summary, func(d Decisions, o Options) string {
		w := want(d, o)
		if w == "" || o.Value(flag) == w {
			return ""
		}
		return fmt.Sprintf("%s It must be %q.", why, w)
	}}
}

// onlyPeople makes a rule of the proxy for people alone, and onlyPrograms of
// the other one.
func onlyPeople(r Rule) Rule   { return where(r, true) }
func onlyPrograms(r Rule) Rule { return where(r, false) }

func where(r Rule, forPeople bool) Rule {
	wrong := r.wrong
	r.wrong = func(d Decisions, o Options) string {
		if d.ForPeople != forPeople {
			return ""
		}
		return wrong(d, o)
	}
	return r
}

// bypassRules hold that no request passes without a login.
var bypassRules = []Rule{
	unset("skip-auth-route", "Routes without login", "requests that match it pass without a login."),
	unset("skip-auth-regex", "Paths without login", "paths that match it pass without a login."),
	off("skip-auth-preflight", "OPTIONS without login", "every OPTIONS request passes without a login, and reaches the services."),
	unset("trusted-ip", "Addresses without login", "whoever comes from there, or forges a header that says so, passes without a login."),
	{"trusted-proxy-ip", "Forwarded headers believed from anywhere", trustedProxies},
	unset("ping-user-agent", "User agent without login", "whoever sends that user agent gets the answer of the health check, on every path."),
	off("gcp-healthchecks", "Health checks of another cloud", "it answers /liveness_check and, by user agent, / without a login."),
	unset("htpasswd-file", "Second kind of login", "anyone who has a password of that file logs in past the issuer."),
	unset("authenticated-emails-file", "Addresses out of sight", "who may log in is in a file that nobody reviews. Name allowed_groups or email_domains in stack.hcl."),
	off("insecure-oidc-allow-unverified-email", "Unverified e-mail", "whoever types somebody else's address at the issuer could be taken for them."),
	off("insecure-oidc-skip-issuer-verification", "Issuer not verified", "tokens of every issuer that signs with these keys would do, in Entra ID those of every tenant."),
	onlyPeople(off("insecure-oidc-skip-nonce", "Nonce not verified", "a stolen ID token could be replayed at the callback.")),
	off("ssl-insecure-skip-verify", "TLS of the issuer not verified", "whoever is between the proxy and the issuer could forge its keys."),
	off("ssl-upstream-insecure-skip-verify", "TLS of the backend not verified", "whoever is between the proxy and the backend could read what it sends."),
	off("redis-insecure-skip-tls-verify", "TLS of Redis not verified", "whoever is between the proxy and Redis could read the password and sessions."),
	on("skip-auth-strip-headers", "Forged user headers", "a client could send X-Forwarded-User itself, and the services would believe it."),
	off("pass-access-token", "Token handed on", "the access token would go to the services, which do not need it."),
	off("pass-authorization-header", "Token handed on", "the ID token would go to the services, which do not need it."),
	off("set-authorization-header", "Token handed on", "the ID token would be in each answer."),
	{"real-client-ip-header", "Address by a forged header", clientAddress},
	off("show-debug-on-error", "Error pages that tell too much", "error pages would show tokens and claims."),
}

// loginRules hold that the login is the one that the stack decided.
var loginRules = []Rule{
	equal("provider", "Another provider", "the login is not the one that stack.hcl chose.", func(d Decisions, _ Options) string {
		return d.Provider
	}),
	equal("oidc-issuer-url", "Another issuer", "the proxy compares the text, so a slash too many or too few stops it, and another issuer lets other people in.", func(d Decisions, _ Options) string {
		return d.IssuerURL
	}),
	onlyPeople(equal("client-id", "Another client", "the proxy would take logins that were meant for another application.", func(d Decisions, _ Options) string {
		return d.ClientID
	})),
	onlyPrograms(Rule{"client-id", "Programs with people's tokens", programsClient}),
	equal("redirect-url", "Redirect to another host", "the issuer would send people, and the code of their login, elsewhere.", func(d Decisions, _ Options) string {
		return "https://" + d.Host + "/oauth2/callback"
	}),
	off("relative-redirect-url", "Redirect by the request's host", "the host of the redirect would be the one that the request claims."),
	{"whitelist-domain", "Open redirect", redirectDomains},
	onlyPeople(equal("code-challenge-method", "Login without PKCE", "whoever sees the code of a login could use it.", func(Decisions, Options) string { return "S256" })),
	unset("login-url", "Login page of somebody else", "people would type their password there, not at the issuer."),
	{"backend-logout-url", "Tokens sent elsewhere", logoutURL},
	unset("redeem-url", "Codes sent elsewhere", "the code and the client secret would go there, not to the issuer."),
	unset("validate-url", "Tokens sent elsewhere", "access tokens would go there."),
	unset("profile-url", "Tokens sent elsewhere", "access tokens would go there for claims."),
	unset("oidc-jwks-url", "Keys of somebody else", "tokens that are signed with those keys would do, whoever the issuer is."),
	unset("oidc-public-key-file", "Keys of somebody else", "tokens that are signed with those keys would do, whoever the issuer is."),
	off("skip-oidc-discovery", "Issuer not discovered", "the issuer's own document would not be read."),
	{"oidc-enabled-signing-alg", "Weak signatures", signatures},
	equal("oidc-audience-claim", "Audience in another claim", "tokens for other audiences could do.", func(Decisions, Options) string { return "aud" }),
	onlyPeople(Rule{"allowed-group", "Groups not as decided", decidedGroups}),
	onlyPeople(Rule{"email-domain", "Anybody could log in", decidedDomains}),
	onlyPrograms(unset("allowed-group", "Programs locked out", "tokens of programs have no groups, so all would be refused.")),
	onlyPrograms(equal("email-domain", "Programs locked out", "tokens of programs have no e-mail address, so all would be refused.", func(Decisions, Options) string { return "*" })),
	onlyPrograms(on("skip-jwt-bearer-tokens", "No tokens taken", "programs bring a bearer token, and the proxy would not look at it.")),
	onlyPeople(off("skip-jwt-bearer-tokens", "People by token", "tokens of programs would pass the rules that are made for people.")),
	{"extra-jwt-issuers", "Tokens of any audience", extraIssuers},
	unset("oidc-extra-audience", "Audience for every issuer", "tokens for that audience would do of every further issuer, too. Write ISSUER=AUDIENCE into OAUTH2_PROXY_EXTRA_JWT_ISSUERS."),
	{"entra-id-allowed-tenant", "Other tenants let in", allowedTenants},
}

// cookieRules hold that a session cookie belongs to one browser and one host.
var cookieRules = []Rule{
	on("cookie-secure", "Cookie in cleartext", "the cookie would be sent without TLS, too."),
	on("cookie-httponly", "Cookie for scripts", "a script in a page could read the cookie."),
	{"cookie-samesite", "Cookie for other sites", func(_ Decisions, o Options) string {
		if v := o.Value("cookie-samesite"); v == "lax" || v == "strict" {
			return ""
		}
		return `other sites could make requests in a person's name. It must be "lax" or "strict".`
	}},
	{"cookie-csrf-samesite", "Cookie for other sites", func(_ Decisions, o Options) string {
		if v := o.Value("cookie-csrf-samesite"); v != "none" {
			return ""
		}
		return `other sites could finish a login that they started. Remove it.`
	}},
	{"cookie-name", "Cookie of any host", cookieName},
	unset("cookie-domain", "Cookie for other hosts", "the cookie would be sent to other hosts of that domain."),
	equal("cookie-path", "Cookie for a path", "a cookie by the name __Host-… is refused by browsers unless its path is /.", func(Decisions, Options) string { return "/" }),
	{"cookie-expire", "Login without end", cookieExpire},
	unset("cookie-secret", "Secret in a variable", "the key of all sessions would be in git or in a Kubernetes Secret. It is a file from Key Vault, OAUTH2_PROXY_COOKIE_SECRET_FILE."),
	unset("client-secret", "Secret in a variable", "the client secret would be in git or in a Kubernetes Secret. It is a file from Key Vault, OAUTH2_PROXY_CLIENT_SECRET_FILE."),
	{"cookie-secret-file", "Secret of unknown origin", func(_ Decisions, o Options) string {
		if o.Value("cookie-secret-file") == CookieSecretFile {
			return ""
		}
		return "it must be " + CookieSecretFile + ", where the output auth.cookie_secret_name is mounted from Key Vault."
	}},
}

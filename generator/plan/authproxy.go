package plan

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// The two deployments of the auth proxy's base.
const (
	proxyForPeople   = "auth-proxy-people"
	proxyForPrograms = "auth-proxy-programs"
	proxyPort        = 4180
)

// authProxy gives both proxies their facts. Every option is an environment
// variable, so that base and overlay merge by name.
func (p loginPlanner) authProxy() []manifest.Map {
	if p.Config.Expose == nil {
		return nil
	}
	return []manifest.Map{
		p.proxy(proxyForPeople, p.options(proxyForPeople)),
		p.proxy(proxyForPrograms, p.options(proxyForPrograms)),
		p.proxyVault(),
	}
}

// proxyVault is what the proxies read from Key Vault.
func (p loginPlanner) proxyVault() manifest.Map {
	class := p.pods().secrets(stack.AuthProxy, p.proxySecrets()...)
	if redis := p.Config.Expose.Redis; redis == nil || redis.PasswordSecretName == nil {
		return class
	}
	last := len(class) - 1
	class[last].Value = class[last].Value.(manifest.Map).With("secretObjects", manifest.List{manifest.Map{
		{"data", manifest.List{manifest.Map{{"key", redisPassword}, {"objectName", redisPassword}}}},
		{"secretName", redisSecret},
		{"type", "Opaque"},
	}})
	return class
}

func (p loginPlanner) proxy(name string, facts manifest.List) manifest.Map {
	d := p.pods().deployment(stack.AuthProxy, append([]manifest.Entry{{"env", facts}}, p.metricsPort()...)...).named(name)
	if p.federatedLogin() {
		d = d.label(UseLabel, "true")
	}
	return d.patch()
}

// federatedLogin reports whether the proxy logs in with its federated token in
// place of a client secret.
func (p loginPlanner) federatedLogin() bool {
	return p.Config.Expose.Provider.String() == stack.EntraID
}

func (p loginPlanner) proxySecrets() []vaultSecret {
	auth := p.Contract.Auth
	secrets := []vaultSecret{{p.fact("auth.cookie_secret_name", auth.CookieSecretName), "cookie-secret"}}
	if auth.ClientSecretName != nil && !p.federatedLogin() {
		secrets = append(secrets, vaultSecret{p.fact("auth.client_secret_name", auth.ClientSecretName), "client-secret"})
	}
	if redis := p.Config.Expose.Redis; redis != nil && redis.PasswordSecretName != nil {
		secrets = append(secrets, vaultSecret{p.decision("expose.redis.password_secret_name", redis.PasswordSecretName), redisPassword})
	}
	return secrets
}

// programsClient is the audience that the programs' proxy takes from the main
// issuer. It logs nobody in, and must not take the ID tokens of the browser's
// client: those say who somebody is, not what a program may do, and the rules
// for people are not applied to them here.
func (p loginPlanner) programsClient(people manifest.Sourced) manifest.Sourced {
	if audiences := p.Contract.Auth.APIAudiences; len(audiences) > 0 {
		return p.fact("auth.api_audiences", audiences[0])
	}
	return people
}

// loginEnv is what both proxies need to know of the issuer.
func (p loginPlanner) loginEnv(clientID manifest.Sourced) manifest.List {
	e, auth := p.Config.Expose, p.Contract.Auth
	provider := e.Provider.String()
	if provider == stack.Auth0 {
		provider = stack.OIDC // which is what oauth2-proxy calls it
	}
	facts := manifest.List{
		env("OAUTH2_PROXY_PROVIDER", manifest.From(provider, p.Decision("expose.provider"))),
		env("OAUTH2_PROXY_OIDC_ISSUER_URL", p.fact("auth.issuer_url", auth.IssuerURL)),
		env("OAUTH2_PROXY_CLIENT_ID", clientID),
		env("OAUTH2_PROXY_REDIRECT_URL", p.derived("auth.host", "https://"+auth.Host.String()+"/oauth2/callback")),
		env("OAUTH2_PROXY_TRUSTED_PROXY_IPS", p.trustedRanges()),
	}
	if p.federatedLogin() {
		return append(facts, env("OAUTH2_PROXY_ENTRA_ID_FEDERATED_TOKEN_AUTH", "true"))
	}
	return append(facts, env("OAUTH2_PROXY_CLIENT_SECRET_FILE", "/mnt/secrets/client-secret"))
}

func (p loginPlanner) trustedRanges() manifest.Sourced {
	if ranges := p.Config.Expose.TrustedProxyRanges; len(ranges) > 0 {
		return manifest.From(joined(ranges), p.Decision("expose.trusted_proxy_ranges"))
	}
	if ranges := p.Config.Expose.IngressRanges; len(ranges) > 0 {
		return manifest.From(joined(ranges), p.Decision("expose.ingress_ranges"))
	}
	return p.derived("cluster.pod_cidrs", joined(p.Contract.Cluster.PodCIDRs))
}

// peopleEnv says which people may log in.
func (p loginPlanner) peopleEnv() manifest.List {
	e := p.Config.Expose
	emailClaim := manifest.From("email", p.Decision("expose.email_claim"))
	switch {
	case e.EmailClaim != nil:
		emailClaim.Value = e.EmailClaim.String()
	case p.federatedLogin():
		emailClaim.Value = "preferred_username" // Entra ID often sends no email
	}
	domains := manifest.From("*", p.Decision("expose.email_domains"))
	if len(e.EmailDomains) > 0 {
		domains.Value = joined(e.EmailDomains)
	}
	facts := manifest.List{
		env("OAUTH2_PROXY_EMAIL_DOMAINS", domains),
		env("OAUTH2_PROXY_OIDC_EMAIL_CLAIM", emailClaim),
		env("OAUTH2_PROXY_WHITELIST_DOMAINS", p.logoutDomain()),
	}
	if scopes := p.scopes(); scopes.Value != "" {
		facts = append(facts, env("OAUTH2_PROXY_SCOPE", scopes))
	}
	if len(e.AllowedGroups) > 0 {
		facts = append(facts, env("OAUTH2_PROXY_ALLOWED_GROUPS", manifest.From(joined(e.AllowedGroups), p.Decision("expose.allowed_groups"))))
	}
	if e.GroupsClaim != nil {
		facts = append(facts, env("OAUTH2_PROXY_OIDC_GROUPS_CLAIM", p.decision("expose.groups_claim", e.GroupsClaim)))
	}
	return facts
}

// scopes are said where the proxy's own would be wrong: with allowed groups it
// adds "groups", which Entra ID refuses (AADSTS650053) and Auth0 does not have.
func (p loginPlanner) scopes() manifest.Sourced {
	e := p.Config.Expose
	scopes := manifest.From("", p.Decision("expose.scopes"))
	switch {
	case len(e.Scopes) > 0:
		scopes.Value = strings.ReplaceAll(joined(e.Scopes), ",", " ")
	case e.Provider.String() != stack.OIDC:
		scopes.Value = "openid email profile"
	}
	return scopes
}

// logoutDomain lets a logout lead on to the issuer's own page of logout.
func (p loginPlanner) logoutDomain() manifest.Sourced {
	return p.derived("auth.issuer_url", p.Contract.Auth.IssuerURL.Host())
}

// sessionEnv says how long a login lasts, and where it is kept. In a cookie it
// goes without its tokens, so that it fits.
func (p loginPlanner) sessionEnv() manifest.List {
	e := p.Config.Expose
	facts := manifest.List{env("OAUTH2_PROXY_COOKIE_EXPIRE", p.decision("expose.session_lifetime", e.SessionLifetime))}
	if e.Redis == nil {
		return append(facts, env("OAUTH2_PROXY_SESSION_COOKIE_MINIMAL", "true"))
	}
	facts = append(facts,
		env("OAUTH2_PROXY_SESSION_STORE_TYPE", manifest.From("redis", p.Decision("expose.redis"))),
		env("OAUTH2_PROXY_REDIS_CONNECTION_URL", p.decision("expose.redis.url", e.Redis.URL)))
	if e.Redis.PasswordSecretName != nil {
		facts = append(facts, manifest.Map{{"name", "OAUTH2_PROXY_REDIS_PASSWORD"},
			{"valueFrom", manifest.Map{{"secretKeyRef", manifest.Map{{"name", redisSecret}, {"key", redisPassword}}}}}})
	}
	return facts
}

// The Secret that the CSI driver makes of the password of Redis, since the
// proxy reads that one from nowhere but its environment; see decision 0012.
const (
	redisSecret   = "auth-proxy-redis"
	redisPassword = "redis-password"
)

// programsEnv says whose tokens programs may bring. Each audience goes with its
// issuer: one that is said to be an extra one of the main issuer would do for
// all of them. With Entra ID an audience that is a URI occurs in version 1
// tokens only, and those have an issuer of their own.
func (p loginPlanner) programsEnv() manifest.List {
	var issuers manifest.List
	for i, a := range p.Contract.Auth.APIAudiences {
		switch {
		case p.federatedLogin() && strings.Contains(a.String(), "://"):
			issuers = append(issuers, fmt.Sprintf("%s%s/=%s", p.issuerOfVersion1(), p.Contract.TenantID, a))
		case i > 0: // the first one is the client
			issuers = append(issuers, fmt.Sprintf("%s=%s", p.Contract.Auth.IssuerURL, a))
		}
	}
	for _, name := range sortedNames(p.Config.Expose.Programs) {
		program := p.Config.Expose.Programs[name]
		issuers = append(issuers, program.Issuer.String()+"="+program.Audience.String())
	}
	if len(issuers) == 0 {
		return nil
	}
	return manifest.List{env("OAUTH2_PROXY_EXTRA_JWT_ISSUERS", p.derived("auth.api_audiences", joined(issuers)))}
}

// joined writes a list as oauth2-proxy reads it from the environment.
func joined[T any](values []T) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = fmt.Sprint(v)
	}
	return strings.Join(parts, ",")
}

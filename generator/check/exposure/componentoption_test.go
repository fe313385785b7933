package exposure

import (
	"strings"
	"testing"
)

// sets is a component that sets an option of a proxy as a variable.
func sets(proxy, env, value, summary, says string) component {
	return component{name: strings.ToLower(env) + " of " + proxy + " as " + value, touches: proxy + env, summary: summary, says: says,
		kustomization: onProxy(proxy, "env:\n  - name: OAUTH2_PROXY_"+env+" # HERE\n    value: '"+value+"'")}
}

// starts is one that gives a flag.
func starts(proxy, arg, summary, says string) component {
	return component{name: arg + " of " + proxy, touches: proxy + "args", summary: summary, says: says,
		kustomization: onProxy(proxy, "args:\n  - '"+arg+"' # HERE")}
}

// generated is a ConfigMap of a component, as the proxy takes it.
func generated(literal, takes string) string {
	return "configMapGenerator:\n  - name: options\n    namespace: metaflow\n    literals:\n      - TZ=UTC\n      - " + literal + " # HERE\n    options:\n      annotations:\n        argocd.argoproj.io/sync-wave: '1'\n" + onProxy(people, takes)
}

const (
	all1      = "Option not as decided"
	issuers   = "Issuers not as decided"
	fromNames = "envFrom:\n  - configMapRef:\n      name: options"
)

// decidedMutants set options to something else than is decided.
var decidedMutants = []component{
	sets(programs, "EXTRA_JWT_ISSUERS", "https://other.example.net=api://metaflow-prod", issuers, "auth.api_audiences"),
	sets(programs, "EXTRA_JWT_ISSUERS", "https://login.microsoftonline.com/fd959e53-4c40-4c38-bf91-2400835a2e22/v2.0=other", issuers, "auth.api_audiences"),
	sets(people, "EXTRA_JWT_ISSUERS", "https://other.example.net=x", issuers, "there are none for this proxy"),
	{name: "issuers are dropped", summary: issuers, says: "those must", kustomization: onProxy(programs, "env:\n  - name: OAUTH2_PROXY_EXTRA_JWT_ISSUERS # HERE\n    $patch: delete")},
	{name: "issuers of research", stack: "research", summary: issuers, says: "token.ci.example.com", kustomization: onProxy(programs, "env:\n  - name: OAUTH2_PROXY_EXTRA_JWT_ISSUERS # HERE\n    value: https://token.ci.example.com=other")},
	{name: "one more issuer", stack: "research", summary: issuers, says: "program block", kustomization: onProxy(programs, "env:\n  - name: OAUTH2_PROXY_EXTRA_JWT_ISSUERS # HERE\n    value: https://token.ci.example.com=https://research.metaflow.example.com/api,https://b.example.net=x")},
	{name: "issuers by JSON patch", summary: issuers, says: "other.example.net", kustomization: operations("Deployment", programs, "- op: add\n  path: /spec/template/spec/containers/0/env/-\n  value: {name: OAUTH2_PROXY_EXTRA_JWT_ISSUERS, value: \"https://other.example.net=x\"} # HERE")},
	{name: "issuers of a ConfigMap", summary: issuers, says: "other.example.net", kustomization: generated("OAUTH2_PROXY_EXTRA_JWT_ISSUERS=https://other.example.net=x", fromNames)},
	sets(people, "COOKIE_EXPIRE", "48h", all1, "expose.session_lifetime of stack.hcl decides \"12h\""),
	sets(people, "SCOPE", "openid offline_access", all1, "expose.scopes"),
	sets(people, "OIDC_GROUPS_CLAIM", "roles", all1, "expose.groups_claim"),
	sets(people, "OIDC_EMAIL_CLAIM", "upn", all1, "expose.email_claim"),
	sets(people, "SESSION_COOKIE_MINIMAL", "false", all1, "decides \"true\""),
	sets(people, "TRUSTED_PROXY_IPS", "10.0.0.0/8", all1, "the output cluster.pod_cidrs"),
	sets(programs, "TRUSTED_PROXY_IPS", "10.9.0.0/16", all1, "the output cluster.pod_cidrs"),
	sets(people, "ENTRA_ID_FEDERATED_TOKEN_AUTH", "false", all1, "decides \"true\""),
	sets(people, "CLIENT_SECRET_FILE", "/mnt/secrets/cookie-secret", all1, "expose.provider"),
	sets(people, "REDIS_CONNECTION_URL", "rediss://other.example.net:6380", all1, "a value that is not shown"),
	sets(people, "WHITELIST_DOMAINS", "metaflow.example.com", all1, "auth.issuer_url"),
	sets(people, "ALLOWED_GROUPS", "00000000-0000-0000-0000-000000000001", "Groups not as decided", "expose.allowed_groups"),
	sets(people, "CLIENT_ID", "00000000-0000-0000-0000-000000000001", "Another client", "another application"),
	sets(people, "OIDC_ISSUER_URL", "https://other.example.net", "Another issuer", "lets other people in"),
	sets(people, "REDIRECT_URL", "https://other.example.net/oauth2/callback", "Redirect to another host", "elsewhere"),

	// what nobody decides
	sets(people, "REAL_CLIENT_IP_HEADER", "X-Evil", "Address by a forged header", "X-Evil"),
	sets(people, "PROVIDER_CA_FILES", "/etc/ca.pem", "Option that nobody decided", "whom the proxy believes"),
	sets(people, "CUSTOM_TEMPLATES_DIR", "/templates", "Option that nobody decided", "/templates"),
	sets(people, "JWT_KEY_FILE", "/etc/key", "Option that nobody decided", "/etc/key"),
	sets(programs, "ALLOW_QUERY_SEMICOLONS", "true", "Option that nobody decided", "who gets in"),
	sets(people, "REDIS_SENTINEL_CONNECTION_URLS", "redis://a.example.net", "Option that nobody decided", "REDIS_SENTINEL_CONNECTION_URLS"),
	sets(people, "TLS_CERT_FILE", "/etc/tls.crt", "Option that nobody decided", "/etc/tls.crt"),
	sets(people, "SET_AUTHORIZATION_HEADER", "true", "Token handed on", "in each answer"),
	sets(people, "BACKEND_LOGOUT_URL", "https://other.example.net/{id_token}", "Tokens sent elsewhere", "not to the issuer"),

	// secrets are not told
	sets(people, "CLIENT_SECRET", "Hunter22xyz", "Secret in a variable", "a value that is not shown"),
	sets(people, "COOKIE_SECRET", "Hunter22xyz", "Secret in a variable", "a value that is not shown"),
	sets(people, "REDIS_PASSWORD", "Hunter22xyz", "Password in a variable", "a value that is not shown"),
	sets(people, "COOKIE_SECRET_FILE", "/mnt/secrets/client-secret", "Secret of unknown origin", "auth.cookie_secret_name"),
}

// flagMutants set options as flags.
var flagMutants = []component{
	starts(programs, "--extra-jwt-issuers=https://other.example.net=api://metaflow-prod", issuers, "other.example.net"),
	starts(people, "--cookie-expire=48h", all1, "expose.session_lifetime"),
	starts(people, "--scope=openid", all1, "expose.scopes"),
	starts(people, "--oidc-groups-claim=roles", all1, "expose.groups_claim"),
	starts(people, "--allowed-group=00000000-0000-0000-0000-000000000001", "Groups not as decided", "expose.allowed_groups"),
	starts(programs, "--oidc-issuer-url=https://other.example.net", "Another issuer", "lets other people in"),
	starts(people, "--real-client-ip-header=X-Evil", "Address by a forged header", "X-Evil"),
}

// sourceMutants give options by way of something else.
var sourceMutants = []component{
	{name: "skipping of a ConfigMap", summary: "Routes without login", says: "^/", kustomization: generated("OAUTH2_PROXY_SKIP_AUTH_ROUTES=^/", fromNames)},
	{name: "skipping with a prefix", summary: "Routes without login", says: "^/", kustomization: generated("SKIP_AUTH_ROUTES=^/", "envFrom:\n  - prefix: OAUTH2_PROXY_\n    configMapRef:\n      name: options")},
	{name: "prefix in the middle", summary: "Routes without login", says: "^/", kustomization: generated("PROXY_SKIP_AUTH_ROUTES=^/", "envFrom:\n  - prefix: OAUTH2_\n    configMapRef:\n      name: options")},
	{name: "skipping by a key", summary: "Routes without login", says: "^/", kustomization: generated("routes=^/", "env:\n  - name: OAUTH2_PROXY_SKIP_AUTH_ROUTES\n    valueFrom:\n      configMapKeyRef:\n        name: options\n        key: routes")},
	{name: "lifetime of a key", summary: all1, says: "expose.session_lifetime", kustomization: generated("lifetime=48h", "env:\n  - name: OAUTH2_PROXY_COOKIE_EXPIRE\n    value: null\n    valueFrom:\n      configMapKeyRef:\n        name: options\n        key: lifetime")},
	{name: "unknown option of a ConfigMap", summary: "Unknown option", says: "OAUTH2_PROXY_MAGIC", kustomization: generated("OAUTH2_PROXY_MAGIC=1", fromNames)},
	{name: "type of an option of a ConfigMap", summary: "Option of another type", says: "\"true\" or \"false\"", kustomization: generated("OAUTH2_PROXY_COOKIE_SECURE=yes", fromNames)},
	{name: "certificates of a ConfigMap", summary: "Authorities of somebody else", says: "SSL_CERT_FILE", kustomization: generated("SSL_CERT_FILE=/etc/ca.pem", fromNames)},
	{name: "a Secret", summary: "Options out of sight", says: "Secret", kustomization: onProxy(people, "envFrom: # HERE\n  - secretRef:\n      name: options")},
	{name: "a Secret with a prefix", summary: "Options out of sight", says: "Secret", kustomization: onProxy(programs, "envFrom: # HERE\n  - prefix: OAUTH2_PROXY_\n    secretRef:\n      name: options")},
	{name: "a ConfigMap that is not there", summary: "Options out of sight", says: "not rendered here", kustomization: onProxy(people, "envFrom: # HERE\n  - configMapRef:\n      name: elsewhere\n      optional: true")},
	{name: "a key of a Secret", summary: "Option out of sight", says: "valueFrom", kustomization: onProxy(people, "env:\n  - name: OAUTH2_PROXY_SKIP_AUTH_ROUTES # HERE\n    valueFrom:\n      secretKeyRef:\n        name: options\n        key: routes")},
	{name: "another variable", summary: "Option out of sight", says: "$(ROUTES)", kustomization: onProxy(people, "env:\n  - name: OAUTH2_PROXY_API_ROUTES # HERE\n    value: $(ROUTES)")},
	{name: "an argument of a variable", summary: "Option out of sight", says: "$(OPT)", kustomization: operations("Deployment", people, "- op: add\n  path: /spec/template/spec/containers/0/args\n  value: [\"$(OPT)\"] # HERE\n- op: add\n  path: /spec/template/spec/containers/0/env/0\n  value: {name: OPT, value: \"--skip-auth-route=^/\"}")},
	{name: "a file of options", summary: "Option out of sight", says: "--config", kustomization: onProxy(people, "args:\n  - --config=/etc/oauth2-proxy.cfg # HERE")},
	{name: "a flag without value", summary: "Option without value", says: "--skip-auth-preflight", kustomization: onProxy(programs, "args:\n  - --banner=-\n  - --skip-auth-preflight # HERE")},
	{name: "certificates", touches: "SSL_CERT_DIR", summary: "Authorities of somebody else", says: "SSL_CERT_DIR", kustomization: onProxy(people, "env:\n  - name: SSL_CERT_DIR # HERE\n    value: /etc/ca")},
	{name: "a proxy before the services", touches: "HTTP_PROXY", summary: "Requests by way of another proxy", says: "HTTP_PROXY", kustomization: onProxy(people, "env:\n  - name: HTTP_PROXY # HERE\n    value: http://10.0.0.1:3128")},
	{name: "a proxy in small letters", touches: "http_proxy", summary: "Requests by way of another proxy", says: "http_proxy", kustomization: onProxy(people, "env:\n  - name: http_proxy # HERE\n    value: http://10.0.0.1:3128")},
	{name: "code before the program", touches: "LD_PRELOAD", summary: "Another program in the auth proxy", says: "LD_PRELOAD", kustomization: onProxy(people, "env:\n  - name: LD_PRELOAD # HERE\n    value: /x.so")},
	{name: "another authority", touches: "AZURE_AUTHORITY_HOST", summary: "Login as somebody else", says: "AZURE_AUTHORITY_HOST", kustomization: onProxy(people, "env:\n  - name: AZURE_AUTHORITY_HOST # HERE\n    value: https://other.example.net/")},
}

func TestDecidedMutants(t *testing.T) { testComponents(t, decidedMutants) }

func TestSourceMutants(t *testing.T) { testComponents(t, sourceMutants) }

func TestFlagMutants(t *testing.T) { testComponents(t, flagMutants) }

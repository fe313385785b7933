package exposure

import (
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/check/exposure/oauth2proxy"
	"example.com/metaflow-gitops/generator/manifest"
)

// weak makes a mutant of an option of one proxy of prod.
func weak(deployment, env, value, summary, says string) mutant {
	name := strings.ToLower(strings.TrimPrefix(env, oauth2proxy.EnvPrefix)) + "-" + strings.TrimPrefix(deployment, "auth-proxy-") + "=" + strings.ReplaceAll(value, "/", "_")
	return mutant{name, "prod", setOption(deployment, env, value), summary, says}
}

// optionMutants weaken the login, one option each.
var optionMutants = []mutant{
	// requests without a login
	weak(people, "OAUTH2_PROXY_SKIP_AUTH_ROUTES", "GET=^/api/", "Routes without login", "GET=^/api/"),
	weak(programs, "OAUTH2_PROXY_SKIP_AUTH_ROUTES", "^/metadata/ping$", "Routes without login", "^/metadata/ping$"),
	weak(people, "OAUTH2_PROXY_SKIP_AUTH_REGEX", "^/static", "Paths without login", "^/static"),
	weak(people, "OAUTH2_PROXY_SKIP_AUTH_PREFLIGHT", "true", "OPTIONS without login", "OPTIONS"),
	weak(people, "OAUTH2_PROXY_TRUSTED_IPS", "10.0.0.0/8", "Addresses without login", "10.0.0.0/8"),
	weak(people, "OAUTH2_PROXY_TRUSTED_PROXY_IPS", "0.0.0.0/0", "Forwarded headers believed from anywhere", "0.0.0.0/0"),
	weak(people, "OAUTH2_PROXY_TRUSTED_PROXY_IPS", "0.0.0.0/1,128.0.0.0/1", "Forwarded headers believed from anywhere", "0.0.0.0/1"),
	weak(programs, "OAUTH2_PROXY_TRUSTED_PROXY_IPS", "", "Forwarded headers believed from anywhere", "not set"),
	weak(people, "OAUTH2_PROXY_TRUSTED_PROXY_IPS", "10.244.0.0/16,gateway", "Forwarded headers believed from anywhere", `"gateway" is no address`),
	weak(people, "OAUTH2_PROXY_PING_USER_AGENT", "kube-probe", "User agent without login", "kube-probe"),
	weak(people, "OAUTH2_PROXY_GCP_HEALTHCHECKS", "true", "Health checks of another cloud", "/liveness_check"),
	weak(people, "OAUTH2_PROXY_HTPASSWD_FILE", "/mnt/secrets/htpasswd", "Second kind of login", "past the issuer"),
	weak(people, "OAUTH2_PROXY_AUTHENTICATED_EMAILS_FILE", "/etc/emails", "Addresses out of sight", "/etc/emails"),
	weak(people, "OAUTH2_PROXY_INSECURE_OIDC_ALLOW_UNVERIFIED_EMAIL", "true", "Unverified e-mail", "somebody else's address"),
	weak(people, "OAUTH2_PROXY_INSECURE_OIDC_SKIP_ISSUER_VERIFICATION", "true", "Issuer not verified", "every tenant"),
	weak(people, "OAUTH2_PROXY_INSECURE_OIDC_SKIP_NONCE", "true", "Nonce not verified", "replayed"),
	weak(people, "OAUTH2_PROXY_INSECURE_OIDC_SKIP_NONCE", "", "Nonce not verified", "not set"),
	weak(people, "OAUTH2_PROXY_SSL_INSECURE_SKIP_VERIFY", "1", "TLS of the issuer not verified", "forge its keys"),
	weak(people, "OAUTH2_PROXY_SSL_UPSTREAM_INSECURE_SKIP_VERIFY", "true", "TLS of the backend not verified", "backend"),
	weak(people, "OAUTH2_PROXY_REDIS_INSECURE_SKIP_TLS_VERIFY", "true", "TLS of Redis not verified", "Redis"),
	weak(people, "OAUTH2_PROXY_SKIP_AUTH_STRIP_HEADERS", "false", "Forged user headers", "X-Forwarded-User"),
	weak(people, "OAUTH2_PROXY_PASS_ACCESS_TOKEN", "true", "Token handed on", "access token"),
	weak(people, "OAUTH2_PROXY_PASS_AUTHORIZATION_HEADER", "true", "Token handed on", "ID token"),
	weak(people, "OAUTH2_PROXY_SHOW_DEBUG_ON_ERROR", "true", "Error pages that tell too much", "claims"),

	weak(people, "OAUTH2_PROXY_REAL_CLIENT_IP_HEADER", "X-Evil", "Address by a forged header", "X-Evil"),
	weak(people, "OAUTH2_PROXY_SET_AUTHORIZATION_HEADER", "true", "Token handed on", "in each answer"),
	weak(people, "OAUTH2_PROXY_BACKEND_LOGOUT_URL", "https://other.example.com/?t={id_token}", "Tokens sent elsewhere", "ID token of a logout"),

	// the login
	weak(people, "OAUTH2_PROXY_PROVIDER", "github", "Another provider", `"entra-id"`),
	weak(people, "OAUTH2_PROXY_OIDC_ISSUER_URL", "https://login.microsoftonline.com/fd959e53-4c40-4c38-bf91-2400835a2e22/v2.0/", "Another issuer", "a slash too many"),
	weak(programs, "OAUTH2_PROXY_OIDC_ISSUER_URL", "https://other.example.com", "Another issuer", "https://other.example.com"),
	weak(people, "OAUTH2_PROXY_CLIENT_ID", "other", "Another client", "another application"),
	weak(programs, "OAUTH2_PROXY_CLIENT_ID", "00000000-0000-0000-0000-000000000000", "Programs with people's tokens", "auth.api_audiences"),
	weak(people, "OAUTH2_PROXY_REDIRECT_URL", "https://other.example.com/oauth2/callback", "Redirect to another host", "https://metaflow.example.com/oauth2/callback"),
	weak(people, "OAUTH2_PROXY_REDIRECT_URL", "http://metaflow.example.com/oauth2/callback", "Redirect to another host", "https://metaflow.example.com/oauth2/callback"),
	weak(people, "OAUTH2_PROXY_RELATIVE_REDIRECT_URL", "true", "Redirect by the request's host", "claims"),
	weak(people, "OAUTH2_PROXY_WHITELIST_DOMAINS", ".example.com", "Open redirect", ".example.com"),
	weak(people, "OAUTH2_PROXY_CODE_CHALLENGE_METHOD", "plain", "Login without PKCE", "S256"),
	weak(people, "OAUTH2_PROXY_CODE_CHALLENGE_METHOD", "", "Login without PKCE", "not set"),
	weak(people, "OAUTH2_PROXY_LOGIN_URL", "https://other.example.com", "Login page of somebody else", "password"),
	weak(people, "OAUTH2_PROXY_REDEEM_URL", "https://other.example.com", "Codes sent elsewhere", "client secret"),
	weak(people, "OAUTH2_PROXY_VALIDATE_URL", "https://other.example.com", "Tokens sent elsewhere", "access tokens"),
	weak(people, "OAUTH2_PROXY_PROFILE_URL", "https://other.example.com", "Tokens sent elsewhere", "claims"),
	weak(programs, "OAUTH2_PROXY_OIDC_JWKS_URL", "https://other.example.com/keys", "Keys of somebody else", "https://other.example.com/keys"),
	weak(programs, "OAUTH2_PROXY_OIDC_PUBLIC_KEY_FILES", "/mnt/key.pem", "Keys of somebody else", "/mnt/key.pem"),
	weak(programs, "OAUTH2_PROXY_SKIP_OIDC_DISCOVERY", "true", "Issuer not discovered", "document"),
	weak(programs, "OAUTH2_PROXY_OIDC_ENABLED_SIGNING_ALGS", "RS256,none", "Weak signatures", `"none"`),
	weak(programs, "OAUTH2_PROXY_OIDC_ENABLED_SIGNING_ALGS", "HS256", "Weak signatures", `"HS256"`),
	weak(programs, "OAUTH2_PROXY_OIDC_AUDIENCE_CLAIMS", "azp", "Audience in another claim", `"aud"`),
	weak(people, "OAUTH2_PROXY_ALLOWED_GROUPS", "", "Groups not as decided", "expose.allowed_groups"),
	weak(people, "OAUTH2_PROXY_EMAIL_DOMAINS", "", "Anybody could log in", "does not start"),
	weak(programs, "OAUTH2_PROXY_ALLOWED_GROUPS", "00000000-0000-0000-0000-000000000000", "Programs locked out", "no groups"),
	weak(programs, "OAUTH2_PROXY_EMAIL_DOMAINS", "example.com", "Programs locked out", "no e-mail address"),
	weak(programs, "OAUTH2_PROXY_SKIP_JWT_BEARER_TOKENS", "false", "No tokens taken", "bearer token"),
	weak(people, "OAUTH2_PROXY_SKIP_JWT_BEARER_TOKENS", "true", "People by token", "rules that are made for people"),
	weak(programs, "OAUTH2_PROXY_EXTRA_JWT_ISSUERS", "https://token.example.com", "Tokens of any audience", "names no audience"),
	weak(programs, "OAUTH2_PROXY_EXTRA_JWT_ISSUERS", "https://token.example.com=", "Tokens of any audience", "names no audience"),
	weak(programs, "OAUTH2_PROXY_EXTRA_JWT_ISSUERS", "http://token.example.com=x", "Tokens of any audience", "without TLS"),
	weak(programs, "OAUTH2_PROXY_EXTRA_JWT_ISSUERS", "https://login.microsoftonline.com/common/v2.0=api://metaflow-prod", "Tokens of any audience", "many tenants"),
	weak(programs, "OAUTH2_PROXY_OIDC_EXTRA_AUDIENCES", "other", "Audience for every issuer", "every further issuer"),
	weak(people, "OAUTH2_PROXY_ENTRA_ID_ALLOWED_TENANTS", "00000000-0000-0000-0000-000000000000", "Other tenants let in", "another tenant"),
	{"many-tenants", "staging", func(t *testing.T, f *checktest.Fixture) {
		const issuer = "https://login.microsoftonline.com/common/v2.0"
		if err := f.Stack.Contract.Auth.IssuerURL.UnmarshalText([]byte(issuer)); err != nil {
			t.Fatal(err)
		}
		setOption(people, "OAUTH2_PROXY_OIDC_ISSUER_URL", issuer)(t, f)
	}, "Anybody could log in", "of many tenants"},
	{"everybody-who-signs-up", "research", func(t *testing.T, f *checktest.Fixture) {
		f.Stack.Config.Expose.AllowedGroups = nil
		setOption(people, "OAUTH2_PROXY_ALLOWED_GROUPS", "")(t, f)
	}, "Anybody could log in", "sign up"},
	{"domains-not-as-decided", "ingress", setOption(people, "OAUTH2_PROXY_EMAIL_DOMAINS", "*"), "Anybody could log in", "expose.email_domains"},
	{"groups-not-as-decided", "research", setOption(people, "OAUTH2_PROXY_ALLOWED_GROUPS", "metaflow-research,everybody"), "Groups not as decided", "metaflow-research"},
	{"issuer-without-slash", "research", setOption(people, "OAUTH2_PROXY_OIDC_ISSUER_URL", "https://example.eu.auth0.com"), "Another issuer", `"https://example.eu.auth0.com/"`},

	// the cookie
	weak(people, "OAUTH2_PROXY_COOKIE_SECURE", "false", "Cookie in cleartext", "without TLS"),
	weak(people, "OAUTH2_PROXY_COOKIE_HTTPONLY", "false", "Cookie for scripts", "script"),
	weak(people, "OAUTH2_PROXY_COOKIE_SAMESITE", "none", "Cookie for other sites", "other sites"),
	weak(people, "OAUTH2_PROXY_COOKIE_SAMESITE", "", "Cookie for other sites", "not set"),
	weak(people, "OAUTH2_PROXY_COOKIE_CSRF_SAMESITE", "none", "Cookie for other sites", "finish a login"),
	weak(people, "OAUTH2_PROXY_COOKIE_NAME", "metaflow", "Cookie of any host", `"__Host-"`),
	weak(programs, "OAUTH2_PROXY_COOKIE_NAME", "__Host-metaflow", "Cookie of any host", "auth-proxy-people has the same one"),
	weak(people, "OAUTH2_PROXY_COOKIE_DOMAINS", ".example.com", "Cookie for other hosts", ".example.com"),
	weak(people, "OAUTH2_PROXY_COOKIE_PATH", "/ui", "Cookie for a path", `"/"`),
	weak(people, "OAUTH2_PROXY_COOKIE_EXPIRE", "720h", "Login without end", "720h"),
	weak(people, "OAUTH2_PROXY_COOKIE_EXPIRE", "0s", "Login without end", "stays logged in"),
	weak(people, "OAUTH2_PROXY_COOKIE_REFRESH", "24h", "Login without end", "first refresh"),
	weak(people, "OAUTH2_PROXY_COOKIE_SECRET", "0123456789abcdef", "Secret in a variable", "key of all sessions"),
	weak(people, "OAUTH2_PROXY_CLIENT_SECRET", "0123456789abcdef", "Secret in a variable", "client secret"),
	weak(people, "OAUTH2_PROXY_COOKIE_SECRET_FILE", "/etc/config/cookie", "Secret of unknown origin", "/etc/config/cookie"),

	// sessions
	weak(people, "OAUTH2_PROXY_SESSION_STORE_TYPE", "redis", "Sessions elsewhere", "expose.redis"),
	weak(people, "OAUTH2_PROXY_REDIS_CONNECTION_URL", "rediss://:hunter2@redis.example.com", "Password in a URL", "goes to git"),
	weak(people, "OAUTH2_PROXY_REDIS_PASSWORD", "hunter2", "Password in a variable", "Redis"),
	weak(people, "OAUTH2_PROXY_REDIS_SENTINEL_PASSWORD", "hunter2", "Password in a variable", "Redis"),
	weak(people, "OAUTH2_PROXY_BASIC_AUTH_PASSWORD", "hunter2", "Password in a variable", "sent to the services"),
	weak(people, "OAUTH2_PROXY_JWT_KEY", "hunter2", "Secret in a variable", "in git"),
	weak(people, "OAUTH2_PROXY_SIGNATURE_KEY", "sha1:hunter2", "Secret in a variable", "in git"),

	// paths and backends
	weak(people, "OAUTH2_PROXY_PING_PATH", "/api/ping", "Health path hides a service", "/api/ping"),
	weak(programs, "OAUTH2_PROXY_PING_PATH", "/metadata/ping", "Health path hides a service", "/metadata/ping"),
	weak(programs, "OAUTH2_PROXY_READY_PATH", "", "Health path hides a service", `not set, which means "/ready"`),
	weak(people, "OAUTH2_PROXY_PROXY_PREFIX", "/login", "Login on another path", "/oauth2"),
	weak(people, "OAUTH2_PROXY_API_ROUTES", "^/apis/", "Programs sent to a login page", "/api/flows"),
	weak(programs, "OAUTH2_PROXY_API_ROUTES", "^/metadata/", "Programs sent to a login page", "a request of /metadata without"),
	weak(programs, "OAUTH2_PROXY_API_ROUTES", "^(/metadata", "Programs sent to a login page", "/metadata"),
	weak(people, "OAUTH2_PROXY_UPSTREAMS", "http://ui-static:3000/,http://ui-backend:8083/api/,http://metadata-service:8080/metadata/", "Unknown backend", "not among the paths"),
	weak(people, "OAUTH2_PROXY_UPSTREAMS", "http://ui-static:3000/", "Unknown backend", "no upstream leads /api/"),
	weak(people, "OAUTH2_PROXY_UPSTREAMS", "http://ui-static:3000/,http://metadata-service:8080/api/", "Unknown backend", "not a port of the Service ui-backend"),
	weak(programs, "OAUTH2_PROXY_UPSTREAMS", "http://metadata-service:8081/metadata/", "Unknown backend", "not a port of the Service metadata-service"),
	weak(people, "OAUTH2_PROXY_UPSTREAMS", "file:///etc/#/", "Unknown backend", "no http URL"),
	weak(people, "OAUTH2_PROXY_PROXY_WEBSOCKETS", "false", "No websockets", "new runs"),
	weak(people, "OAUTH2_PROXY_HTTP_ADDRESS", "127.0.0.1:4180", "Proxy listens elsewhere", "0.0.0.0:4180"),

	// options that nobody can check
	weak(people, "OAUTH2_PROXY_SKIP_AUTH_ROUTE", "^/", "Unknown option", "OAUTH2_PROXY_SKIP_AUTH_ROUTES"),
	weak(people, "OAUTH2_PROXY_MAGIC", "1", "Unknown option", "OAUTH2_PROXY_MAGIC"),
	weak(people, "OAUTH2_PROXY_COOKIE_SECURE", "yes", "Option of another type", `"true" or "false"`),
	weak(people, "OAUTH2_PROXY_COOKIE_EXPIRE", "12 hours", "Option of another type", "a duration"),
	weak(people, "OAUTH2_PROXY_ALLOWED_GROUPS", "a,,b", "Option of another type", "none of them empty"),
	weak(people, "OAUTH2_PROXY_LOGGING_MAX_AGE", "1d", "Option of another type", "a whole number"),
	{"option-from-a-secret", "prod", inProxy("env", items(dict{"name": "OAUTH2_PROXY_SKIP_AUTH_ROUTES", "valueFrom": dict{"configMapKeyRef": dict{"name": "x", "key": "y"}}})), "Option out of sight", "valueFrom"},
	{"options-from-a-config-map", "prod", inProxy("envFrom", items(dict{"configMapRef": dict{"name": "x"}})), "Options out of sight", "envFrom"},
	{"options-from-a-file", "prod", inProxy("args", items("--config=/etc/oauth2-proxy.cfg")), "Option out of sight", "--config"},
	{"options-from-an-alpha-file", "prod", inProxy("args", items("--alpha-config", "/etc/alpha.yaml")), "Option out of sight", "--alpha-config"},
	{"flag-over-variable", "prod", inProxy("args", items("--cookie-secure=false")), "Cookie in cleartext", "OAUTH2_PROXY_COOKIE_SECURE"},
	{"flag-without-value", "prod", inProxy("args", items("--skip-auth-preflight")), "Option without value", "--skip-auth-preflight=VALUE"},
	{"flag-with-a-value-apart", "prod", inProxy("args", items("--skip-auth-route", "^/")), "Option without value", "--skip-auth-route=VALUE"},
	{"option-of-another-variable", "prod", setOption(people, "OAUTH2_PROXY_API_ROUTES", "$(ROUTES)"), "Option out of sight", "$(ROUTES)"},
	{"another-command", "prod", inProxy("command", items("/bin/other")), "Proxy by another command", "/bin/other"},
	{"image-with-holes", "prod", inProxy("image", "quay.io/oauth2-proxy/oauth2-proxy:v7.15.4"), "Auth proxy with known holes", "v7.15.5"},
	{"image-of-another-program", "prod", inProxy("image", "docker.io/library/nginx:1"), "Not the auth proxy", "docker.io/library/nginx:1"},
	{"image-of-unknown-version", "prod", inProxy("image", "quay.io/oauth2-proxy/oauth2-proxy:latest"), "Auth proxy of unknown version", "latest"},
	{"probe-on-another-path", "prod", inProxy("readinessProbe", dict{"httpGet": dict{"path": "/ready", "port": "http"}}), "Probe on another path", "/oauth2-proxy/ready"},
	{"proxy-missing", "prod", drop("Deployment", programs), "Missing auth proxy", "auth-proxy-programs"},
}

// inProxy sets a field of the container of the proxy for people; a list is
// appended to what is there.
func inProxy(field string, v any) mutate {
	return func(t *testing.T, f *checktest.Fixture) {
		c := f.Object(t, "Deployment", people).Containers()[0]
		if list, isList := v.([]any); isList {
			v = slices.Concat(manifest.Items(c, field), list)
		}
		c[field] = v
	}
}

func TestOptionMutants(t *testing.T) { testMutants(t, optionMutants) }

// TestEmittedOptions holds that every option that any stack's proxies start
// with is documented, and has a value of the documented type.
func TestEmittedOptions(t *testing.T) {
	emitted := 0
	for _, name := range []string{"prod", "staging", "research", "ingress"} {
		f := checktest.Load(t, name)
		for _, deployment := range []string{people, programs} {
			for _, e := range manifest.Items(f.Object(t, "Deployment", deployment).Containers()[0], "env") {
				o, known := oauth2proxy.ByEnv(manifest.Text(e, "name"))
				if !known {
					t.Errorf("%s: %s is not documented", name, manifest.Text(e, "name"))
				} else if err := o.Parse(manifest.Text(e, "value")); err != nil && manifest.Get(e, "valueFrom") == nil {
					t.Errorf("%s: %s is %q: it %s", name, o.Env(), manifest.Text(e, "value"), err)
				}
				emitted++
			}
		}
	}
	if emitted < 100 {
		t.Errorf("only %d options were looked at", emitted)
	}
}

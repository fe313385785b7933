package azure

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

const loginHost = "login.microsoftonline.com"

// login is the tenant's token endpoint, with the documents that lead to it.
func login(w http.ResponseWriter, r *http.Request) {
	tenant := strings.Split(strings.Trim(r.URL.Path, "/"), "/")[0]
	base := "https://" + loginHost + "/" + tenant
	switch {
	case strings.HasSuffix(r.URL.Path, "/discovery/instance"):
		answer(w, map[string]any{
			"tenant_discovery_endpoint": base + "/v2.0/.well-known/openid-configuration",
			"metadata":                  []any{map[string]any{"preferred_network": loginHost, "preferred_cache": loginHost, "aliases": []string{loginHost}}},
		})
	case strings.HasSuffix(r.URL.Path, "/openid-configuration"):
		answer(w, map[string]any{"issuer": base + "/v2.0", "token_endpoint": base + "/oauth2/v2.0/token", "authorization_endpoint": base + "/oauth2/v2.0/authorize"})
	case strings.HasSuffix(r.URL.Path, "/token") && r.FormValue("client_assertion") != "":
		// The SDK asks for further scopes after the one that names the audience.
		audience, _, _ := strings.Cut(r.FormValue("scope"), "/.default")
		answer(w, map[string]any{"token_type": "Bearer", "expires_in": 3600, "access_token": token(tenant, audience)})
	default:
		http.NotFound(w, r)
	}
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// token is a JWT that Azurite takes, with a signature of nobody.
func token(tenant, audience string) string {
	now := time.Now().Unix()
	part := func(v any) string {
		data, _ := json.Marshal(v) // maps of strings and numbers
		return base64.RawURLEncoding.EncodeToString(data)
	}
	return part(map[string]any{"alg": "RS256", "typ": "JWT"}) + "." +
		part(map[string]any{"aud": audience, "iss": "https://sts.windows.net/" + tenant + "/", "iat": now, "nbf": now - 60, "exp": now + 3600}) + "." +
		base64.RawURLEncoding.EncodeToString([]byte("not signed"))
}

package azure

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// client is an HTTP client in the cloud.
func (c *Cloud) client() *http.Client {
	proxy := &url.URL{Scheme: "http", Host: c.proxy}
	return &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: c.Pool}}}
}

// startLogin serves what the Azure SDK and Terraform ask of Entra ID: the
// directory's metadata, and a token for whoever asks.
func (c *Cloud) startLogin(t *testing.T) {
	t.Helper()
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{c.Pair}})
	if err != nil {
		t.Fatal(err)
	}
	c.login = l.Addr().(*net.TCPAddr).String()
	server := &http.Server{Handler: http.HandlerFunc(c.serveLogin)}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
}

func (c *Cloud) serveLogin(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	tenant, _, _ := strings.Cut(strings.Trim(r.URL.Path, "/"), "/")
	base := "https://login.microsoftonline.com/" + tenant
	w.Header().Set("Content-Type", "application/json")
	answer := func(v any) { _ = json.NewEncoder(w).Encode(v) }
	switch {
	case strings.HasSuffix(r.URL.Path, "/discovery/instance"):
		answer(map[string]any{"tenant_discovery_endpoint": base + "/v2.0/.well-known/openid-configuration", "metadata": []any{map[string]any{
			"preferred_network": "login.microsoftonline.com", "preferred_cache": "login.windows.net", "aliases": []string{"login.microsoftonline.com", "login.windows.net"}}}})
	case r.URL.Path == "/metadata/endpoints":
		answer(map[string]any{"authentication": map[string]any{"loginEndpoint": "https://login.microsoftonline.com/"}, "suffixes": map[string]any{"storage": "core.windows.net"}})
	case r.URL.Path == "/pipeline": // the issuer of a pipeline, in the way of GitHub Actions
		if r.Header.Get("Authorization") != "Bearer of-the-job" || r.Form.Get("audience") != "api://AzureADTokenExchange" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		answer(map[string]any{"value": "a.federated.token"})
	case strings.HasSuffix(r.URL.Path, "/openid-configuration"):
		answer(map[string]any{"issuer": base + "/v2.0", "token_endpoint": base + "/oauth2/v2.0/token", "authorization_endpoint": base + "/oauth2/v2.0/authorize"})
	case strings.HasSuffix(r.URL.Path, "/token") && c.Denied.Load():
		w.WriteHeader(http.StatusUnauthorized)
		answer(map[string]any{"error": "invalid_client", "error_description": "AADSTS700213: No matching federated identity record found for presented assertion subject."})
	case strings.HasSuffix(r.URL.Path, "/token"):
		answer(map[string]any{"token_type": "Bearer", "expires_in": 3600, "access_token": c.token(tenant, r.Form)})
	default:
		http.NotFound(w, r)
	}
}

// token makes an access token of the form that Azurite checks.
func (c *Cloud) token(tenant string, form url.Values) string {
	now := time.Now().Unix()
	audience, _, _ := strings.Cut(form.Get("scope"), "/.default")
	part := func(v any) string {
		text, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	signed := part(map[string]any{"alg": "RS256", "typ": "JWT"}) + "." + part(map[string]any{
		"aud": audience, "iss": "https://sts.windows.net/" + tenant + "/", "iat": now, "nbf": now - 60, "exp": now + 3600, "appid": form.Get("client_id"), "tid": tenant})
	sum := sha256.Sum256([]byte(signed))
	signature, _ := rsa.SignPKCS1v15(rand.Reader, c.tokens, crypto.SHA256, sum[:])
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

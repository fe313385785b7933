package azure

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// authority is a certificate authority of one test, and the one server
// certificate that it signs.
type authority struct {
	pool *x509.CertPool
	pair tls.Certificate
	key  *rsa.PrivateKey
}

func (c *Cloud) makeAuthority(t *testing.T, names ...string) {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	from, to := time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour)
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, NotBefore: from, NotAfter: to, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	must(err)
	c.key, err = rsa.GenerateKey(rand.Reader, 2048)
	must(err)
	serverKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: names[0]}, NotBefore: from, NotAfter: to, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, DNSNames: names}
	der, err := x509.CreateCertificate(rand.Reader, leaf, ca, &serverKey.PublicKey, caKey)
	must(err)
	private, err := x509.MarshalPKCS8PrivateKey(serverKey)
	must(err)
	write := func(name, kind string, data []byte) {
		must(os.WriteFile(filepath.Join(c.folder, name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600))
	}
	write("ca.pem", "CERTIFICATE", caDER)
	write("server.pem", "CERTIFICATE", der)
	write("server.key", "PRIVATE KEY", private)
	c.pool = x509.NewCertPool()
	root, err := x509.ParseCertificate(caDER)
	must(err)
	c.pool.AddCert(root)
	c.pair = tls.Certificate{Certificate: [][]byte{der}, PrivateKey: serverKey}
}

// client is an HTTP client in the cloud.
func (c *Cloud) client() *http.Client {
	proxy := &url.URL{Scheme: "http", Host: c.proxy}
	return &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: c.pool}}}
}

// startLogin serves what the Azure SDK and Terraform ask of Entra ID: the
// directory's metadata, and a token for whoever asks.
func (c *Cloud) startLogin(t *testing.T) {
	t.Helper()
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{c.pair}})
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
	signature, _ := rsa.SignPKCS1v15(rand.Reader, c.key, crypto.SHA256, sum[:])
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

package azure

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const tenant = "fd959e53-4c40-4c38-bf91-2400835a2e22"

// Azure is the running stand-in.
type Azure struct {
	dir, account, proxy string
}

// Start runs the stand-in with one storage account until the test ends.
// azurite is the JavaScript file that starts Azurite's blob service.
func Start(t *testing.T, azurite, account string) *Azure {
	t.Helper()
	a := &Azure{dir: t.TempDir(), account: account}
	if err := certificates(a.dir, a.host(), loginHost); err != nil {
		t.Fatal(err)
	}
	blobs := a.startAzurite(t, azurite)
	pair, err := tls.LoadX509KeyPair(a.file("server.pem"), a.file("server.key"))
	if err != nil {
		t.Fatal(err)
	}
	tokens := httptest.NewUnstartedServer(http.HandlerFunc(login))
	tokens.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	tokens.StartTLS()
	t.Cleanup(tokens.Close)
	routes := httptest.NewServer(proxy(map[string]string{
		a.host() + ":443":  blobs,
		loginHost + ":443": tokens.Listener.Addr().String(),
	}))
	t.Cleanup(routes.Close)
	a.proxy = routes.URL
	if err := os.WriteFile(a.file("token"), []byte("the token of a CI job"), 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

// Environment is what a program needs to take the stand-in for Azure, and to
// log in with the token of a CI job.
func (a *Azure) Environment() []string {
	return []string{
		"HTTPS_PROXY=" + a.proxy, "SSL_CERT_FILE=" + a.file("ca.pem"),
		"ARM_USE_CLI=false", "ARM_USE_OIDC=true", "ARM_OIDC_TOKEN_FILE_PATH=" + a.file("token"),
		"ARM_TENANT_ID=" + tenant, "ARM_CLIENT_ID=b0f1a8a4-53c8-4d0b-8f3d-3f2f1c6f7a55",
	}
}

// Blobs sends a request to the account and returns the answer's body.
func (a *Azure) Blobs(t *testing.T, method, pathAndQuery string) string {
	t.Helper()
	pool := x509.NewCertPool()
	ca, err := os.ReadFile(a.file("ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	pool.AppendCertsFromPEM(ca)
	proxyURL, err := url.Parse(a.proxy)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{
		Proxy: http.ProxyURL(proxyURL), TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
	}}
	request, err := http.NewRequestWithContext(t.Context(), method, "https://"+a.host()+"/"+pathAndQuery, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token(tenant, "https://storage.azure.com"))
	request.Header.Set("x-ms-version", "2023-11-03")
	request.Header.Set("x-ms-date", time.Now().UTC().Format(http.TimeFormat))
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode/100 != 2 {
		t.Fatalf("%s %s: %s %v\n%s", method, pathAndQuery, response.Status, err, body)
	}
	return string(body)
}

func (a *Azure) host() string { return a.account + ".blob.core.windows.net" }

func (a *Azure) file(name string) string { return filepath.Join(a.dir, name) }

// startAzurite returns the address that Azurite listens on.
func (a *Azure) startAzurite(t *testing.T, script string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_, port, _ := net.SplitHostPort(address)
	_ = listener.Close()
	key := make([]byte, 64)
	if _, err := rand.Read(key); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("node", script, "--blobHost", "127.0.0.1", "--blobPort", port, "--oauth", "basic",
		"--cert", a.file("server.pem"), "--key", a.file("server.key"),
		"--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent")
	command.Env = append(os.Environ(), fmt.Sprintf("AZURITE_ACCOUNTS=%s:%s", a.account, base64.StdEncoding.EncodeToString(key)))
	command.Dir = a.dir
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	for start := time.Now(); time.Since(start) < 30*time.Second; time.Sleep(50 * time.Millisecond) {
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close()
			return address
		}
	}
	t.Fatal("Azurite does not answer")
	return ""
}

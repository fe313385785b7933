package arm

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/loopback"
)

// Hosts of Azure's public cloud that the stand-in answers for, beside all vaults.
const (
	managementHost = "management.azure.com"
	loginHost      = "login.microsoftonline.com"
	graphHost      = "graph.microsoft.com"
	vaultSuffix    = ".vault.azure.net"
)

// Cloud is the running stand-in.
type Cloud struct {
	// Today is the day by which versions of Kubernetes have ended, as 2006-01-02.
	Today string
	// Propagation is how long a role that was given is not honoured yet.
	Propagation time.Duration

	// Beside are the addresses on this machine of further hosts that Terraform talks
	// to, such as that of a storage account; Trust are certificates of theirs.
	Beside map[string]string
	Trust  []string

	mu sync.Mutex
	world
	// broken are types, in lower case, whose next operation fails half-way.
	broken map[string]bool
	// operations are those that were begun, by id.
	operations map[string]*operation
	// calls are the requests that were to change something.
	calls []string

	tenant string
	tokens []byte // signs tokens
	proxy  string
	server string
	*loopback.Authority
}

// Start starts the stand-in, and stops it with the test.
func Start(t *testing.T, tenant string) *Cloud {
	t.Helper()
	c := &Cloud{Today: Table, Propagation: 3 * time.Second, world: newWorld(), broken: map[string]bool{}, operations: map[string]*operation{}, tenant: tenant}
	var err error
	if c.Authority, err = loopback.NewAuthority(t.TempDir(), managementHost, loginHost, graphHost, "*"+vaultSuffix); err != nil {
		t.Fatal(err)
	}
	c.tokens = make([]byte, 32)
	_, _ = rand.Read(c.tokens) // never fails
	secure, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{c.Pair}})
	if err != nil {
		t.Fatal(err)
	}
	c.server = c.serve(t, secure, http.HandlerFunc(c.route))
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c.proxy = c.serve(t, plain, loopback.Proxy{Route: c.connect})
	return c
}

func (c *Cloud) serve(t *testing.T, l net.Listener, h http.Handler) string {
	server := &http.Server{Handler: h}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return l.Addr().String()
}

// connect knows the names of the cloud; any other is refused, so nothing leaves
// the machine.
func (c *Cloud) connect(_ context.Context, host string) (string, bool) {
	name, port, _ := net.SplitHostPort(host)
	if address, is := c.Beside[name]; is {
		return address, true
	}
	known := name == managementHost || name == loginHost || name == graphHost || c.vaultKnown(name)
	return c.server, known && port == "443"
}

func (c *Cloud) route(w http.ResponseWriter, r *http.Request) {
	switch host, _, _ := strings.Cut(r.Host, ":"); {
	case host == loginHost:
		c.serveLogin(w, r)
	case host == graphHost:
		c.serveGraph(w, r)
	case strings.HasSuffix(host, vaultSuffix):
		c.serveVault(w, r, strings.TrimSuffix(host, vaultSuffix))
	default:
		c.serveManagement(w, r)
	}
}

// Env is the environment of a Terraform that runs as a principal, by its client
// id, and believes in the cloud.
func (c *Cloud) Env(clientID string) []string {
	return []string{
		"HTTPS_PROXY=http://" + c.proxy, "SSL_CERT_FILE=" + c.bundle(), "SSL_CERT_DIR=" + c.File("none"),
		"ARM_USE_CLI=false", "ARM_USE_MSI=false", "ARM_TENANT_ID=" + c.tenant, "ARM_CLIENT_ID=" + clientID, "ARM_CLIENT_SECRET=any",
	}
}

// bundle is a file with all certificates that are trusted.
func (c *Cloud) bundle() string {
	var all []byte
	for _, name := range append([]string{c.File("ca.pem")}, c.Trust...) {
		data, err := os.ReadFile(name)
		if err != nil {
			panic(err) // the authorities wrote them
		}
		all = append(all, data...)
	}
	if err := os.WriteFile(c.File("all.pem"), all, 0o600); err != nil {
		panic(err) // the folder is a test's own
	}
	return c.File("all.pem")
}

// Break makes the next operation that creates or changes a resource of the type
// fail half-way: Azure takes it, and says later that it failed.
func (c *Cloud) Break(kind string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broken[strings.ToLower(kind)] = true
}

// Calls are the requests so far that change something, each as METHOD PATH.
func (c *Cloud) Calls() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.calls...)
}

// ObjectID is the object id of the principal with a client id.
func ObjectID(clientID string) string { return uuid("object of " + clientID) }

// uuid makes an id of a name, always the same.
func uuid(name string) string {
	sum := sha256.Sum256([]byte(name))
	h := hex.EncodeToString(sum[:16])
	return fmt.Sprintf("%s-%s-4%s-8%s-%s", h[:8], h[8:12], h[13:16], h[17:20], h[20:32])
}

// Package azure lets unmodified programs (Terraform, anything with the Azure
// SDK) talk to servers on this machine as if those were Azure's public cloud.
//
// It is a CONNECT proxy that knows a few host names and refuses all others, a
// stand-in for the token endpoint of Microsoft Entra ID, and Azurite as the
// blob service. Programs find their way by HTTPS_PROXY and trust it by
// SSL_CERT_FILE, so backend blocks are tested as they stand in production.
//
// What this is not: the token endpoint takes any credential, and Azurite checks
// neither signatures of tokens nor roles.
package azure

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/container"

	"example.com/metaflow-gitops/e2e/lib/loopback"
)

// Cloud is the running stand-ins.
type Cloud struct {
	Account, Key string
	// Mode says how the way to the blob service behaves.
	Mode atomic.Int32
	// Denied says that the token endpoint refuses every sign-in.
	Denied atomic.Bool
	// Requests counts connections to the blob service.
	Requests atomic.Int32

	folder  string
	proxy   string
	blobs   string // the address of Azurite
	login   string
	azurite *exec.Cmd
	tokens  *rsa.PrivateKey // signs tokens
	*loopback.Authority
}

// Modes of the way to the blob service.
const (
	Open int32 = iota
	Killed
	Hanging
)

// Start starts everything and stops it with the test.
func Start(t *testing.T, account string) *Cloud {
	t.Helper()
	program := os.Getenv("AZURITE")
	if program == "" {
		t.Skip("no Azurite; run `make outputs-test`, which installs it")
	}
	key := make([]byte, 64)
	_, _ = rand.Read(key) // never fails
	c := &Cloud{Account: account, Key: base64.StdEncoding.EncodeToString(key), folder: t.TempDir()}
	var err error
	if c.Authority, err = loopback.NewAuthority(c.folder, account+".blob.core.windows.net", "login.microsoftonline.com"); err != nil {
		t.Fatal(err)
	}
	if c.tokens, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	c.startLogin(t)
	c.startProxy(t)
	c.startAzurite(t, program)
	return c
}

// Env is the environment of a program that is to believe in the cloud.
func (c *Cloud) Env() []string {
	return []string{"HTTPS_PROXY=http://" + c.proxy, "SSL_CERT_FILE=" + c.File("ca.pem"), "SSL_CERT_DIR=" + c.File("none")}
}

// Blobs is the address on this machine of the blob service.
func (c *Cloud) Blobs() string { return c.blobs }

func (c *Cloud) startAzurite(t *testing.T, program string) {
	t.Helper()
	c.blobs = freeAddress(t)
	host, port, _ := net.SplitHostPort(c.blobs)
	cmd := exec.Command("node", program, "--blobHost", host, "--blobPort", port, "--cert", c.File("server.pem"), "--key", c.File("server.key"),
		"--oauth", "basic", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry")
	cmd.Env = append(os.Environ(), "AZURITE_ACCOUNTS="+c.Account+":"+c.Key)
	cmd.Dir = c.folder
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c.azurite = cmd
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for range 150 {
		if conn, err := net.Dial("tcp", c.blobs); err == nil {
			conn.Close()
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("Azurite does not listen")
}

// Kill ends Azurite the hard way.
func (c *Cloud) Kill() { _ = c.azurite.Process.Kill() }

// Container makes a container.
func (c *Cloud) Container(t *testing.T, name string) {
	t.Helper()
	if _, err := c.Open(t, name).Create(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
}

// Open opens a container by access key, for tests to look behind the curtain.
func (c *Cloud) Open(t *testing.T, name string) *container.Client {
	t.Helper()
	shared, err := container.NewSharedKeyCredential(c.Account, c.Key)
	if err != nil {
		t.Fatal(err)
	}
	options := new(container.ClientOptions)
	options.Transport = c.client()
	client, err := container.NewClientWithSharedKeyCredential(fmt.Sprintf("https://%s.blob.core.windows.net/%s", c.Account, name), shared, options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// startProxy serves CONNECT to the names of the cloud; any other is refused,
// so nothing leaves the machine.
func (c *Cloud) startProxy(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c.proxy = l.Addr().String()
	server := &http.Server{Handler: loopback.Proxy{Route: c.route}}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
}

func (c *Cloud) route(ctx context.Context, host string) (address string, known bool) {
	if host == "login.microsoftonline.com:443" {
		return c.login, true
	}
	if !strings.EqualFold(host, c.Account+".blob.core.windows.net:443") {
		return "", false
	}
	c.Requests.Add(1)
	switch c.Mode.Load() {
	case Killed:
		return "127.0.0.1:1", true // nobody listens there
	case Hanging:
		<-ctx.Done()
		return "", true
	}
	return c.blobs, true
}

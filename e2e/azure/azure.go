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
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/container"
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
	authority
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
	c.makeAuthority(t, account+".blob.core.windows.net", "login.microsoftonline.com")
	c.startLogin(t)
	c.startProxy(t)
	c.startAzurite(t, program)
	return c
}

// Env is the environment of a program that is to believe in the cloud.
func (c *Cloud) Env() []string {
	return []string{"HTTPS_PROXY=http://" + c.proxy, "SSL_CERT_FILE=" + filepath.Join(c.folder, "ca.pem"), "SSL_CERT_DIR=" + filepath.Join(c.folder, "none")}
}

func (c *Cloud) startAzurite(t *testing.T, program string) {
	t.Helper()
	c.blobs = freeAddress(t)
	host, port, _ := net.SplitHostPort(c.blobs)
	cmd := exec.Command("node", program, "--blobHost", host, "--blobPort", port, "--cert", filepath.Join(c.folder, "server.pem"), "--key", filepath.Join(c.folder, "server.key"),
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
	server := &http.Server{Handler: http.HandlerFunc(c.connect)}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
}

func (c *Cloud) connect(w http.ResponseWriter, r *http.Request) {
	blobs := strings.EqualFold(r.Host, c.Account+".blob.core.windows.net:443")
	to := c.login
	if blobs {
		to = c.blobs
		c.Requests.Add(1)
	}
	switch {
	case r.Method != http.MethodConnect || !blobs && r.Host != "login.microsoftonline.com:443":
		http.Error(w, "not in this cloud", http.StatusForbidden)
		return
	case blobs && c.Mode.Load() == Killed:
		to = "127.0.0.1:1" // nobody listens there
	case blobs && c.Mode.Load() == Hanging:
		<-r.Context().Done()
		return
	}
	up, err := net.Dial("tcp", to)
	if err != nil {
		http.Error(w, "no connection", http.StatusBadGateway)
		return
	}
	down, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		up.Close()
		return
	}
	fmt.Fprint(down, "HTTP/1.1 200 OK\r\n\r\n")
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(up, down); up.Close() })
	both.Go(func() { _, _ = io.Copy(down, up); down.Close() })
	both.Wait()
}

package engine

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"example.com/metaflow-gitops/e2e/lib/loopback"
)

// Host is the name in the URL that stacks of Argo CD are generated with; the
// repository server reaches it through Proxy.
const Host = "git.example.com"

// GitServer serves bare repositories by git's own http-backend: over HTTP, and
// over HTTPS for Host. It can be killed and started again.
type GitServer struct {
	Root  string // the folder of the repositories
	CA    string // the file of what signed the certificate of Host
	plain *listener
	tls   *listener
	proxy *listener
}

// listener is one HTTP server that comes back at the same address.
type listener struct {
	address string
	config  *tls.Config
	handler http.Handler
	mu      sync.Mutex
	server  *http.Server
}

// StartGitServer serves the repositories below a folder.
func StartGitServer(root string) (*GitServer, error) {
	if err := os.MkdirAll(root, 0o755); err != nil {
		return nil, fmt.Errorf("making the folder of repositories: %w", err)
	}
	out, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		return nil, fmt.Errorf("finding git's http-backend: %w", err)
	}
	backend := &cgi.Handler{
		Path: filepath.Join(strings.TrimSpace(string(out)), "git-http-backend"),
		Env:  []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER=e2e"},
	}
	folder := filepath.Join(filepath.Dir(root), "authority")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("making the folder of certificates: %w", err)
	}
	authority, err := loopback.NewAuthority(folder, Host)
	if err != nil {
		return nil, err
	}
	g := &GitServer{Root: root, CA: authority.File("ca.pem")}
	g.plain = &listener{address: "127.0.0.1:0", handler: backend}
	g.tls = &listener{address: "127.0.0.1:0", handler: backend, config: &tls.Config{Certificates: []tls.Certificate{authority.Pair}}}
	g.proxy = &listener{address: "127.0.0.1:0", handler: loopback.Proxy{Route: g.route}}
	return g, errors.Join(g.Start(), g.proxy.start())
}

// URL is that of a repository, over HTTP.
func (g *GitServer) URL(name string) string { return "http://" + g.plain.address + "/" + name }

// Proxy is the URL of a proxy that leads to Host and refuses all else.
func (g *GitServer) Proxy() string { return "http://" + g.proxy.address }

// Start brings the server back after Kill.
func (g *GitServer) Start() error { return errors.Join(g.plain.start(), g.tls.start()) }

// Kill closes the server and every connection to it.
func (g *GitServer) Kill() {
	g.plain.kill()
	g.tls.kill()
}

// Stop ends the server and its proxy.
func (g *GitServer) Stop() {
	g.Kill()
	g.proxy.kill()
}

func (l *listener) start() error {
	socket, err := net.Listen("tcp", l.address)
	if err != nil {
		return fmt.Errorf("listening for git: %w", err)
	}
	l.address = socket.Addr().String()
	if l.config != nil {
		socket = tls.NewListener(socket, l.config)
	}
	server := &http.Server{Handler: l.handler}
	l.mu.Lock()
	l.server = server
	l.mu.Unlock()
	go func() { _ = server.Serve(socket) }() // ends with kill
	return nil
}

func (l *listener) kill() {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.server.Close() // closes what it can
}

// route leads to the server as Host, and nowhere else.
func (g *GitServer) route(_ context.Context, host string) (string, bool) {
	return g.tls.address, host == Host+":443"
}

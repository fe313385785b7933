package auth

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync"

	"example.com/metaflow-gitops/e2e/lib/loopback"
)

// gateway is a stand-in for the Gateway's or Ingress's pods: it ends TLS and
// sends a path to the service that the rendered route names. Like Envoy it sets
// X-Forwarded-Proto, adds to X-Forwarded-For, and leaves every other header of
// the client alone.
type gateway struct {
	host    string
	routes  []route
	address string // where it listens
	source  string // from where it talks to the proxies
	secrets *secrets

	mu      sync.Mutex
	backend map[string]string
	server  *http.Server
}

func (g *gateway) serve(authority *loopback.Authority) error {
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{authority.Pair}})
	if err != nil {
		return err
	}
	g.address = l.Addr().String()
	proxy := &httputil.ReverseProxy{Rewrite: g.rewrite, Transport: &http.Transport{DialContext: dialFrom(g.source), DisableKeepAlives: true}, ErrorLog: silent, ModifyResponse: func(r *http.Response) error { g.secrets.noteCookies(r.Cookies()); return nil }}
	g.server = &http.Server{ErrorLog: silent, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != g.host || g.pick(r.URL.EscapedPath()) == "" {
			http.NotFound(w, r)
			return
		}
		proxy.ServeHTTP(w, r)
	})}
	go g.server.Serve(l)
	return nil
}

func (g *gateway) rewrite(r *httputil.ProxyRequest) {
	g.secrets.noteHeader(r.In.Header)
	g.secrets.note("a code", r.In.URL.Query().Get("code"))
	r.Out.URL.Scheme, r.Out.URL.Host = "http", g.pick(r.In.URL.EscapedPath())
	for _, name := range []string{"X-Forwarded-Host", "X-Forwarded-For", "Forwarded"} {
		r.Out.Header[name] = r.In.Header[name]
	}
	client, _, _ := net.SplitHostPort(r.In.RemoteAddr)
	r.Out.Header.Set("X-Forwarded-For", strings.TrimPrefix(r.In.Header.Get("X-Forwarded-For")+", "+client, ", "))
	r.Out.Header.Set("X-Forwarded-Proto", "https")
}

// pick returns the address behind a path. Prefixes match whole elements of the
// path as it was sent, and the longest wins.
func (g *gateway) pick(path string) string {
	best, service := -1, ""
	for _, r := range g.routes {
		prefix := strings.TrimSuffix(r.prefix, "/")
		if len(prefix) > best && (path == prefix || strings.HasPrefix(path, prefix+"/")) {
			best, service = len(prefix), r.service
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.backend[service]
}

func (g *gateway) point(service, address string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.backend[service] = address
}

// dialFrom connects from an address.
func dialFrom(source string) func(ctx context.Context, network, address string) (net.Conn, error) {
	d := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(source)}}
	return d.DialContext
}

package auth

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/zitadel/oidc/v3/example/server/storage"

	"example.com/metaflow-gitops/e2e/lib/loopback"
)

// world is a stack's endpoints as a client meets them: route, proxies, services
// and issuers, all on this machine.
type world struct {
	bundle
	subject   subject
	network   network
	folder    string
	authority *loopback.Authority
	services  *services
	gateway   *gateway
	issuers   []*issuer         // the one for people first
	issuersAt string            // where they listen
	names     string            // the address of the proxy that knows the issuers' hosts
	address   map[string]string // of each auth proxy
	processes map[string]*process
	redis     string // the address of a Redis, if a case started one
	mappings  []mapping
	secret    string // of the client that people log in by
	assertion string // the federated token of the workload
	cookies   map[string]string
	probes    int
	talks     int // conversations of the client so far
	journal   *journal
	secrets   *secrets
}

// silent is for servers whose clients break off on purpose.
var silent = log.New(io.Discard, "", 0)

// newWorld starts everything but the proxies.
func newWorld(t *testing.T, b bundle, s subject) *world {
	t.Helper()
	w := &world{bundle: b, subject: s, network: network{private: os.Getenv(insideVariable) != ""}, folder: t.TempDir(), services: newServices(),
		address: map[string]string{}, processes: map[string]*process{}, secret: rand.Text(), assertion: "federated." + rand.Text(), cookies: map[string]string{}, journal: &journal{}, secrets: &secrets{}}
	w.secrets.note("the client secret", w.secret)
	w.secrets.note("the federated token", w.assertion)
	for _, step := range []func(t *testing.T) error{w.placeAddresses, w.makeIssuers, w.serveIssuers, w.serveServices, w.serveSessions} {
		if err := step(t); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// startWorld starts everything.
func startWorld(t *testing.T, b bundle, s subject, overrides ...variable) *world {
	t.Helper()
	w := newWorld(t, b, s)
	for _, d := range []deployment{b.people, b.programs} {
		if err := w.start(d, overrides...); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { w.stop(d) })
	}
	if s.lacks(ownLog) == "" {
		t.Cleanup(func() {
			if err := w.clean(); err != nil {
				t.Errorf("the log of the proxies holds\n%v", err)
			}
		})
	}
	return w
}

func (w *world) placeAddresses(*testing.T) error {
	w.gateway = &gateway{host: w.host, routes: w.routes, source: "127.0.0.2", backend: map[string]string{}, secrets: w.secrets}
	pods := map[string]string{w.people.name: "127.0.0.1", w.programs.name: "127.0.0.1"}
	if w.network.private {
		trusted := w.people.list("trusted-proxy-ip")
		if len(trusted) == 0 {
			return errors.New("the rendered proxy trusts no range, so no gateway could talk to it")
		}
		for i, to := range []*string{&w.gateway.source, new(string), new(string)} {
			address, err := in(trusted[0], 10+i)
			if err != nil {
				return err
			}
			*to = address
			if i > 0 {
				pods[[]string{w.people.name, w.programs.name}[i-1]] = address
			}
			if err := w.network.add(address); err != nil {
				return err
			}
		}
		if err := w.network.add(outsideAddress); err != nil {
			return err
		}
	}
	for name, ip := range pods {
		port := "4180"
		if !w.network.private {
			port = freePort()
		}
		w.address[name] = net.JoinHostPort(ip, port)
		w.gateway.point(name, w.address[name])
	}
	return nil
}

func freePort() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "0"
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// makeIssuers makes every issuer that the proxies believe.
func (w *world) makeIssuers(*testing.T) error {
	claim := w.people.option("oidc-groups-claim")
	if claim == "" {
		claim = "groups"
	}
	client := storage.WebClient(w.people.option("client-id"), w.secret, w.people.option("redirect-url"))
	all := append([]audience{{issuer: w.people.option("oidc-issuer-url")}}, w.programs.audiences()...)
	for _, a := range all {
		if w.issuer(a.issuer) != nil {
			continue
		}
		i, err := newIssuer(a.issuer, client, claim, w.people.list("allowed-group"))
		if err != nil {
			return fmt.Errorf("making issuer %q: %w", a.issuer, err)
		}
		client = nil
		if len(w.issuers) == 0 && w.people.option("provider") == "entra-id" {
			tenant, _, _ := strings.Cut(strings.TrimPrefix(i.url.Path, "/"), "/")
			i.handler = entra{provider: i.handler, tenant: tenant, client: w.people.option("client-id"), secret: w.secret, assertion: w.assertion}
		}
		w.issuers = append(w.issuers, i)
	}
	return nil
}

func (w *world) issuer(name string) *issuer {
	for _, i := range w.issuers {
		if i.name == name {
			return i
		}
	}
	return nil
}

// serveIssuers serves the issuers' hosts by TLS, and the proxy that finds them.
func (w *world) serveIssuers(t *testing.T) error {
	hosts := []string{w.host, graphHost}
	for _, i := range w.issuers {
		hosts = append(hosts, i.url.Hostname())
	}
	var err error
	if w.authority, err = loopback.NewAuthority(w.folder, hosts...); err != nil {
		return err
	}
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{w.authority.Pair}})
	if err != nil {
		return err
	}
	w.issuersAt = l.Addr().String()
	server := &http.Server{Handler: http.HandlerFunc(w.serveIssuer), ErrorLog: silent}
	go server.Serve(l)
	names, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	w.names = names.Addr().String()
	proxy := &http.Server{Handler: loopback.Proxy{Route: func(_ context.Context, host string) (string, bool) {
		name, _, _ := net.SplitHostPort(host)
		return w.issuersAt, name == graphHost || w.issuerOf(name, "") != nil
	}}}
	go proxy.Serve(names)
	t.Cleanup(func() { server.Close(); proxy.Close() })
	return nil
}

// keysURL is where the first issuer publishes its keys.
func (w *world) keysURL() string {
	if e, ok := w.issuers[0].handler.(entra); ok {
		return "https://" + entraHost + "/" + e.tenant + "/discovery/v2.0/keys"
	}
	return strings.TrimSuffix(w.issuers[0].name, "/") + "/keys"
}

// issuerOf finds the issuer behind an address: of those of its host, the one
// with the longest path.
func (w *world) issuerOf(host, path string) *issuer {
	var found *issuer
	for _, i := range w.issuers {
		if i.url.Hostname() != host {
			continue
		}
		if found == nil || strings.HasPrefix(path, i.url.Path) && len(i.url.Path) > len(found.url.Path) {
			found = i
		}
	}
	return found
}

func (w *world) serveIssuer(rw http.ResponseWriter, r *http.Request) {
	i := w.issuerOf(r.Host, r.URL.Path)
	if r.Host == graphHost {
		i = w.issuers[0]
	}
	if i == nil {
		http.NotFound(rw, r)
		return
	}
	i.handler.ServeHTTP(tokenTap{rw, w.secrets}, r)
}

// serveServices serves what is behind the proxies, and what is before them.
func (w *world) serveServices(t *testing.T) error {
	var names []string
	seen := map[string]bool{}
	var all []*url.URL
	for _, u := range append(w.people.upstreams(), w.programs.upstreams()...) {
		if !seen[u.Host] {
			all = append(all, u)
		}
		seen[u.Host] = true
	}
	t.Cleanup(w.services.stop)
	for _, u := range all {
		names = append(names, u.Hostname())
		if err := w.services.serve(u, w.network); err != nil {
			return err
		}
	}
	if err := w.network.nameServices(names); err != nil {
		return err
	}
	if err := w.gateway.serve(w.authority); err != nil {
		return err
	}
	t.Cleanup(func() { w.gateway.server.Close() })
	return nil
}

// serveSessions starts the Redis of a stack that keeps sessions in one.
func (w *world) serveSessions(t *testing.T) error {
	if w.people.option("session-store-type") != "redis" {
		return nil
	}
	stop, err := w.startRedis()
	if err == nil {
		t.Cleanup(stop)
	}
	return err
}

// start starts one proxy and waits until it says that it is ready.
func (w *world) start(d deployment, overrides ...variable) error {
	p, err := w.place(d, overrides...)
	if err != nil {
		return err
	}
	if len(overrides) == 0 && w.processes[d.name] == nil {
		w.mappings = append(w.mappings, p.mappings...)
	}
	command, err := w.subject.command(w, d, p)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	log := io.MultiWriter(&out, w.journal)
	command.Stdout, command.Stderr = log, log
	if err := command.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", d.name, err)
	}
	run := &process{command: command, done: make(chan struct{})}
	go func() { _ = command.Wait(); close(run.done) }()
	w.processes[d.name] = run
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) && run.running() {
		if a := w.send(request{path: d.readyPath, to: d.name}); a.status == http.StatusOK {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.stop(d)
	return fmt.Errorf("%s of stack %s is not ready:\n%s", d.name, w.stack, out.String()[max(0, out.Len()-2000):])
}

func (w *world) stop(d deployment) { w.processes[d.name].stop() }

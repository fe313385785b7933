package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/coder/websocket"
)

// services are stand-ins for what is behind the proxies. They write down every
// request that reaches them.
type services struct {
	mu       sync.Mutex
	arrivals map[string][]arrival // by the probe's number
	address  map[string]string    // by host:port of the rendered upstream
	servers  []*http.Server
	runs     map[string]int // heartbeats of a run
}

// arrival is a request that reached a service.
type arrival struct {
	service, method, path, body string
	header                      http.Header
}

// probeHeader numbers a request of the suite.
const probeHeader = "X-Probe"

// versionHeader is what Metaflow's client reads from /ping.
const versionHeader = "METADATA_SERVICE_VERSION"

func newServices() *services {
	return &services{arrivals: map[string][]arrival{}, address: map[string]string{}, runs: map[string]int{}}
}

// serve starts the service of an upstream, at its own port where that is free.
func (s *services) serve(upstream *url.URL, n network) error {
	at := "127.0.0.1:0"
	if n.private {
		at = "127.0.0.1:" + upstream.Port()
	}
	l, err := net.Listen("tcp", at)
	if err != nil {
		return fmt.Errorf("serving %s: %w", upstream.Host, err)
	}
	s.address[upstream.Host] = l.Addr().String()
	server := &http.Server{Handler: s.note(upstream.Hostname(), s.handler(upstream.Hostname()))}
	s.servers = append(s.servers, server)
	go server.Serve(l)
	return nil
}

func (s *services) stop() {
	for _, server := range s.servers {
		server.Close()
	}
}

func (s *services) arrived(probe string) []arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.arrivals[probe]
}

// note writes a request down.
func (s *services) note(service string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		probe := r.Header.Get(probeHeader)
		s.arrivals[probe] = append(s.arrivals[probe], arrival{service, r.Method, r.URL.Path, string(body), r.Header.Clone()})
		s.mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

func (s *services) handler(service string) http.Handler {
	switch {
	case strings.Contains(service, "metadata"):
		return http.HandlerFunc(s.metadata)
	case strings.Contains(service, "backend"):
		return http.HandlerFunc(backend)
	}
	return http.HandlerFunc(page)
}

// page is a page as the UI's: it calls the API and opens a websocket.
func page(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, `<!DOCTYPE html><title>Metaflow</title><body style="font: 16px sans-serif; margin: 3em">
<h1>Runs</h1><p>API: <b id="api"></b></p><p>Websocket: <b id="socket"></b></p><script>
fetch("/api/flows").then(r => r.json()).then(j => document.getElementById("api").textContent = j.data[0].flow_id);
const socket = new WebSocket("wss://" + location.host + "/api/ws");
socket.onopen = () => socket.send("run 1 is done");
socket.onmessage = e => document.getElementById("socket").textContent = e.data;
</script>`)
}

// backend is the UI's backend: JSON, and a websocket that says what it hears.
func backend(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/api/ws" {
		answerJSON(w, http.StatusOK, map[string]any{"data": []any{map[string]string{"flow_id": "HelloFlow"}}})
		return
	}
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return
	}
	defer socket.CloseNow()
	for {
		kind, data, err := socket.Read(context.Background())
		if err != nil {
			return
		}
		if err := socket.Write(context.Background(), kind, data); err != nil {
			return
		}
	}
}

// metadata answers as the metadata service does, as far as the client looks.
func (s *services) metadata(w http.ResponseWriter, r *http.Request) {
	w.Header().Set(versionHeader, "2.5.1")
	rest := strings.TrimPrefix(r.URL.Path, "/metadata")
	switch {
	case rest == "/ping":
		fmt.Fprint(w, "pong")
	case strings.HasSuffix(rest, "/heartbeat"):
		s.heartbeat(w, rest)
	case r.Method == http.MethodPost && r.Header.Get("X-Busy") != "":
		answerJSON(w, http.StatusServiceUnavailable, map[string]string{"message": "try again"})
	case r.Method == http.MethodPost && strings.HasSuffix(rest, "/run"):
		answerJSON(w, http.StatusCreated, map[string]any{"run_number": 1, "flow_id": "HelloFlow"})
	case r.Method == http.MethodPost:
		answerJSON(w, http.StatusCreated, map[string]any{"task_id": 1})
	default:
		answerJSON(w, http.StatusOK, []any{})
	}
}

// heartbeat takes a beat only when the last one is a while ago: most get 404.
func (s *services) heartbeat(w http.ResponseWriter, path string) {
	s.mu.Lock()
	s.runs[path]++
	early := s.runs[path] == 1
	s.mu.Unlock()
	if early {
		answerJSON(w, http.StatusNotFound, map[string]string{"message": "too early"})
		return
	}
	answerJSON(w, http.StatusOK, map[string]int{"wait_time_in_seconds": 10})
}

func answerJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

package auth

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// request is what is written to the wire, byte by byte: no client library may
// tidy up a path or a header.
type request struct {
	method string // GET by default
	path   string
	header http.Header
	body   string
	// to is a deployment to talk to directly; by default the request goes to the
	// public host and by the route. from is the address to talk from; by default
	// the gateway's, which the proxies trust.
	to, from string
}

// answer is what came back, and what arrived at the services.
type answer struct {
	status   int
	header   http.Header
	body     string
	arrivals []arrival
	err      error
}

func (a answer) String() string {
	text := fmt.Sprintf("status %d", a.status)
	if l := a.header.Get("Location"); l != "" {
		text += " to " + l
	}
	for _, r := range a.arrivals {
		text += fmt.Sprintf(", arrived at %s as %s %s", r.service, r.method, r.path)
	}
	if a.err != nil {
		text += ", " + a.err.Error()
	}
	return text
}

// send sends a request and waits for its answer.
func (w *world) send(r request) answer {
	conn, err := w.dial(r)
	if err != nil {
		return answer{err: err}
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(15 * time.Second)) // fails only on a closed connection
	w.secrets.noteHeader(r.header)
	w.probes++
	probe := strconv.Itoa(w.probes)
	// A server may answer and hang up before it has read everything: then the
	// answer counts, not the failed write.
	_, writeErr := io.WriteString(conn, w.text(r, probe))
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: r.method})
	if err != nil {
		if writeErr != nil {
			err = writeErr
		}
		return answer{err: err, arrivals: w.services.arrived(probe)}
	}
	defer response.Body.Close()
	a := answer{status: response.StatusCode, header: response.Header}
	if a.status != http.StatusSwitchingProtocols {
		body, _ := io.ReadAll(response.Body) // what was cut off is not what was asked for
		a.body = string(body)
	}
	a.arrivals = w.services.arrived(probe)
	return a
}

func (w *world) dial(r request) (net.Conn, error) {
	if r.to == "" {
		return tls.Dial("tcp", w.gateway.address, &tls.Config{RootCAs: w.authority.Pool, ServerName: w.host})
	}
	from := r.from
	if from == "" {
		from = w.gateway.source
	}
	return dialFrom(from)(context.Background(), "tcp", w.address[r.to])
}

func (w *world) text(r request, probe string) string {
	method := r.method
	if method == "" {
		method = http.MethodGet
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n%s: %s\r\n", method, r.path, w.host, probeHeader, probe)
	if r.header.Get("Connection") == "" {
		b.WriteString("Connection: close\r\n")
	}
	if r.body != "" {
		fmt.Fprintf(&b, "Content-Length: %d\r\nContent-Type: application/json\r\n", len(r.body))
	}
	_ = r.header.Write(&b) // a Builder takes everything
	b.WriteString("\r\n" + r.body)
	return b.String()
}

// header makes a header from pairs of name and value.
func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

// with joins headers.
func with(all ...http.Header) http.Header {
	joined := http.Header{}
	for _, h := range all {
		for name, values := range h {
			joined[name] = append(joined[name], values...)
		}
	}
	return joined
}

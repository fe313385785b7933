package loopback

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
)

// Proxy serves CONNECT to the names that Route knows.
type Proxy struct {
	// Route returns the address that stands for host:port, or false for a name
	// that is refused, so nothing leaves the machine. It may wait until the
	// context is done and return an empty address: then there is no answer.
	Route func(ctx context.Context, host string) (address string, known bool)
}

// ServeHTTP takes one connection through.
func (p Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		http.Error(w, "only CONNECT", http.StatusMethodNotAllowed)
		return
	}
	address, known := p.Route(r.Context(), r.Host)
	if !known {
		http.Error(w, "no such host here", http.StatusForbidden)
		return
	}
	if address == "" {
		return
	}
	up, err := net.Dial("tcp", address)
	if err != nil {
		http.Error(w, "no connection", http.StatusBadGateway)
		return
	}
	down, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		up.Close()
		return
	}
	fmt.Fprint(down, "HTTP/1.1 200 OK\r\n\r\n")
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(up, buffered); up.Close() })
	both.Go(func() { _, _ = io.Copy(down, up); down.Close() })
	both.Wait()
}

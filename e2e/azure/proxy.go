package azure

import (
	"io"
	"net"
	"net/http"
)

// proxy leads CONNECT requests for the hosts it knows to loopback addresses,
// and refuses all others.
func proxy(routes map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address, ok := routes[r.Host]
		if r.Method != http.MethodConnect || !ok {
			http.Error(w, "no way to "+r.Host, http.StatusForbidden)
			return
		}
		upstream, err := net.Dial("tcp", address)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		client, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			_ = upstream.Close()
			return
		}
		_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
		go pipe(upstream, client)
		pipe(client, upstream)
	})
}

// pipe copies until one side ends, and then ends both.
func pipe(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	_ = to.Close()
	_ = from.Close()
}

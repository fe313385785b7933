package cluster

import (
	"fmt"
	"net"
)

// ports are those of one control plane; several can run side by side.
type ports struct{ etcd, etcdPeer, api int }

func freePorts() (ports, error) {
	var p ports
	for _, to := range []*int{&p.etcd, &p.etcdPeer, &p.api} {
		port, err := FreePort()
		if err != nil {
			return ports{}, err
		}
		*to = port
	}
	return p, nil
}

// FreePort finds a port of the loopback that nothing listens on.
func FreePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("finding a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

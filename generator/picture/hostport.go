package picture

import "example.com/metaflow-gitops/generator/value"

// onHost tells whether pods are in their host's network, where no policy applies.
func (p *pods) onHost() bool { return p.spec("hostNetwork") == true }

// findHostPorts draws that pods are reached on the addresses of their hosts.
func (s *scene) findHostPorts(p *pods) {
	if p.onHost() {
		e := s.letIn(s.privateNetwork(), p, p.ports, nil)
		e.detail = "since it is in the network of its host"
		e.open = !p.login
		return
	}
	for _, c := range p.item.Containers() {
		for _, raw := range value.Items(c, "ports") {
			if host := number(value.Get(raw, "hostPort")); host != 0 {
				e := s.letIn(s.privateNetwork(), p, []port{{host, "", protocol(raw)}}, nil)
				e.detail = "since it has a port of its host"
				e.open = !p.login
			}
		}
	}
}

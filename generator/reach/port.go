package reach

import (
	"encoding/json"
	"strconv"

	"example.com/metaflow-gitops/generator/manifest"
)

// Port is what pods listen on. The number 0 is any, where nothing says which.
type Port struct {
	Number         int
	Name, Protocol string
}

// DeclaredPorts are those that the containers name.
func (p *Pods) DeclaredPorts() []Port {
	var found []Port
	for _, c := range p.Owner.Containers() {
		for _, raw := range manifest.Items(c, "ports") {
			found = appendNew(found, declared(raw))
		}
	}
	if p.From != nil && p.From.isEvents() { // an EventSource has some
		for _, raw := range p.From.items("spec", "service", "ports") {
			found = appendNew(found, Port{number(manifest.Get(raw, "targetPort")), "", protocol(raw)})
		}
	}
	return found
}

func declared(raw any) Port {
	return Port{number(manifest.Get(raw, "containerPort")), manifest.Text(raw, "name"), protocol(raw)}
}

// Listener is the container that declares a port; "" is none.
func (p *Pods) Listener(port Port) string {
	for _, c := range p.Owner.Containers() {
		for _, raw := range manifest.Items(c, "ports") {
			if d := declared(raw); d.Number == port.Number && d.Number != 0 && d.Protocol == port.Protocol {
				return manifest.Text(c, "name")
			}
		}
	}
	return ""
}

// HostPort is a port of its host that a container takes.
type HostPort struct {
	Port
	Container string
}

// HostPorts are the ports of their host that the pods take.
func (p *Pods) HostPorts() []HostPort {
	var found []HostPort
	for _, c := range p.Owner.Containers() {
		for _, raw := range manifest.Items(c, "ports") {
			if host := number(manifest.Get(raw, "hostPort")); host != 0 {
				found = append(found, HostPort{Port{host, "", protocol(raw)}, manifest.Text(c, "name")})
			}
		}
	}
	return found
}

// number is a port's; 0 is none.
func number(v any) int {
	if _, isText := v.(string); isText {
		return 0 // which would be a name
	}
	n, err := strconv.Atoi(manifest.Text(v))
	if err != nil || n < 0 || n > 65535 {
		return 0
	}
	return n
}

// isNumber reports whether a value is a number, where a name may be given, too.
func isNumber(v any) bool {
	switch v.(type) {
	case json.Number, int, int64, uint64, float64:
		return true
	}
	return false
}

func protocol(v any) string {
	if p := manifest.Text(v, "protocol"); p != "" {
		return p
	}
	return "TCP"
}

// findPorts settles what the pods listen on. A container need not name its ports:
// then those are taken that Services lead to, or policies open.
func (p *Pods) findPorts() {
	p.Ports = p.DeclaredPorts()
	if len(p.Ports) == 0 {
		for _, v := range p.Services {
			for _, target := range v.Targets(p, "") {
				p.Ports = appendNew(p.Ports, target)
			}
		}
	}
	if len(p.Ports) == 0 {
		p.Ports = openedPorts(p)
	}
	if len(p.Ports) == 0 {
		p.Ports = []Port{{Protocol: "TCP"}}
	}
}

func openedPorts(p *Pods) []Port {
	var found []Port
	for _, policy := range p.ingress {
		for _, r := range policy.In {
			for _, raw := range r.ports {
				if n := number(manifest.Get(raw, "port")); n != 0 {
					found = appendNew(found, Port{n, "", protocol(raw)})
				}
			}
		}
	}
	return found
}

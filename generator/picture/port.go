package picture

import (
	"encoding/json"
	"strconv"

	"example.com/metaflow-gitops/generator/value"
)

// port is what pods listen on. The number 0 is any, where nothing says which.
type port struct {
	number         int
	name, protocol string
}

func (p port) String() string {
	if p.number == 0 {
		return ""
	}
	return ":" + strconv.Itoa(p.number)
}

// declaredPorts are those that the containers name.
func (p *pods) declaredPorts() []port {
	var found []port
	for _, c := range p.item.Containers() {
		for _, raw := range value.Items(c, "ports") {
			found = appendNew(found, port{number(value.Get(raw, "containerPort")), value.Text(raw, "name"), protocol(raw)})
		}
	}
	for _, raw := range p.item.items("spec", "service", "ports") { // of an EventSource
		if p.item.group == "argoproj.io" {
			found = appendNew(found, port{number(value.Get(raw, "targetPort")), "", protocol(raw)})
		}
	}
	return found
}

// number is a port's; 0 is none.
func number(v any) int {
	if _, isText := v.(string); isText {
		return 0 // which would be a name
	}
	n, err := strconv.Atoi(value.Text(v))
	if err != nil || n < 0 || n > 65535 {
		return 0
	}
	return n
}

func protocol(v any) string {
	if p := value.Text(v, "protocol"); p != "" {
		return p
	}
	return "TCP"
}

// findPorts settles what each of the pods listens on. A container need not name
// its ports: then those are taken that Services lead to, or policies open.
func (s *scene) findPorts() {
	for _, p := range s.pods {
		p.ports = p.declaredPorts()
		if len(p.ports) == 0 {
			p.ports = s.servedPorts(p)
		}
		if len(p.ports) == 0 {
			p.ports = openedPorts(p)
		}
		if len(p.ports) == 0 {
			p.ports = []port{{protocol: "TCP"}}
		}
		p.open, p.crowds = map[port]bool{}, map[place]bool{}
	}
}

func openedPorts(p *pods) []port {
	var found []port
	for _, policy := range p.ingress {
		for _, r := range policy.in {
			for _, raw := range r.ports {
				if n := number(value.Get(raw, "port")); n != 0 {
					found = appendNew(found, port{n, "", protocol(raw)})
				}
			}
		}
	}
	return found
}

// isNumber tells a number from a name where both may stand.
func isNumber(v any) bool {
	switch v.(type) {
	case json.Number, int, int64, uint64, float64:
		return true
	}
	return false
}

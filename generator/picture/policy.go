package picture

import (
	"slices"

	"example.com/metaflow-gitops/generator/value"
)

// policy is a NetworkPolicy. Its rules are those of the directions that it
// limits.
type policy struct {
	*item
	limitsIn, limitsOut bool
	in, out             []rule
}

// rule opens something that its policy has closed.
type rule struct {
	policy  *policy
	peers   []any
	ports   []any
	anyone  bool // no peers are given: it is for all
	anyPort bool // no ports are given: it is for all
}

// findPolicies reads the policies and which pods they select.
func (s *scene) findPolicies() {
	for _, i := range s.items {
		if !i.is("networking.k8s.io", "NetworkPolicy") {
			continue
		}
		p := newPolicy(i)
		s.policies = append(s.policies, p)
		for _, x := range s.pods {
			if x.namespace != p.Namespace || !p.selects(x) {
				continue
			}
			if p.limitsIn {
				x.ingress = append(x.ingress, p)
			}
			if p.limitsOut {
				x.egress = append(x.egress, p)
			}
		}
	}
}

// newPolicy reads a policy as the API server fills it in: without policyTypes it
// limits ingress, and egress if it has rules for that.
func newPolicy(i *item) *policy {
	p := &policy{item: i}
	types := value.Texts(i.Fields, "spec", "policyTypes")
	p.limitsIn = len(types) == 0 || slices.Contains(types, "Ingress")
	p.limitsOut = len(types) == 0 && len(i.items("spec", "egress")) > 0 || slices.Contains(types, "Egress")
	if p.limitsIn {
		p.in = p.rules("ingress", "from")
	}
	if p.limitsOut {
		p.out = p.rules("egress", "to")
	}
	return p
}

func (p *policy) rules(direction, peers string) []rule {
	var found []rule
	for _, raw := range p.items("spec", direction) {
		if raw == nil {
			raw = map[string]any{} // an item that is null is an empty rule
		}
		fields, isMap := raw.(map[string]any)
		if !isMap {
			continue
		}
		r := rule{policy: p}
		r.peers, r.anyone = listOrAll(fields[peers])
		r.ports, r.anyPort = listOrAll(fields["ports"])
		found = append(found, r)
	}
	return found
}

// listOrAll reads a list that stands for everything if it is absent or empty.
func listOrAll(v any) (items []any, all bool) {
	items, isList := v.([]any)
	return items, v == nil || isList && len(items) == 0
}

// selects tells whether a policy is about pods of its namespace; one without
// podSelector is about all.
func (p *policy) selects(x *pods) bool {
	selector := p.Get("spec", "podSelector")
	return selector == nil || value.Selects(selector, x.labels)
}

// opens tells whether a rule opens a port.
func (r rule) opens(p port) bool {
	return r.anyPort || slices.ContainsFunc(r.ports, func(raw any) bool { return opensPort(raw, p) })
}

func opensPort(raw any, p port) bool {
	if protocol(raw) != p.protocol {
		return false
	}
	switch wanted := value.Get(raw, "port").(type) {
	case nil:
		return true
	case string:
		return wanted != "" && wanted == p.name
	default:
		first := number(wanted)
		last := max(first, number(value.Get(raw, "endPort")))
		return p.number != 0 && first != 0 && first <= p.number && p.number <= last
	}
}

// lets lists the policies by which pods let others in on a port; nobody limits
// them if there are no policies at all.
func (s *scene) lets(from, to *pods, p port) (by []*item, yes bool) {
	return s.permits(to.ingress, func(x *policy) []rule { return x.in }, from, p)
}

// permits tells whether one of the policies that limit a direction permits the
// other side.
func (s *scene) permits(policies []*policy, rules func(*policy) []rule, peer *pods, p port) (by []*item, yes bool) {
	for _, x := range policies {
		if slices.ContainsFunc(rules(x), func(r rule) bool { return r.opens(p) && s.isPeer(r, peer) }) {
			by = append(by, x.item)
		}
	}
	return by, len(by) > 0 || len(policies) == 0
}

// reach tells whether network policies let pods reach others on a port, and
// which of them do.
func (s *scene) reach(from, to *pods, p port) (by []*item, yes bool) {
	in, entered := s.lets(from, to, p)
	out, left := s.permits(from.egress, func(x *policy) []rule { return x.out }, to, p)
	return append(in, out...), entered && left
}

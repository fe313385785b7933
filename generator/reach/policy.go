package reach

import (
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// Policy is a NetworkPolicy. Its rules are those of the directions that it limits.
type Policy struct {
	*Object
	LimitsIn, LimitsOut bool
	In, Out             []Rule
	Selected            []*Pods // that it is about
}

// Rule opens something that its policy has closed.
type Rule struct {
	Policy  *Policy
	Number  int // among those of its direction
	Peers   []Peer
	Anyone  bool  // no peers are given: it is for all
	ports   []any // as they are given
	anyPort bool  // none are given: it is for all
}

// findPolicy reads a policy as the API server fills it in: without policyTypes it
// limits ingress, and egress if it has rules for that.
func (c *Cluster) findPolicy(o *Object) {
	p := &Policy{Object: o}
	types := manifest.Texts(o.Fields, "spec", "policyTypes")
	p.LimitsIn = len(types) == 0 || slices.Contains(types, "Ingress")
	p.LimitsOut = len(types) == 0 && len(o.items("spec", "egress")) > 0 || slices.Contains(types, "Egress")
	if p.LimitsIn {
		p.In = p.rules("ingress", "from")
	}
	if p.LimitsOut {
		p.Out = p.rules("egress", "to")
	}
	selector := manifest.PolicySelector(o.Get("spec", "podSelector"))
	for _, pods := range c.Pods {
		if !pods.isSelected(o.Namespace, selector) {
			continue
		}
		p.Selected = append(p.Selected, pods)
		if p.LimitsIn {
			pods.ingress = append(pods.ingress, p)
		}
		if p.LimitsOut {
			pods.egress = append(pods.egress, p)
		}
	}
	c.Policies = append(c.Policies, p)
}

func (p *Policy) rules(direction, peers string) []Rule {
	var found []Rule
	for i, raw := range p.items("spec", direction) {
		if raw == nil {
			raw = map[string]any{} // an item that is null is an empty rule
		}
		fields, isMap := raw.(map[string]any)
		if !isMap {
			continue
		}
		r := Rule{Policy: p, Number: i}
		var given []any
		given, r.Anyone = listOrAll(fields[peers])
		for _, peer := range given {
			r.Peers = append(r.Peers, newPeer(peer, p.Namespace))
		}
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

// Opens reports whether a rule opens a port.
func (r Rule) Opens(p Port) bool {
	return r.anyPort || slices.ContainsFunc(r.ports, func(raw any) bool { return opensPort(raw, p) })
}

// Only reports whether a rule is for no port but some.
func (r Rule) Only(is func(Port) bool) bool {
	return !r.anyPort && !slices.ContainsFunc(r.ports, func(raw any) bool {
		given := manifest.Get(raw, "port")
		name, _ := given.(string)
		return manifest.Get(raw, "endPort") != nil || !is(Port{number(given), name, protocol(raw)})
	})
}

func opensPort(raw any, p Port) bool {
	if protocol(raw) != p.Protocol {
		return false
	}
	switch wanted := manifest.Get(raw, "port").(type) {
	case nil:
		return true
	case string:
		return wanted != "" && wanted == p.Name
	default:
		first := number(wanted)
		last := max(first, number(manifest.Get(raw, "endPort")))
		return p.Number != 0 && first != 0 && first <= p.Number && p.Number <= last
	}
}

// LimitedIn and LimitedOut report whether a policy is about what comes to pods, and
// about where they go.
func (p *Pods) LimitedIn() bool  { return len(p.ingress) > 0 }
func (p *Pods) LimitedOut() bool { return len(p.egress) > 0 }

// Limits are the policies that are about what comes to pods.
func (p *Pods) Limits() []*Policy { return p.ingress }

// May reports whether network policies let pods reach others on a port: the target
// lets them in, and they are let out. By are the policies that open it.
func (c *Cluster) May(from, to *Pods, port Port) (by []*Policy, yes bool) {
	in, entered := c.permits(to.ingress, func(x *Policy) []Rule { return x.In }, from, port)
	out, left := c.permits(from.egress, func(x *Policy) []Rule { return x.Out }, to, port)
	return append(in, out...), entered && left
}

// permits reports whether one of the policies that limit a direction permits the
// other side; nobody is limited if there are none at all.
func (c *Cluster) permits(policies []*Policy, rules func(*Policy) []Rule, peer *Pods, port Port) (by []*Policy, yes bool) {
	for _, x := range policies {
		if slices.ContainsFunc(rules(x), func(r Rule) bool {
			return r.Opens(port) && (r.Anyone || slices.ContainsFunc(r.Peers, func(p Peer) bool { return c.holds(p, peer) }))
		}) {
			by = append(by, x)
		}
	}
	return by, len(by) > 0 || len(policies) == 0
}

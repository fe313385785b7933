package picture

import (
	"slices"

	"example.com/metaflow-gitops/generator/value"
)

// findCallers draws what reaches pods by way of the cluster's network. A gateway
// is meant to be reached, and tasks are nobody's service.
func (s *scene) findCallers() {
	for _, p := range s.pods {
		if p.kind != workload {
			continue
		}
		s.findHostPorts(p)
		if len(p.ingress) == 0 && !p.onHost() {
			s.openTo(s.cluster(), p, p.ports, nil)
		}
		for _, policy := range p.ingress {
			for _, r := range policy.in {
				s.followRule(p, r)
			}
		}
		for _, from := range s.pods {
			if from != p {
				s.findCalls(from, p)
			}
		}
	}
}

// followRule draws the callers that a rule lets in and that are not among the
// pods of the stack.
func (s *scene) followRule(p *pods, r rule) {
	opened := slices.DeleteFunc(slices.Clone(p.ports), func(x port) bool { return !r.opens(x) })
	if len(opened) == 0 || p.onHost() {
		return
	}
	if r.anyone {
		s.openTo(s.cluster(), p, opened, r.policy)
	}
	for _, peer := range r.peers {
		s.followPeer(p, r, peer, opened)
	}
}

// followPeer draws who a peer of a rule is, unless those are nodes already.
func (s *scene) followPeer(p *pods, r rule, peer any, opened []port) {
	if isEverything(peer) {
		s.openTo(s.cluster(), p, opened, r.policy)
	}
	if raw := value.Get(peer, "ipBlock"); raw != nil {
		switch b := blockOf(raw); {
		case b.isEmpty():
		case b.isInternet():
			s.openTo(s.internet(), p, opened, r.policy)
		case !b.holdsPods():
			s.letIn(s.addresses(b), p, opened, r.policy)
		}
		return
	}
	for _, namespace := range s.crowd(r, peer) {
		s.letCrowdIn(namespace, p, opened, r.policy)
	}
	if isEverything(peer) || s.isKnown(r, peer) {
		return
	}
	e := s.letIn(s.outsiders(peer), p, opened, r.policy)
	if named(value.Get(peer, "namespaceSelector")) == nil && !p.login {
		e.open = true // anybody may label a namespace
	}
}

// isKnown tells whether all pods that a peer means are nodes already. It is so
// within the policy's own namespace, and where it names namespaces and selects
// some of their pods.
func (s *scene) isKnown(r rule, peer any) bool {
	selector, given := value.Get(peer, "namespaceSelector").(map[string]any)
	if !given {
		return true
	}
	if named(selector) == nil {
		return false
	}
	return slices.ContainsFunc(s.pods, func(x *pods) bool { return s.matches(r.policy.Namespace, peer, x) })
}

// openTo draws that everything of a kind reaches pods, whether it needs to or not.
func (s *scene) openTo(from *node, p *pods, opened []port, by *policy) {
	e := s.letIn(from, p, opened, by)
	if by == nil {
		e.detail = "since no network policy is about it"
	}
	if !p.login {
		e.open = true
	}
	if from.rank == rankCluster {
		for _, x := range opened {
			p.open[x] = true
		}
	}
}

// letIn draws that something reaches pods on ports, by a policy or by none.
func (s *scene) letIn(from *node, p *pods, opened []port, by *policy) *edge {
	var made []*item
	if by != nil {
		made = []*item{by.item}
	}
	e := s.connect(from, p.node, edge{class: "reach", verb: reaches}, made...)
	for _, x := range opened {
		e.label(x.String())
	}
	return e
}

// findCalls draws that pods reach others on the ports that the policies of both
// leave open. Where everything reaches them, or a whole namespace, those are drawn
// that a policy means or that name them; of pods whose labels are not known, those
// that name them.
func (s *scene) findCalls(from, to *pods) {
	named := s.mentioned[pair{from.node.key, to.node.key}]
	for _, x := range to.ports {
		by, yes := s.reach(from, to, x)
		among := to.open[x] || to.crowds[place{from.namespace, x}]
		if !yes || !named && (from.vague || to.onHost() || among && !s.means(to, from, x)) {
			continue
		}
		e := s.connect(from.node, to.node, edge{class: "reach", verb: reaches}, by...)
		if e.class == "reach" {
			e.label(x.String())
		}
	}
}

// means tells whether a policy lets in just those pods, beside everything else.
func (s *scene) means(to, from *pods, x port) bool {
	return slices.ContainsFunc(to.ingress, func(p *policy) bool {
		return slices.ContainsFunc(p.in, func(r rule) bool {
			return r.opens(x) && slices.ContainsFunc(r.peers, func(peer any) bool {
				return !isEverything(peer) && !slices.Contains(s.crowd(r, peer), from.namespace) && s.matches(p.Namespace, peer, from)
			})
		})
	})
}

// letsAddressesIn tells whether policies let anything from outside of the
// cluster reach a port.
func (s *scene) letsAddressesIn(p *pods, x port) bool {
	return slices.ContainsFunc(p.ingress, func(policy *policy) bool {
		return slices.ContainsFunc(policy.in, func(r rule) bool {
			return r.opens(x) && (r.anyone || slices.ContainsFunc(r.peers, func(peer any) bool {
				raw := value.Get(peer, "ipBlock")
				return raw != nil && !blockOf(raw).isEmpty()
			}))
		})
	})
}

package picture

import (
	"slices"
	"strings"

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
// leave open. Where everything reaches them, those are drawn that a policy means
// or that name them; of pods whose labels are not known, those that name them.
func (s *scene) findCalls(from, to *pods) {
	named := s.mentioned[pair{from.node.key, to.node.key}]
	for _, x := range to.ports {
		by, yes := s.reach(from, to, x)
		if !yes || !named && (from.vague || to.onHost() || to.open[x] && !s.means(to, from, x)) {
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
			return r.opens(x) && slices.ContainsFunc(r.peers, func(peer any) bool { return !isEverything(peer) && s.matches(p.Namespace, peer, from) })
		})
	})
}

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

// Ranks of clients: what should not be there stands on top.
const (
	rankInternet = iota
	rankCluster
	rankPeople
	rankPrograms
	rankForwarders
	rankTasks
	rankOutsiders
)

func (s *scene) cluster() *node {
	return s.add(node{key: "cluster", rank: rankCluster, icon: cubes, title: "The whole cluster", details: []string{"any pod in it"}, name: "anything in the cluster"})
}

func (s *scene) internet() *node {
	return s.add(node{key: "internet", rank: rankInternet, icon: globe, title: "The internet", details: []string{"anybody, without a login"}, name: "the internet"})
}

func (s *scene) privateNetwork() *node {
	return s.add(node{key: "network", rank: rankCluster, icon: globe, title: "The private network", details: []string{"anything in it, without a login"}, name: "the private network"})
}

func (s *scene) addresses(b block) *node {
	if b.isInternet() {
		return s.internet()
	}
	return s.add(node{key: key("addresses", b.String()), rank: rankOutsiders, icon: globe, title: b.cidr.String(), many: true,
		details: []string{"addresses" + strings.TrimPrefix(b.String(), b.cidr.String())}, name: "the addresses " + b.String()})
}

// outsiders are pods that a peer of a policy means and that are not of the stack.
func (s *scene) outsiders(peer any) *node {
	selector, labels := value.Get(peer, "namespaceSelector"), selectorText(value.Get(peer, "podSelector"))
	where := "of " + strings.Join(named(selector), ", ")
	switch {
	case demandsNothing(selector):
		where = "of every namespace"
	case named(selector) == nil:
		where = "of namespaces with " + selectorText(selector)
	}
	n := node{key: key("outside", where, labels), rank: rankOutsiders, icon: cubes, title: "Pods " + where, details: []string{"not of this stack"}, name: "pods " + where, many: true}
	if labels != "" {
		n.details = []string{"with " + labels}
		n.name += " with " + labels
	}
	return s.add(n)
}

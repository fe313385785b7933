package reach

import "slices"

// callers follow who reaches pods by way of a network, the cluster's or another.
type callers struct {
	*maker
	open map[opening]bool
}

func (m *callers) find() {
	m.findCallers()
	m.findEntries()
	m.findForwarders()
}

// findCallers follows what reaches pods by way of the cluster's network. A gateway
// is meant to be reached, and tasks are nobody's service.
func (m *callers) findCallers() {
	for _, p := range m.Pods {
		if !p.isRendered() {
			continue
		}
		m.findHostPorts(p)
		if !p.LimitedIn() && !p.OnHost() {
			m.openTo(m.node(ID{Kind: WholeCluster}), p, p.Ports, nil)
		}
		for _, policy := range p.ingress {
			for _, r := range policy.In {
				m.followRule(p, r)
			}
		}
		for _, from := range m.Pods {
			if from != p {
				m.findCalls(from, p)
			}
		}
	}
}

// followRule follows the callers that a rule lets in and that are not among the pods
// of the objects.
func (m *callers) followRule(p *Pods, r Rule) {
	opened := slices.DeleteFunc(slices.Clone(p.Ports), func(x Port) bool { return !r.Opens(x) })
	if len(opened) == 0 {
		return
	}
	if r.Anyone {
		m.openTo(m.node(ID{Kind: WholeCluster}), p, opened, r.Policy)
	}
	for _, peer := range r.Peers {
		m.followPeer(p, r, peer, opened)
	}
}

// followPeer follows who a peer of a rule is, unless those are nodes already.
func (m *callers) followPeer(p *Pods, r Rule, peer Peer, opened []Port) {
	if peer.IsEverything() {
		m.openTo(m.node(ID{Kind: WholeCluster}), p, opened, r.Policy)
	}
	if peer.IsBlock {
		switch {
		case peer.Block.IsEmpty():
		case peer.Block.IsInternet():
			m.openTo(m.node(ID{Kind: Internet}), p, opened, r.Policy)
		case !peer.Block.HoldsPods():
			m.letIn(m.addresses(peer.Block), p, opened, r.Policy)
		}
		return
	}
	for _, namespace := range m.crowd(peer) {
		m.letCrowdIn(namespace, p, opened, r.Policy)
	}
	if peer.IsEverything() || m.isKnown(peer) {
		return
	}
	e := m.letIn(m.outsiders(peer), p, opened, r.Policy)
	if peer.Named() == nil && m.login(p) == nil {
		e.Open = true // anybody may label a namespace
	}
}

// isKnown reports whether all pods that a peer means are nodes already. It is so
// within the policy's own namespace, and where it names namespaces and selects some
// of their pods.
func (m *callers) isKnown(peer Peer) bool {
	if !peer.AnyNamespaces {
		return true
	}
	return peer.Named() != nil && slices.ContainsFunc(m.Pods, func(x *Pods) bool { return m.holds(peer, x) })
}

// openTo follows that everything of a kind reaches pods, whether it needs to or not.
func (m *callers) openTo(from *Node, p *Pods, opened []Port, by *Policy) {
	e := m.letIn(from, p, opened, by)
	if by == nil {
		e.Why = NoPolicy
	}
	e.Open = e.Open || m.login(p) == nil
	if from.ID.Kind == WholeCluster {
		for _, x := range opened {
			m.open[opening{p, "", x}] = true
		}
	}
}

// opening is a port of pods as the pods of a namespace reach it; those of all, if it
// has no name.
type opening struct {
	pods      *Pods
	namespace string
	port      Port
}

// letIn follows that something reaches pods on ports, by a policy or by none.
func (m *callers) letIn(from *Node, p *Pods, opened []Port, by *Policy) *Edge {
	var made []*Object
	if by != nil {
		made = []*Object{by.Object}
	}
	e := m.connect(from, m.podsNode(p), Edge{Kind: Reaches}, made...)
	for _, x := range opened {
		e.Ports = appendNew(e.Ports, x)
	}
	return e
}

// findCalls follows that pods reach others on the ports that the policies of both
// leave open. Where everything reaches them, or a whole namespace, those are found
// that a policy means or that name them; of pods whose labels are not known, those
// that name them.
func (m *callers) findCalls(from, to *Pods) {
	source, target := m.podsNode(from), m.podsNode(to)
	named := m.mentioned[pair{source.ID, target.ID}]
	for _, x := range to.Ports {
		by, yes := m.May(from, to, x)
		among := m.open[opening{to, "", x}] || m.open[opening{to, from.Namespace, x}]
		if !yes || !named && (from.Kind == OpaquePods || to.OnHost() || among && !m.means(to, from, x)) {
			continue
		}
		e := m.connect(source, target, Edge{Kind: Reaches})
		for _, policy := range by {
			e.Objects = append(e.Objects, policy.Object)
		}
		if e.Kind == Reaches {
			e.Ports = appendNew(e.Ports, x)
		}
	}
}

// means reports whether a policy lets in just those pods, besides everything else.
func (m *callers) means(to, from *Pods, x Port) bool {
	return slices.ContainsFunc(to.ingress, func(p *Policy) bool {
		return slices.ContainsFunc(p.In, func(r Rule) bool {
			return r.Opens(x) && slices.ContainsFunc(r.Peers, func(peer Peer) bool {
				return !peer.IsEverything() && !slices.Contains(m.crowd(peer), from.Namespace) && m.holds(peer, from)
			})
		})
	})
}

// letsAddressesIn reports whether policies let anything from outside of the cluster
// reach a port.
func (p *Pods) letsAddressesIn(x Port) bool {
	return slices.ContainsFunc(p.ingress, func(policy *Policy) bool {
		return slices.ContainsFunc(policy.In, func(r Rule) bool {
			return r.Opens(x) && (r.Anyone || slices.ContainsFunc(r.Peers, func(peer Peer) bool { return peer.IsBlock && !peer.Block.IsEmpty() }))
		})
	})
}

package reach

// few is how many workloads of a namespace are followed one by one where a policy
// lets in the whole namespace; more of them are one node.
const few = 8

// crowd lists the namespaces that a peer means as a whole, if they are too full to
// follow each of their pods.
func (m *callers) crowd(peer Peer) []string {
	if !peer.valid || !peer.Labels.IsEmpty() {
		return nil
	}
	var found []string
	for _, name := range peer.Named() {
		if m.workloadsIn(name) > few {
			found = append(found, name)
		}
	}
	return found
}

func (m *callers) workloadsIn(namespace string) int {
	count := 0
	for _, p := range m.Pods {
		if p.isRendered() && p.Namespace == namespace {
			count++
		}
	}
	return count
}

// letCrowdIn follows that all pods of a full namespace reach others.
func (m *callers) letCrowdIn(namespace string, p *Pods, opened []Port, by *Policy) {
	m.letIn(m.node(ID{Kind: WholeNamespace, Namespace: namespace}), p, opened, by)
	for _, x := range opened {
		m.open[opening{p, namespace, x}] = true
	}
}

// addresses are those of a block.
func (m *callers) addresses(b Block) *Node {
	if b.IsInternet() {
		return m.node(ID{Kind: Internet})
	}
	n := m.node(ID{Kind: Addresses, Name: b.String()})
	n.Block = b
	return n
}

// outsiders are pods that a peer of a policy means and that are of no object.
func (m *callers) outsiders(peer Peer) *Node {
	n := m.node(ID{Kind: Outsiders, Name: peer.whose(), Detail: peer.Labels.String()})
	n.Peer = peer
	return n
}

package reach

import (
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// Peer is one side that a rule of a policy is for: addresses, or pods of
// namespaces.
type Peer struct {
	Block         Block
	IsBlock       bool
	Namespaces    manifest.Selector
	AnyNamespaces bool // namespaces are selected; else it is the policy's own
	Labels        manifest.Selector
	namespace     string // of the policy
	valid         bool   // its selectors can be read, and there is one
}

func newPeer(raw any, namespace string) Peer {
	p := Peer{namespace: namespace, Labels: manifest.Everything()}
	if block := manifest.Get(raw, "ipBlock"); block != nil {
		p.Block, p.IsBlock = newBlock(block), true
		return p
	}
	namespaces, labels := manifest.Get(raw, "namespaceSelector"), manifest.Get(raw, "podSelector")
	p.valid = namespaces != nil || labels != nil
	if namespaces != nil {
		p.Namespaces, p.AnyNamespaces = manifest.LabelSelector(namespaces), true
		p.valid = !p.Namespaces.IsNothing()
	}
	if labels != nil {
		p.Labels = manifest.LabelSelector(labels)
		p.valid = p.valid && !p.Labels.IsNothing()
	}
	return p
}

// holds reports whether pods are among a peer. A block is taken to hold pods if it
// holds all of the addresses that clusters use.
func (c *Cluster) holds(p Peer, x *Pods) bool {
	switch {
	case p.IsBlock:
		return p.Block.HoldsPods()
	case !p.valid:
		return false
	case !p.AnyNamespaces && x.Namespace != p.namespace:
		return false
	case p.AnyNamespaces && !p.Namespaces.Selects(c.labelsOf(x.Namespace)):
		return false
	}
	return p.Labels.Selects(x.Labels)
}

// IsNobody reports whether a peer cannot be read, or is empty.
func (p Peer) IsNobody() bool { return !p.IsBlock && !p.valid || p.IsBlock && p.Block.IsEmpty() }

// IsEverything reports whether a peer is every pod of the cluster.
func (p Peer) IsEverything() bool {
	if p.IsBlock {
		return p.Block.HoldsPods()
	}
	return p.valid && p.AnyNamespaces && p.Namespaces.EveryNamespace() && p.Labels.IsEmpty()
}

// Named are the namespaces that a peer names: the policy's own, or those of a
// selector by name; none if it goes by other labels.
func (p Peer) Named() []string {
	if p.IsBlock || !p.valid {
		return nil
	}
	if !p.AnyNamespaces {
		return []string{p.namespace}
	}
	return p.Namespaces.Values(manifest.NamespaceLabel)
}

// whose is what a peer says of namespaces, the same for all that say the same.
func (p Peer) whose() string {
	switch names := p.Named(); {
	case p.Namespaces.EveryNamespace():
		return ""
	case names != nil:
		return strings.Join(names, ", ")
	}
	return p.Namespaces.String()
}

package exposure

import (
	"net/netip"
	"slices"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// nodeMetadata is where Azure answers every pod with its node's identity.
var nodeMetadata = netip.MustParseAddr("169.254.169.254")

// egress checks that no pod of the services reaches its node's metadata, and
// with it the node's identity.
func (x policies) egress(p *reach.Policy) {
	o, path := p.Object.Object, []string{"spec", "egress"}
	for _, r := range p.Out {
		if r.Anyone {
			x.Field(o, "", path, "Egress to everywhere", "Rule %d of %s has no peer in spec.egress.to, so the pods reach everything, the metadata address of their node included. Name where they may go.", r.Number, o)
		}
		for _, peer := range r.Peers {
			if peer.IsBlock && peer.Block.Holds(nodeMetadata) {
				x.Field(o, peer.Block.Text, path, "Egress to the node's metadata", "%s opens %s (spec.egress), which holds %s: whoever gets there acts as the node. Except 169.254.0.0/16.", o, peer.Block.Text, nodeMetadata)
			}
		}
	}
}

// blocks tells of ranges in a component's policy that hold pods or nodes by address:
// Cilium, which AKS's network policies come from, matches neither by an ipBlock.
func (x policies) blocks(p *reach.Policy) {
	o := p.Object.Object
	for _, direction := range []struct {
		field string
		rules []reach.Rule
	}{{"ingress", p.In}, {"egress", p.Out}} {
		path := []string{"spec", direction.field}
		for _, r := range direction.rules {
			for _, peer := range r.Peers {
				if !peer.IsBlock || !x.isInside(peer.Block) || isLocalDNS(o, peer.Block) {
					continue
				}
				if _, written := x.SetAt(o, "", path...); written {
					x.Warn(x.Place(o, peer.Block.Text, path), "Block that Cilium ignores", "%s names the addresses %s (spec.%s), which are of pods or nodes of the cluster. Cilium, which AKS's network policies come from, does not match those by an ipBlock, so nothing is opened. Name pods by their labels; for nodes bring a CiliumNetworkPolicy for the entity host.", o, peer.Block.Text, direction.field)
				}
			}
		}
	}
}

// isLocalDNS reports whether a block is of the resolver that AKS may have on each
// node, which base/ names for plugins that do match it.
func isLocalDNS(o manifest.Object, b reach.Block) bool {
	return o.Name == "allow-dns" && (b.Text == "169.254.10.10/32" || b.Text == "169.254.10.11/32")
}

// isInside reports whether a block is of pods of the cluster, or of addresses that a
// node has for its own pods.
func (x policies) isInside(b reach.Block) bool {
	return b.IsLocal() || slices.ContainsFunc(x.Stack.Contract.Cluster.PodCIDRs, func(pods fact.CIDR) bool {
		return b.CIDR.IsValid() && pods.Prefix().Bits() <= b.CIDR.Bits() && pods.Prefix().Contains(b.CIDR.Addr())
	})
}

package exposure

import (
	"net/netip"

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

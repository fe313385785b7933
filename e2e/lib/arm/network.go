package arm

import (
	"net/http"
)

// noNetwork are ranges that no virtual network may have
// (learn.microsoft.com/azure/virtual-network/virtual-networks-faq, "What address ranges can I use").
var noNetwork = []string{"224.0.0.0/4", "255.255.255.255/32", "127.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32"}

func judgeNetwork(c *Cloud, i id, _, want object) *refusal {
	for _, space := range texts(want, "properties", "addressSpace", "addressPrefixes") {
		if taken := firstOverlap(space, noNetwork); taken != "" {
			return refuse(http.StatusBadRequest, "AddressPrefixStringNotAllowed", "Address prefix %s of %s overlaps with %s, which is reserved.", space, i.name, taken)
		}
	}
	// What a network has of subnets is PUT with it; here they are resources of their own.
	delete(inside(want, "properties"), "subnets")
	delete(inside(want, "properties"), "virtualNetworkPeerings")
	return nil
}

func showNetwork(c *Cloud, i id, shown object) {
	subnets := []any{}
	for _, r := range c.under(i.path + "/subnets") {
		subnets = append(subnets, clone(r.Body))
	}
	put(shown, subnets, "properties", "subnets")
}

// subnetRanges are the ranges of a subnet, which has one or a list.
func subnetRanges(subnet object) []string {
	if one := text(subnet, "properties", "addressPrefix"); one != "" {
		return []string{one}
	}
	return texts(subnet, "properties", "addressPrefixes")
}

// judgeSubnet holds a subnet to its network and to the other subnets
// (learn.microsoft.com/azure/virtual-network/virtual-network-manage-subnet).
func judgeSubnet(c *Cloud, i id, _, want object) *refusal {
	up, _ := i.parent()
	network := c.look(up)
	for _, one := range subnetRanges(want) {
		inside := false
		for _, space := range texts(network, "properties", "addressSpace", "addressPrefixes") {
			inside = inside || within(one, space)
		}
		if !inside {
			return refuse(http.StatusBadRequest, "NetcfgInvalidSubnet", "Subnet '%s' is not valid in virtual network '%s'.", i.name, up.name)
		}
		for _, other := range c.under(up.path + "/subnets") {
			if !same(text(other.Body, "name"), i.name) && firstOverlap(one, subnetRanges(other.Body)) != "" {
				return refuse(http.StatusBadRequest, "NetcfgSubnetRangesOverlap", "Subnet '%s' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '%s'.", i.name, up.name)
			}
		}
	}
	return nil
}

// judgePeering refuses to peer networks that share addresses
// (learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview, "Constraints").
func judgePeering(c *Cloud, i id, _, want object) *refusal {
	up, _ := i.parent()
	remote := parseID(text(want, "properties", "remoteVirtualNetwork", "id"))
	other := c.look(remote)
	if other == nil {
		return refuse(http.StatusBadRequest, "InvalidResourceReference", "Resource %s referenced by resource %s was not found.", remote.path, i.path)
	}
	for _, space := range texts(c.look(up), "properties", "addressSpace", "addressPrefixes") {
		if firstOverlap(space, texts(other, "properties", "addressSpace", "addressPrefixes")) != "" {
			return refuse(http.StatusBadRequest, "VnetAddressSpacesOverlap", "Cannot create or update peering %s. Virtual networks %s and %s cannot be peered because their address spaces overlap.", i.path, up.path, remote.path)
		}
	}
	return nil
}

func completePeering(_ *Cloud, _ id, want object) {
	put(want, "Connected", "properties", "peeringState")
	put(want, "FullyInSync", "properties", "peeringSyncLevel")
}

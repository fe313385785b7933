package exposure

import "example.com/metaflow-gitops/generator/reach"

// pods checks that no pod is reachable on its node's address.
func (x entries) pods() {
	for _, p := range x.Pods {
		if p.Kind != reach.Workload {
			continue
		}
		if p.OnHost() {
			x.Field(p.Owner, "hostNetwork", []string{"spec", "template", "spec", "hostNetwork"}, "Pods in the host's network", "The pods of %s have hostNetwork, so they listen on their node's address, where no network policy applies to them and nobody asks for a login. Remove the field.", p)
		}
		for _, port := range p.HostPorts() {
			x.Field(p.Owner, "hostPort", []string{"spec", "template", "spec", "containers", port.Container, "ports"}, "Port of the host", "Container %q of %s has hostPort %d, so it is reachable on its node's address without a login. Remove the field.", port.Container, p, port.Number)
		}
	}
}

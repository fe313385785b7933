package picture

import "example.com/metaflow-gitops/generator/value"

// internalBalancer is Azure's annotation of load balancers that have an address
// of the virtual network instead of a public one.
const internalBalancer = "service.beta.kubernetes.io/azure-load-balancer-internal"

// findPublicServices draws the ways in that Services open by themselves.
func (s *scene) findPublicServices() {
	for _, name := range sortedKeys(s.services) {
		v := s.services[name]
		from := s.publicSources(v.item)
		for _, p := range v.pods {
			for _, source := range from {
				s.enter(source, v, p)
			}
		}
	}
}

// publicSources are who reaches a Service from outside of the cluster.
func (s *scene) publicSources(i *item) []*node {
	ranges := value.Texts(i.Fields, "spec", "loadBalancerSourceRanges")
	switch {
	case i.text("spec", "type") == "LoadBalancer" && i.text("metadata", "annotations", internalBalancer) == "true":
		return []*node{s.privateNetwork()}
	case i.text("spec", "type") == "LoadBalancer" && len(ranges) > 0:
		var from []*node
		for _, r := range ranges {
			from = append(from, s.addresses(blockOf(map[string]any{"cidr": r})))
		}
		return from
	case i.text("spec", "type") == "LoadBalancer" || len(i.items("spec", "externalIPs")) > 0:
		return []*node{s.internet()}
	case i.text("spec", "type") == "NodePort":
		return []*node{s.privateNetwork()}
	}
	return nil
}

// enter draws the way from outside through a Service to its pods.
func (s *scene) enter(source *node, v *service, p *pods) {
	targets := v.targets(p, "")
	passes := len(targets) == 0 || len(p.ingress) == 0
	e := s.connect(source, p.node, edge{class: "reach", verb: reaches, detail: "through the Service " + v.item.Name}, v.item)
	for _, target := range targets {
		e.label(target.String())
		passes = passes || s.letsAddressesIn(p, target)
	}
	e.open = e.open || passes && !p.login
	if !passes && !e.open {
		e.blocked = "a network policy keeps it out"
	}
}

package picture

import (
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

// service is a Service and the pods behind it.
type service struct {
	item *item
	pods []*pods
}

// findServices leads each Service to the pods that its selector selects. A
// workload's node stands for its Services, too.
func (s *scene) findServices() {
	for _, i := range s.items {
		if !i.is("", "Service") {
			continue
		}
		svc := &service{item: i}
		if labels := value.Map(i.Fields, "spec", "selector"); len(labels) > 0 {
			svc.pods = s.selected(i.Namespace, map[string]any{"matchLabels": labels})
		}
		for _, p := range svc.pods {
			p.node.own = append(p.node.own, i)
		}
		s.services[i.Namespace+"/"+i.Name] = svc
	}
}

// selected lists the pods of a namespace that a selector selects.
func (s *scene) selected(namespace string, selector any) []*pods {
	var found []*pods
	for _, p := range s.pods {
		if p.namespace == namespace && value.Selects(selector, p.labels) {
			found = append(found, p)
		}
	}
	return found
}

// targets are the ports of pods that a Service leads to, from one of its own
// ports, by name or number; "" is from any.
func (v *service) targets(p *pods, from string) []port {
	var found []port
	for _, raw := range v.item.items("spec", "ports") {
		if from != "" && value.Text(raw, "port") != from && value.Text(raw, "name") != from {
			continue
		}
		target := value.Get(raw, "targetPort")
		if target == nil {
			target = value.Get(raw, "port")
		}
		if isNumber(target) {
			found = appendNew(found, port{number(target), nameOf(p, number(target)), protocol(raw)})
			continue
		}
		for _, known := range p.declaredPorts() {
			if known.name != "" && known.name == value.Text(target) {
				found = appendNew(found, known)
			}
		}
	}
	return found
}

// nameOf is what pods call a port of theirs.
func nameOf(p *pods, number int) string {
	for _, known := range p.declaredPorts() {
		if known.number == number {
			return known.name
		}
	}
	return ""
}

// servedPorts are the ports that Services lead to.
func (s *scene) servedPorts(p *pods) []port {
	var found []port
	for _, name := range sortedKeys(s.services) {
		for _, behind := range s.services[name].pods {
			if behind == p {
				for _, target := range s.services[name].targets(p, "") {
					found = appendNew(found, target)
				}
			}
		}
	}
	return found
}

// serviceOf finds the Service that a host within the cluster means, as pods of
// a namespace would.
func (s *scene) serviceOf(host, namespace string) *service {
	parts := strings.Split(host, ".")
	switch {
	case len(parts) == 1:
		return s.services[namespace+"/"+host]
	case len(parts) == 2 || parts[2] == "svc":
		return s.services[parts[1]+"/"+parts[0]]
	}
	return nil
}

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
	e := s.connect(source, p.node, edge{class: "reach", verb: reaches, detail: "through the Service " + v.item.Name}, v.item)
	for _, target := range v.targets(p, "") {
		e.label(target.String())
		if len(p.ingress) > 0 && !s.letsAddressesIn(p, target) {
			e.blocked = "a network policy keeps it out"
			continue
		}
		e.open, e.blocked = !p.login, ""
	}
}

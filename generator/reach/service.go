package reach

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// Service is a Service and the pods that it leads to.
type Service struct {
	*Object
	Pods []*Pods
}

func (c *Cluster) findService(o *Object) {
	v := &Service{o, c.Selected(o.Namespace, manifest.ServiceSelector(o.Get("spec", "selector")))}
	for _, p := range v.Pods {
		p.Services = append(p.Services, v)
	}
	c.Services = append(c.Services, v)
}

// Targets are the ports of pods that a Service leads to, from one of its own
// ports, by name or number; "" is from any.
func (v *Service) Targets(p *Pods, from string) []Port {
	var found []Port
	for _, raw := range v.items("spec", "ports") {
		if from == "" || manifest.Text(raw, "port") == from || manifest.Text(raw, "name") == from {
			for _, target := range p.targets(raw) {
				found = appendNew(found, target)
			}
		}
	}
	return found
}

// targets are the pods' ports that one port of a Service leads to. A name may be
// declared by several containers.
func (p *Pods) targets(servicePort any) []Port {
	target := manifest.Get(servicePort, "targetPort")
	if target == nil {
		target = manifest.Get(servicePort, "port")
	}
	if isNumber(target) {
		return []Port{{number(target), p.nameOf(number(target)), protocol(servicePort)}}
	}
	return slices.DeleteFunc(p.DeclaredPorts(), func(known Port) bool { return known.Name == "" || known.Name != manifest.Text(target) })
}

// nameOf is what pods call a port of theirs.
func (p *Pods) nameOf(number int) string {
	for _, known := range p.DeclaredPorts() {
		if known.Number == number {
			return known.Name
		}
	}
	return ""
}

// Balancer reports whether a Service has a load balancer, and whether that has an
// address of the virtual network alone.
func (v *Service) Balancer() (is, internal bool) {
	is = v.text("spec", "type") == "LoadBalancer"
	return is, is && v.text("metadata", "annotations", internalBalancer) == "true"
}

// internalBalancer is Azure's annotation of load balancers that have an address of
// the virtual network instead of a public one.
const internalBalancer = "service.beta.kubernetes.io/azure-load-balancer-internal"

// serviceAt finds the Service that a host within the cluster means, as pods of a
// namespace would.
func (c *Cluster) serviceAt(host, namespace string) *Service {
	parts := strings.Split(host, ".")
	switch {
	case len(parts) == 1:
		return c.Service(namespace, host)
	case len(parts) == 2 || parts[2] == "svc":
		return c.Service(parts[1], parts[0])
	}
	return nil
}

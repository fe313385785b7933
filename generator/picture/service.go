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

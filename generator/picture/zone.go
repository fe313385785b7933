package picture

import (
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

// findZones draws which DNS zones the hosts of gateways are published in.
func (s *scene) findZones(i *item) {
	name := i.text("spec", "identity", "serviceAccount")
	namespace := i.Namespace
	if namespace == "" {
		namespace = i.text("spec", "resourceNamespace")
	}
	from := s.published(i, namespace)
	if name != "" {
		s.claimed[namespace+"/"+name] = true
		if a := s.account(namespace, name); a != nil {
			for _, n := range from {
				s.connect(n, a, edge{class: "act", verb: publishes}, append(a.accountObject(), i)...)
			}
			from = []*node{a}
		}
	}
	for _, zone := range value.Texts(i.Fields, "spec", "dnsZoneResourceIDs") {
		title := zone[strings.LastIndexByte(zone, '/')+1:]
		n := s.add(node{key: key("zone", zone), column: resources, icon: signpost, title: title, details: []string{"DNS zone", groupOf(zone)}, name: "the DNS zone " + title})
		for _, f := range from {
			s.connect(f, n, edge{class: "use", verb: uses}, i)
		}
	}
}

// groupOf is the resource group in a resource id.
func groupOf(id string) string {
	parts := strings.Split(id, "/")
	for i := 0; i+1 < len(parts); i++ {
		if strings.EqualFold(parts[i], "resourceGroups") {
			return parts[i+1]
		}
	}
	return ""
}

// published are the gateways whose hosts an ExternalDNS publishes: those of its
// namespace, or all; without any it is a node itself.
func (s *scene) published(i *item, namespace string) []*node {
	var found []*node
	for _, p := range s.pods {
		if p.kind == gateway && (i.Namespace == "" || p.namespace == namespace) {
			found = append(found, p.node)
		}
	}
	if len(found) == 0 {
		found = []*node{s.add(node{key: key("dns", i.Kind, i.Namespace, i.Name), column: gateways, icon: signpost, title: i.Name,
			details: []string{i.Kind, in(i.Namespace)}, name: i.Kind + " " + i.Name, own: []*item{i}})}
	}
	return found
}

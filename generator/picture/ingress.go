package picture

import "example.com/metaflow-gitops/generator/value"

// findIngress follows an Ingress, whose controller is not of the stack.
func (s *scene) findIngress(i *item) {
	n := node{key: key("ingress", i.Namespace, i.Name), column: gateways, icon: gate, title: i.Name, name: "Ingress " + i.Name, own: []*item{i}}
	var hosts []string
	var ways []way
	backend := func(path string, b any) {
		port := value.Text(b, "service", "port", "number")
		if port == "" {
			port = value.Text(b, "service", "port", "name")
		}
		if name := value.Text(b, "service", "name"); name != "" {
			ways = append(ways, way{route: i, paths: []string{path}, service: i.Namespace + "/" + name, port: port})
		}
	}
	backend("/", value.Get(i.Fields, "spec", "defaultBackend"))
	for _, r := range i.items("spec", "rules") {
		if host := value.Text(r, "host"); host != "" {
			hosts = appendNew(hosts, host)
		}
		for _, p := range value.Items(r, "http", "paths") {
			backend(value.Text(p, "path"), value.Get(p, "backend"))
		}
	}
	n.describeFront(hosts, false, "Ingress "+i.text("spec", "ingressClassName"))
	f := front{node: s.add(n), item: i}
	for _, w := range ways {
		s.lead(f, w)
	}
}

package picture

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

// way is where a front leads requests for some paths.
type way struct {
	route   *item
	paths   []string
	service string // namespace/name
	port    string
	blocked string
}

// findRoutes draws gateways and where their routes lead, and who comes that way.
func (s *scene) findRoutes() {
	fronts := map[string]front{}
	for _, i := range s.items {
		if i.is(gatewayAPI, "Gateway") {
			fronts[i.Namespace+"/"+i.Name] = s.gateway(i)
		}
	}
	for _, i := range s.items {
		switch {
		case i.group == gatewayAPI && strings.HasSuffix(i.Kind, "Route"):
			s.findRoute(fronts, i)
		case i.is("networking.k8s.io", "Ingress"):
			s.findIngress(i)
		}
	}
}

// findRoute follows a route of any kind from its parents to its backends.
func (s *scene) findRoute(fronts map[string]front, i *item) {
	for _, ref := range i.items("spec", "parentRefs") {
		if kind := value.Text(ref, "kind"); kind != "" && kind != "Gateway" {
			continue
		}
		namespace := value.Text(ref, "namespace")
		if namespace == "" {
			namespace = i.Namespace
		}
		name := value.Text(ref, "name")
		f, rendered := fronts[namespace+"/"+name]
		if !rendered {
			f = front{node: s.add(node{key: key("gateway", namespace, name), column: gateways, icon: gate, title: name, name: "Gateway " + namespace + "/" + name,
				details: []string{in(namespace), "not of this stack"}})}
		}
		for _, w := range s.ways(i) {
			if rendered && !s.admits(f.item, i, value.Text(ref, "sectionName")) {
				w.blocked = "the gateway admits no routes of its namespace"
			}
			s.lead(f, w)
		}
	}
}

// ways lists where a route's rules lead, mirrored requests included.
func (s *scene) ways(i *item) []way {
	var all []way
	for _, r := range i.items("spec", "rules") {
		var paths []string
		for _, m := range value.Items(r, "matches") {
			if p := value.Text(m, "path", "value"); p != "" {
				paths = appendNew(paths, p)
			}
		}
		if len(paths) == 0 {
			paths = []string{"/"}
		}
		refs := value.Items(r, "backendRefs")
		for _, filter := range value.Items(r, "filters") {
			if mirror := value.Get(filter, "requestMirror", "backendRef"); mirror != nil {
				refs = append(slices.Clone(refs), mirror)
			}
		}
		for _, ref := range refs {
			if value.Text(ref, "weight") != "0" {
				all = append(all, s.way(i, paths, ref))
			}
		}
	}
	return all
}

func (s *scene) way(i *item, paths []string, ref any) way {
	namespace := value.Text(ref, "namespace")
	if namespace == "" {
		namespace = i.Namespace
	}
	w := way{route: i, paths: paths, service: namespace + "/" + value.Text(ref, "name"), port: value.Text(ref, "port")}
	if namespace != i.Namespace && !s.granted(i, namespace, value.Text(ref, "name")) {
		w.blocked = "no ReferenceGrant lets the route lead there"
	}
	return w
}

// granted tells whether a ReferenceGrant lets a route lead to a Service of
// another namespace.
func (s *scene) granted(route *item, namespace, name string) bool {
	return slices.ContainsFunc(s.items, func(i *item) bool {
		return i.is(gatewayAPI, "ReferenceGrant") && i.Namespace == namespace &&
			slices.ContainsFunc(i.items("spec", "from"), func(f any) bool {
				return value.Text(f, "kind") == route.Kind && value.Text(f, "group") == gatewayAPI && value.Text(f, "namespace") == route.Namespace
			}) &&
			slices.ContainsFunc(i.items("spec", "to"), func(t any) bool {
				return value.Text(t, "kind") == "Service" && (value.Text(t, "name") == "" || value.Text(t, "name") == name)
			})
	})
}

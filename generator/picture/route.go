package picture

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

const gatewayAPI = "gateway.networking.k8s.io"

// gatewayLabel is on the pods that a controller makes from a Gateway.
const gatewayLabel = gatewayAPI + "/gateway-name"

// front is something that takes requests from outside: a Gateway or an Ingress.
type front struct {
	node     *node
	item     *item // nil for a Gateway that is not rendered
	pods     *pods // of a rendered Gateway
	internal bool
}

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

// gateway is a Gateway and the pods that its controller makes.
func (s *scene) gateway(i *item) front {
	f := front{item: i, internal: isInternal(i)}
	var hosts []string
	plain := false
	for _, l := range i.items("spec", "listeners") {
		if host := value.Text(l, "hostname"); host != "" {
			hosts = appendNew(hosts, host)
		}
		plain = plain || value.Text(l, "protocol") == "HTTP"
	}
	n := node{key: key("gateway", i.Namespace, i.Name), column: gateways, icon: gate, title: i.Name, name: "Gateway " + i.Name, own: []*item{i}}
	n.describeFront(hosts, f.internal, i.text("spec", "gatewayClassName"))
	if plain {
		n.details = append(n.details, "also without TLS")
		n.says += ", also without TLS"
	}
	f.node = s.add(n)
	f.pods = &pods{item: i, node: f.node, namespace: i.Namespace, labels: map[string]string{gatewayLabel: i.Name}, kind: gateway}
	s.pods = append(s.pods, f.pods)
	return f
}

// isInternal tells whether a gateway's load balancer has an address of the
// virtual network alone.
func isInternal(i *item) bool {
	return i.text("spec", "infrastructure", "annotations", internalBalancer) == "true" || i.text("metadata", "annotations", internalBalancer) == "true"
}

func (n *node) describeFront(hosts []string, internal bool, class string) {
	where := "public"
	if internal {
		where = "internal"
	}
	all := strings.Join(hosts, ", ")
	if all == "" {
		all = "any host"
	}
	n.details = []string{all, strings.Trim(where+" · "+class, " ·")}
	n.says = "is " + where + " and answers for " + all
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

// admits tells whether a listener of a gateway takes a route.
func (s *scene) admits(gateway, route *item, section string) bool {
	return slices.ContainsFunc(gateway.items("spec", "listeners"), func(l any) bool {
		if section != "" && value.Text(l, "name") != section {
			return false
		}
		switch value.Text(l, "allowedRoutes", "namespaces", "from") {
		case "All":
			return true
		case "Selector":
			return value.Selects(value.Get(l, "allowedRoutes", "namespaces", "selector"), s.labelsOf(route.Namespace))
		case "None":
			return false
		}
		return route.Namespace == gateway.Namespace
	})
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

// lead draws where a way leads, and who takes it.
func (s *scene) lead(f front, w way) {
	v := s.services[w.service]
	if v == nil || len(v.pods) == 0 {
		s.leadAstray(f, w, v)
		return
	}
	for _, p := range v.pods {
		e := s.connect(f.node, p.node, edge{class: "route", verb: leads, blocked: w.blocked}, w.route, v.item)
		e.label(w.paths...)
		if w.blocked == "" {
			e.blocked = ""
		}
		if f.pods != nil {
			s.ledTo = append(s.ledTo, led{e, f.pods, p, v.targets(p, w.port)})
		}
		e.open = !p.login
		s.connect(s.visitors(f, p), f.node, edge{class: "visit", verb: reaches, open: e.open})
	}
}

// leadAstray draws a way to a Service whose pods are not of the stack.
func (s *scene) leadAstray(f front, w way, v *service) {
	namespace, name, _ := strings.Cut(w.service, "/")
	n := node{key: key("service", namespace, name), column: services, icon: box, title: name, name: "Service " + name,
		details: []string{"Service without pods here", in(namespace)}}
	var made []*item
	if v != nil {
		n.own, made = []*item{v.item}, []*item{v.item}
		if host := v.item.text("spec", "externalName"); host != "" {
			n.details[0] = host
		}
	}
	e := s.connect(f.node, s.add(n), edge{class: "route", verb: leads, blocked: w.blocked, open: true}, append(made, w.route)...)
	e.label(w.paths...)
	s.connect(s.stranger(f), f.node, edge{class: "visit", verb: reaches, open: true})
}

// visitors are who comes to pods by way of a front.
func (s *scene) visitors(f front, p *pods) *node {
	l, isLogin := loginOf(p.item)
	switch {
	case !isLogin:
		return s.stranger(f)
	case l.byToken:
		return s.add(node{key: "programs", rank: rankPrograms, icon: terminal, title: "Programs", details: []string{"with a token (JWT)"}, name: "programs with a token", many: true})
	}
	return s.add(node{key: "people", rank: rankPeople, icon: person, title: "People", details: []string{"in a browser"}, name: "people in a browser", many: true})
}

// stranger is anybody at all.
func (s *scene) stranger(f front) *node {
	if f.internal {
		return s.privateNetwork()
	}
	return s.internet()
}

// led is a way from a gateway's pods that network policies may stop.
type led struct {
	edge     *edge
	from, to *pods
	ports    []port
}

// stopRoutes finds the ways that lead nowhere, since no policy lets the gateway
// reach the pods.
func (s *scene) stopRoutes() {
	for _, l := range s.ledTo {
		passes := len(l.ports) == 0
		for _, x := range l.ports {
			by, yes := s.reach(l.from, l.to, x)
			l.edge.made = append(l.edge.made, by...)
			passes = passes || yes
		}
		if !passes && l.edge.blocked == "" {
			l.edge.blocked = "no network policy lets it through"
		}
	}
}

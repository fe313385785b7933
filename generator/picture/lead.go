package picture

import "strings"

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

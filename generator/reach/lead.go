package reach

// ways follow requests from outside to pods.
type ways struct {
	*maker
	ledTo []led
}

func (m *ways) find() {
	m.findRoutes()
	m.stopRoutes()
}

// findRoutes follows where routes and Ingresses lead, and who comes that way.
func (m *ways) findRoutes() {
	for _, route := range m.Routes() {
		if !route.isRoute() {
			front := m.node(ID{Front, route.Namespace, route.Name, route.Kind}, route)
			for _, w := range route.Ways() {
				m.lead(front, nil, w, NotBlocked)
			}
			continue
		}
		for _, parent := range route.Parents() {
			if parent.Kind == "Gateway" {
				m.findRoute(parent, route)
			}
		}
	}
}

// findRoute follows a route of any kind from one of its parents to its backends,
// mirrored requests included.
func (m *ways) findRoute(parent Parent, route *Object) {
	front := m.node(ID{Front, parent.Namespace, parent.Name, parent.Kind})
	gateway := m.Gateway(parent.Namespace, parent.Name)
	for _, w := range route.Ways() {
		if w.Weightless {
			continue
		}
		blocked := NotBlocked
		if !m.Granted(route, w.Backend.Namespace, w.Backend.Name) {
			blocked = NotGranted
		}
		if gateway != nil && !m.admits(gateway, route, parent.Section) {
			blocked = NotAdmitted
		}
		m.lead(front, gateway, w, blocked)
	}
}

// lead follows where a way leads, and who takes it. Without a gateway its pods are
// not of the objects.
func (m *ways) lead(front *Node, gateway *Gateway, w Way, blocked Blocked) {
	var v *Service
	if w.Backend.Kind == "Service" {
		v = m.Service(w.Backend.Namespace, w.Backend.Name)
	}
	if v == nil || len(v.Pods) == 0 {
		m.leadAstray(front, gateway, w, blocked, v)
		return
	}
	for _, p := range v.Pods {
		e := m.connect(front, m.podsNode(p), Edge{Kind: Routes, Blocked: blocked}, w.Route, v.Object)
		e.Paths = appendNew(e.Paths, w.Path)
		if blocked == NotBlocked {
			e.Blocked = NotBlocked
		}
		if gateway != nil {
			m.ledTo = append(m.ledTo, led{e, gateway.Pods, p, v.Targets(p, w.Backend.Port)})
		}
		e.Open = m.login(p) == nil
		m.connect(m.visitors(gateway, p), front, Edge{Kind: Visits, Open: e.Open})
	}
}

// leadAstray follows a way to a Service whose pods are of no object.
func (m *ways) leadAstray(front *Node, gateway *Gateway, w Way, blocked Blocked, v *Service) {
	to := m.node(ID{Kind: BareService, Namespace: w.Backend.Namespace, Name: w.Backend.Name})
	var made []*Object
	if v != nil {
		made = []*Object{v.Object}
		to.Objects = made
	}
	e := m.connect(front, to, Edge{Kind: Routes, Blocked: blocked, Open: true}, append(made, w.Route)...)
	e.Paths = appendNew(e.Paths, w.Path)
	m.connect(m.stranger(gateway), front, Edge{Kind: Visits, Open: true})
}

// visitors are who comes to pods by way of a front.
func (m *ways) visitors(gateway *Gateway, p *Pods) *Node {
	switch l := m.login(p); {
	case l == nil:
		return m.stranger(gateway)
	case l.ByToken:
		return m.node(ID{Kind: Programs})
	}
	return m.node(ID{Kind: People})
}

// stranger is anybody at all.
func (m *ways) stranger(gateway *Gateway) *Node {
	if gateway != nil && gateway.isInternal() {
		return m.node(ID{Kind: PrivateNetwork})
	}
	return m.node(ID{Kind: Internet})
}

// led is a way from a gateway's pods that network policies may stop.
type led struct {
	edge     *Edge
	from, to *Pods
	ports    []Port
}

// stopRoutes finds the ways that lead nowhere, since no policy lets the gateway
// reach the pods.
func (m *ways) stopRoutes() {
	for _, l := range m.ledTo {
		passes := len(l.ports) == 0
		for _, x := range l.ports {
			by, yes := m.May(l.from, l.to, x)
			for _, policy := range by {
				l.edge.Objects = append(l.edge.Objects, policy.Object)
			}
			passes = passes || yes
		}
		if !passes && l.edge.Blocked == NotBlocked {
			l.edge.Blocked = NoPolicyLets
		}
	}
}

package picture

import (
	"cmp"
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/value"
)

// Of finds who can reach what among objects, in whatever order they are.
func Of(objects []Object) Graph {
	after := newScene(side(objects, false))
	if !slices.ContainsFunc(objects, func(o Object) bool { return o.Mark == Added || o.Mark == Removed || o.Before != nil }) {
		return join(after, after)
	}
	return join(newScene(side(objects, true)), after)
}

// newScene looks at everything in turn; what comes later needs what was found
// before.
func newScene(items []*item) *scene {
	s := &scene{items: items, namespaces: map[string]map[string]string{}, services: map[string]*service{}, mentioned: map[pair]bool{},
		claimed: map[string]bool{}, nodes: map[string]*node{}, edges: map[pair]*edge{}}
	for _, i := range items {
		if i.is("", "Namespace") {
			s.namespaces[i.Name] = value.TextMap(i.Fields, "metadata", "labels")
		}
	}
	s.findPods()
	s.findServices()
	s.findRoutes()
	s.findAccounts()
	s.findTasks()
	s.findChartAccounts()
	s.findPolicies()
	s.findPorts()
	s.stopRoutes()
	s.findCallers()
	s.findPublicServices()
	s.findForwarders()
	s.findOpen()
	return s
}

// findOpen settles what is open: a way that is blocked is not, nor are those who
// come to a gateway if all that it leads to asks for a login.
func (s *scene) findOpen() {
	ways := map[string]bool{}
	for _, e := range s.edges {
		e.open = e.open && e.blocked == ""
		if e.open && e.class == "route" {
			ways[e.from.key] = true
		}
		if e.open && e.class != "visit" {
			e.to.open = true
		}
	}
	for _, e := range s.edges {
		if e.class == "visit" {
			e.open = e.open && ways[e.to.key]
		}
	}
}

// join lays two sides over each other and marks in what they differ.
func join(before, after *scene) Graph {
	var g Graph
	for key, n := range after.nodes {
		old := before.nodes[key]
		switch {
		case old == nil:
			n.mark = Added
		case slices.ContainsFunc(append(slices.Clone(old.own), n.own...), func(i *item) bool { return i.mark != "" }):
			n.mark = Changed
		}
		g.nodes = append(g.nodes, n)
	}
	for key, n := range before.nodes {
		if after.nodes[key] == nil {
			n.mark = Removed
			g.nodes = append(g.nodes, n)
		}
	}
	slices.SortFunc(g.nodes, compareNodes)
	g.tellApart()
	g.joinEdges(before, after)
	return g
}

// tellApart adds the namespace to names that more than one node has.
func (g *Graph) tellApart() {
	times := map[string]int{}
	for _, n := range g.nodes {
		times[n.name]++
	}
	for _, n := range g.nodes {
		if times[n.name] > 1 && n.where != "" {
			n.name += " in " + n.where
		}
	}
}

func compareNodes(a, b *node) int {
	return cmp.Or(cmp.Compare(a.column, b.column), cmp.Compare(a.rank, b.rank), cmp.Compare(a.title, b.title), cmp.Compare(a.key, b.key))
}

func (g *Graph) joinEdges(before, after *scene) {
	for at, e := range after.edges {
		old := before.edges[at]
		switch {
		case old == nil:
			e.mark = Added
		case old.differs(e):
			e.mark = Changed
		}
		g.edges = append(g.edges, e)
	}
	for at, e := range before.edges {
		if after.edges[at] == nil {
			e.mark = Removed
			g.edges = append(g.edges, e)
			e.from, e.to = known(after, e.from), known(after, e.to)
		}
	}
	for _, e := range g.edges {
		e.settle()
	}
	slices.SortFunc(g.edges, func(a, b *edge) int { return cmp.Or(compareNodes(a.from, b.from), compareNodes(a.to, b.to)) })
}

// known is the node of a side that has it.
func known(s *scene, n *node) *node {
	if now := s.nodes[n.key]; now != nil {
		return now
	}
	return n
}

// differs tells whether an edge is not what it was, or may not be, since one of
// the objects that make it has changed in ways that are not known.
func (e *edge) differs(now *edge) bool {
	if !sameTexts(e.labels, now.labels) || e.open != now.open || e.blocked != now.blocked || e.detail != now.detail {
		return true
	}
	return slices.ContainsFunc(now.made, func(i *item) bool { return i.mark == Changed && !i.known })
}

func sameTexts(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// settle puts what was gathered in an order, and links a marked edge to what
// marks it.
func (e *edge) settle() {
	slices.SortFunc(e.labels, compareLabels)
	if e.mark == "" {
		return
	}
	links := map[string]bool{}
	for _, i := range e.made {
		if i.mark != "" && i.link != "" {
			links[i.link] = true
		}
	}
	if all := slices.Sorted(maps.Keys(links)); len(all) > 0 {
		e.link = all[0]
	}
}

// compareLabels orders numbers as numbers.
func compareLabels(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

package picture

import (
	"cmp"
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/reach"
)

// Of finds who can reach what among objects, in whatever order they are.
func Of(objects []Object) Graph {
	after := newScene(side(objects, false))
	if !slices.ContainsFunc(objects, func(o Object) bool { return o.Mark == Added || o.Mark == Removed || o.Before != nil }) {
		return join(after, after)
	}
	return join(newScene(side(objects, true)), after)
}

// join lays two sides over each other and marks in what they differ.
func join(before, after *scene) Graph {
	var g Graph
	for id, n := range after.nodes {
		old := before.nodes[id]
		switch {
		case old == nil:
			n.mark = Added
		case slices.ContainsFunc(append(slices.Clone(old.own), n.own...), func(i *item) bool { return i.mark != "" }):
			n.mark = Changed
		}
		g.nodes = append(g.nodes, n)
	}
	for id, n := range before.nodes {
		if after.nodes[id] == nil {
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
			e.from, e.to = known(after, at.from, e.from), known(after, at.to, e.to)
		}
	}
	for _, e := range g.edges {
		e.settle()
	}
	slices.SortFunc(g.edges, func(a, b *edge) int { return cmp.Or(compareNodes(a.from, b.from), compareNodes(a.to, b.to)) })
}

// known is the node of a side that has it.
func known(s *scene, id reach.ID, n *node) *node {
	if now := s.nodes[id]; now != nil {
		return now
	}
	return n
}

// differs reports whether an edge is not what it was, or may not be, since one of
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

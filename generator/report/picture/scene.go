package picture

import (
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// scene is one side of a change, as it is to be drawn.
type scene struct {
	items []*item
	nodes map[reach.ID]*node
	edges map[pair]*edge
}

// pair is two nodes.
type pair struct{ from, to reach.ID }

// newScene asks who can reach what, and says how each of them is drawn.
func newScene(items []*item) *scene {
	s := &scene{items: items, nodes: map[reach.ID]*node{}, edges: map[pair]*edge{}}
	objects := make([]manifest.Object, len(items))
	for i, item := range items {
		objects[i] = item.Object
	}
	graph := reach.New(objects).Graph()
	for id, n := range graph.Nodes {
		s.nodes[id] = s.node(n)
	}
	for _, e := range graph.Edges {
		s.edges[pair{e.From.ID, e.To.ID}] = s.edge(e)
	}
	return s
}

// itemsOf are the items that objects were made of.
func (s *scene) itemsOf(objects []*reach.Object) []*item {
	var items []*item
	for _, o := range objects {
		items = append(items, s.items[o.Index])
	}
	return items
}

// node is a node as it is drawn.
func (s *scene) node(of *reach.Node) *node {
	n := describe(of)
	n.key, n.own, n.open = keyOf(of.ID), s.itemsOf(of.Objects), of.Open
	if len(n.own) > 0 {
		n.link = n.own[0].link
	}
	n.title, n.name, n.says = short(n.title), short(n.name), short(n.says)
	for i := range n.details {
		n.details[i] = short(n.details[i])
	}
	return &n
}

// edge is an edge as it is drawn.
func (s *scene) edge(of *reach.Edge) *edge {
	style := edgeStyles[of.Kind]
	e := &edge{from: s.nodes[of.From.ID], to: s.nodes[of.To.ID], class: style.class, verb: style.verb,
		detail: reasons[of.Why], open: of.Open, blocked: obstacles[of.Blocked], made: s.itemsOf(of.Objects)}
	if of.Why == reach.ThroughService {
		e.detail += of.Service
	}
	e.label(of.Paths...)
	for _, p := range of.Ports {
		e.label(portLabel(p))
	}
	return e
}

package picture

import "cmp"

// Graph is who can reach what in a stack.
type Graph struct {
	nodes []*node // by column, then by name
	edges []*edge // by their ends
}

// column is a step of the way from people to Azure.
type column int

const (
	clients column = iota
	gateways
	logins
	services
	identities
	resources
	columns int = iota
)

// heads stand above the columns.
var heads = [columns]string{"people and programs", "gateway", "login", "services", "identities", "Azure"}

// classes are the columns in the names of the style sheet.
var classes = [columns]string{"clients", "gateways", "logins", "services", "identities", "resources"}

// node is a box of the picture.
type node struct {
	key     string // says which node it is, on both sides of a change
	column  column
	rank    int    // within the column, for what should stand on top
	icon    icon   // what it looks like
	title   string // the first line of the box
	details []string
	name    string // what sentences call it
	where   string // its namespace, for two of one name
	many    bool   // sentences need the plural
	says    string // a sentence of its own, without its subject
	open    bool   // it can be reached, and should perhaps not be
	own     []*item
	mark    Mark
	link    string
}

// edge leads from one node to another.
type edge struct {
	from, to *node
	class    string // what kind of edge it is, in the style sheet
	verb     verb
	labels   []string // paths or ports
	detail   string   // what a sentence says at its end
	open     bool     // it is a way in that asks for no login
	blocked  string   // why nothing comes through
	made     []*item  // the objects that say so
	mark     Mark
	link     string
}

// verb is how a sentence says an edge, of one and of many.
type verb struct{ one, many string }

var (
	reaches   = verb{"reaches", "reach"}
	leads     = verb{"leads", "lead"}
	actsAs    = verb{"acts as", "act as"}
	startsAs  = verb{"starts pods as", "start pods as"}
	uses      = verb{"uses", "use"}
	forwards  = verb{"forwards ports of", "forward ports of"}
	certifies = verb{"takes its certificate as", "take their certificate as"}
	publishes = verb{"publishes its host as", "publish their host as"}
)

// scene is the graph in the making, of one side of a change.
type scene struct {
	items      []*item
	namespaces map[string]map[string]string // their labels
	pods       []*pods
	policies   []*policy
	services   map[string]*service // by namespace/name
	mentioned  map[pair]bool       // pods that name a Service of other pods
	claimed    map[string]bool     // accounts that something rendered acts as
	ledTo      []led
	charts     []chartAccount
	nodes      map[string]*node
	edges      map[pair]*edge
}

// pair is two nodes, by their keys.
type pair struct{ from, to string }

// add adds a node, or returns the one that is there.
func (s *scene) add(n node) *node {
	if known, there := s.nodes[n.key]; there {
		return known
	}
	n.title, n.name, n.says = short(n.title), short(n.name), short(n.says)
	for i := range n.details {
		n.details[i] = short(n.details[i])
	}
	for _, o := range n.own {
		n.link, n.where = cmp.Or(n.link, o.link), cmp.Or(n.where, o.Namespace)
	}
	s.nodes[n.key] = &n
	return &n
}

// connect adds an edge, or what makes an edge that is there.
func (s *scene) connect(from, to *node, e edge, made ...*item) *edge {
	at := pair{from.key, to.key}
	known, there := s.edges[at]
	if !there {
		e.from, e.to = from, to
		known = &e
		s.edges[at] = known
	}
	known.made = append(known.made, made...)
	return known
}

// label adds a path or port to an edge.
func (e *edge) label(texts ...string) {
	for _, t := range texts {
		if t != "" && len(e.labels) < maxLabels {
			e.labels = appendNew(e.labels, short(t))
		}
	}
}

// maxLabels bounds what a hostile object can pile up on one edge.
const maxLabels = 20

func appendNew[T comparable](list []T, item T) []T {
	for _, known := range list {
		if known == item {
			return list
		}
	}
	return append(list, item)
}

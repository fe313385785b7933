package picture

import (
	"fmt"

	"example.com/metaflow-gitops/generator/reach"
)

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

// edgeStyle is how edges of a kind are drawn and said.
type edgeStyle struct {
	class string
	verb  verb
}

var edgeStyles = map[reach.EdgeKind]edgeStyle{
	reach.Reaches:     {"reach", reaches},
	reach.Visits:      {"visit", reaches},
	reach.Routes:      {"route", leads},
	reach.Forwards:    {"forward", forwards},
	reach.ActsAs:      {"act", actsAs},
	reach.StartsAs:    {"act", startsAs},
	reach.CertifiedAs: {"act", certifies},
	reach.PublishesAs: {"act", publishes},
	reach.Uses:        {"use", uses},
}

// reasons end a sentence: why an edge is there.
var reasons = map[reach.Why]string{
	reach.NoPolicy:       "since no network policy is about it",
	reach.OnHostNetwork:  "since it is in the network of its host",
	reach.OnHostPort:     "since it has a port of its host",
	reach.ThroughService: "through the Service ",
}

// obstacles are why nothing comes through an edge.
var obstacles = map[reach.Blocked]string{
	reach.NotAdmitted:    "the gateway admits no routes of its namespace",
	reach.NotGranted:     "no ReferenceGrant lets the route lead there",
	reach.NoPolicyLets:   "no network policy lets it through",
	reach.PolicyKeepsOut: "a network policy keeps it out",
}

// keyOf orders nodes that look the same.
func keyOf(id reach.ID) string {
	return fmt.Sprintf("%02d %q %q %q", id.Kind, id.Namespace, id.Name, id.Detail)
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

package reach

// Graph is all that can be reached, and by whom.
type Graph struct {
	Nodes map[ID]*Node
	Edges []*Edge
}

// ID says which node it is, for two sets of objects, too.
type ID struct {
	Kind            NodeKind
	Namespace, Name string
	Detail          string // the kind of an object or a subject, or the labels of outsiders
}

// NodeKind is what a node stands for.
type NodeKind int

// The kinds of nodes.
const (
	Internet       NodeKind = iota
	WholeCluster            // any pod of the cluster
	PrivateNetwork          // any address of the virtual network
	Addresses               // of a block
	WholeNamespace          // all pods of a namespace
	Outsiders               // pods that are of no object
	People                  // who log in, in a browser
	Programs                // who bring a token
	Forwarders              // who may forward ports of pods
	Tasks                   // the pods of tasks in a namespace
	Front                   // a Gateway or an Ingress
	Publisher               // an ExternalDNS for hosts that are of no Gateway here
	Runs                    // a workload, or another object that pods are made of
	ChartPods               // what a chart runs
	BareService             // a Service without pods here
	Identity                // a service account with an identity
	KeyVault
	Storage
	Redis
	Database
	Zone // of DNS
)

// Node is somebody who reaches something, or something that is reached.
type Node struct {
	ID      ID
	Objects []*Object // that it stands for; the first one is its own
	Pods    *Pods     // that it stands for, or the first of several
	Login   *Login    // that it asks for
	Peer    Peer      // of Outsiders
	Block   Block     // of Addresses
	Client  string    // of an Identity
	IsTask  bool      // an Identity is one of tasks
	Vaults  []string  // clients that an Identity's pods read their Key Vault as instead
	Open    bool      // it can be reached without a login
}

// Edge leads from one node to another.
type Edge struct {
	From, To *Node
	Kind     EdgeKind
	Paths    []string // of Routes
	Ports    []Port   // of Reaches
	Why      Why
	Service  string // of ThroughService
	Open     bool   // it is a way in that asks for no login
	Blocked  Blocked
	Objects  []*Object // that say so
}

// EdgeKind is what a node does to another one.
type EdgeKind int

// The kinds of edges.
const (
	Reaches     EdgeKind = iota
	Visits               // a front
	Routes               // requests
	Forwards             // ports
	ActsAs               // an identity
	StartsAs             // starts pods as it
	CertifiedAs          // takes its certificate as it
	PublishesAs          // publishes its host as it
	Uses
)

// Why is what makes an edge, besides a rule of a policy.
type Why int

// The reasons of edges.
const (
	ByRule Why = iota
	NoPolicy
	OnHostNetwork
	OnHostPort
	ThroughService
)

// Blocked is why nothing comes through an edge.
type Blocked int

// The reasons why nothing comes through.
const (
	NotBlocked     Blocked = iota
	NotAdmitted            // by the gateway
	NotGranted             // to the route
	NoPolicyLets           // the gateway's pods reach the route's
	PolicyKeepsOut         // what comes from outside
)

// pair is two nodes.
type pair struct{ from, to ID }

// maker makes the graph of a cluster.
type maker struct {
	*Cluster
	nodes     map[ID]*Node
	edges     map[pair]*Edge
	order     []*Edge
	logins    map[*Pods]*Login
	mentioned map[pair]bool // pods that name a Service of other pods
}

// Graph finds who can reach what. What comes later needs what was found before.
func (c *Cluster) Graph() Graph {
	m := &maker{Cluster: c, nodes: map[ID]*Node{}, edges: map[pair]*Edge{}, logins: map[*Pods]*Login{}, mentioned: map[pair]bool{}}
	for _, p := range c.Pods {
		m.podsNode(p)
	}
	(&ways{maker: m}).find()
	identities{m}.find()
	(&callers{m, map[opening]bool{}}).find()
	m.findOpen()
	return Graph{m.nodes, m.order}
}

// node adds a node, or returns the one that is there.
func (m *maker) node(id ID, objects ...*Object) *Node {
	if known, there := m.nodes[id]; there {
		return known
	}
	n := &Node{ID: id, Objects: objects}
	m.nodes[id] = n
	return n
}

// podsNode is the node of pods. Those of a task are one, however they are started.
func (m *maker) podsNode(p *Pods) *Node {
	id := ID{Runs, p.Namespace, p.Owner.Name, p.Owner.Kind}
	switch {
	case p.Kind == TaskPods:
		id = ID{Kind: Tasks, Namespace: p.Namespace}
	case p.Kind == GatewayPods:
		id = ID{Front, p.Namespace, p.From.Name, p.From.Kind}
	case p.From.Chart().Name != "":
		id = ID{Kind: ChartPods, Namespace: p.Namespace, Name: p.From.Chart().Name}
	}
	if known, there := m.nodes[id]; there {
		return known
	}
	n := m.node(id)
	if p.From != nil {
		n.Objects = []*Object{p.From}
	}
	for _, v := range p.Services {
		n.Objects = append(n.Objects, v.Object)
	}
	n.Pods, n.Login = p, m.login(p)
	n.Open = n.Login != nil && len(n.Login.Without) > 0
	return n
}

// login is the one that pods ask for, or nil.
func (m *maker) login(p *Pods) *Login {
	l, known := m.logins[p]
	if !known {
		l = p.Login()
		m.logins[p] = l
	}
	return l
}

// connect adds an edge, or what makes an edge that is there.
func (m *maker) connect(from, to *Node, e Edge, objects ...*Object) *Edge {
	at := pair{from.ID, to.ID}
	known, there := m.edges[at]
	if !there {
		e.From, e.To = from, to
		known = &e
		m.edges[at] = known
		m.order = append(m.order, known)
	}
	known.Objects = append(known.Objects, objects...)
	return known
}

// findOpen settles what is open: a way that is blocked is not, nor are those who
// come to a gateway if all that it leads to asks for a login.
func (m *maker) findOpen() {
	ways := map[ID]bool{}
	for _, e := range m.order {
		e.Open = e.Open && e.Blocked == NotBlocked
		if e.Open && e.Kind == Routes {
			ways[e.From.ID] = true
		}
		if e.Open && e.Kind != Visits {
			e.To.Open = true
		}
	}
	for _, e := range m.order {
		if e.Kind == Visits {
			e.Open = e.Open && ways[e.To.ID]
		}
	}
}

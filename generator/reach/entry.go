package reach

import "example.com/metaflow-gitops/generator/manifest"

// EntryKind is how a Service is reached from outside of the cluster.
type EntryKind int

// The ways in that a Service opens by itself.
const (
	PublicBalancer   EntryKind = iota // a load balancer with a public address
	RangedBalancer                    // one that takes only addresses of some ranges
	InternalBalancer                  // one with an address of the virtual network
	NodePort                          // a port of each node
	ExternalIPs                       // addresses that the nodes answer for
)

// Entry is a way in from outside of the cluster through a Service.
type Entry struct {
	Kind  EntryKind
	Block Block // of RangedBalancer
}

// Entries are the ways in that a Service opens by itself.
func (v *Service) Entries() []Entry {
	var found []Entry
	ranges := manifest.Texts(v.Fields, "spec", "loadBalancerSourceRanges")
	switch balancer, internal := v.Balancer(); {
	case internal:
		found = append(found, Entry{Kind: InternalBalancer})
	case balancer && len(ranges) > 0:
		for _, r := range ranges {
			found = append(found, Entry{RangedBalancer, newBlock(map[string]any{"cidr": r})})
		}
	case balancer:
		found = append(found, Entry{Kind: PublicBalancer})
	case v.text("spec", "type") == "NodePort":
		found = append(found, Entry{Kind: NodePort})
	}
	if len(v.items("spec", "externalIPs")) > 0 {
		found = append(found, Entry{Kind: ExternalIPs})
	}
	return found
}

// findEntries follows the ways in that Services open by themselves.
func (m *callers) findEntries() {
	for _, v := range m.Services {
		for _, entry := range v.Entries() {
			for _, p := range v.Pods {
				m.enter(m.outside(entry), v, p)
			}
		}
	}
}

// outside is who comes in by a way.
func (m *callers) outside(e Entry) *Node {
	switch e.Kind {
	case InternalBalancer, NodePort:
		return m.node(ID{Kind: PrivateNetwork})
	case RangedBalancer:
		return m.addresses(e.Block)
	}
	return m.node(ID{Kind: Internet})
}

// enter follows the way from outside through a Service to its pods.
func (m *callers) enter(source *Node, v *Service, p *Pods) {
	targets := v.Targets(p, "")
	passes := len(targets) == 0 || !p.LimitedIn()
	e := m.connect(source, m.podsNode(p), Edge{Kind: Reaches, Why: ThroughService, Service: v.Name}, v.Object)
	for _, target := range targets {
		e.Ports = appendNew(e.Ports, target)
		passes = passes || p.letsAddressesIn(target)
	}
	e.Open = e.Open || passes && m.login(p) == nil
	if !passes && !e.Open {
		e.Blocked = PolicyKeepsOut
	}
}

// findHostPorts follows that pods are reached on the addresses of their hosts.
func (m *callers) findHostPorts(p *Pods) {
	why, ports := OnHostNetwork, p.Ports
	if !p.OnHost() {
		why, ports = OnHostPort, nil
		for _, port := range p.HostPorts() {
			ports = append(ports, port.Port)
		}
	}
	if len(ports) > 0 {
		e := m.letIn(m.node(ID{Kind: PrivateNetwork}), p, ports, nil)
		e.Why, e.Open = why, m.login(p) == nil
	}
}

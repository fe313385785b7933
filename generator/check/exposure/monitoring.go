package exposure

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/reach"
	"example.com/metaflow-gitops/generator/stack"
)

// scrapes reports whether a rule lets those whom stack.hcl names for it reach metrics,
// and nothing else of the pods.
func (x policies) scrapes(p *reach.Pods, r reach.Rule, peer reach.Peer, namespace string) bool {
	for _, m := range x.Stack.Config.Network.Monitoring {
		if m.Namespace.String() != namespace || !hasLabels(peer, m) {
			continue
		}
		isMetrics := func(port reach.Port) bool { return x.isMetrics(p, m, port) }
		if r.Only(isMetrics) && !slices.ContainsFunc(x.served(p), func(port reach.Port) bool { return r.Opens(port) }) {
			return true
		}
	}
	return false
}

// hasLabels reports whether a peer selects no pods but those of a block.
func hasLabels(peer reach.Peer, m stack.Monitoring) bool {
	for _, l := range m.PodLabels {
		key, value, _ := strings.Cut(l.String(), "=")
		if values := peer.Labels.Values(key); len(values) != 1 || values[0] != value {
			return false
		}
	}
	return true
}

// isMetrics reports whether a port is one of metrics.
func (x policies) isMetrics(p *reach.Pods, m stack.Monitoring, port reach.Port) bool {
	switch isProxy := p.Owner.Name == people || p.Owner.Name == programs; {
	case port.Protocol != "TCP":
		return false
	case port.Name == plan.MetricsPort:
		return true
	case p.Kind == reach.TaskPods:
		return port.Number == plan.EventsMetrics || slices.ContainsFunc(m.TaskPorts, func(n fact.Port) bool { return n.Int() == port.Number })
	default:
		return port.Number == plan.ProxyMetrics || !isProxy && slices.Contains(x.declaredMetrics(p), port.Number)
	}
}

// declaredMetrics are the ports that pods themselves call metrics.
func (x policies) declaredMetrics(p *reach.Pods) []int {
	var numbers []int
	for _, port := range p.DeclaredPorts() {
		if port.Name == plan.MetricsPort {
			numbers = append(numbers, port.Number)
		}
	}
	return numbers
}

// served are the ports of pods that their own Service leads to, whatever they are
// called.
func (x policies) served(p *reach.Pods) []reach.Port {
	v := x.Service(p.Namespace, p.Owner.Name)
	if v == nil || !slices.Contains(entries(x).ours(), v.Name) {
		return nil
	}
	return v.Targets(p, "")
}

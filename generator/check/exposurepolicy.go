package check

import (
	"net/netip"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/value"
)

// source is a set of pods that may reach something: those of a namespace, or
// of them those with one name.
type source struct {
	namespace string
	name      string // "" is every pod
}

// policies proves the edges from pod to pod: what protects the metadata
// service, which asks nobody for a login, from everything in the cluster.
func (x *exposure) policies() {
	x.otherPolicies()
	if !x.stack.Config.Network.Policies.IsOn() {
		return // which the stack's owner has been warned of
	}
	x.denied()
	for _, p := range x.ofKind("NetworkPolicy") {
		selected := x.selected(p.Namespace, get(p.Fields, "spec", "podSelector"))
		if len(selected) == 0 && (p.Namespace == x.servicesNamespace() || p.Namespace == x.gatewayNamespace()) {
			x.fault(p, "", []string{"spec", "podSelector"}, "Policy that selects nothing", "%s selects no pods of its namespace (spec.podSelector is %v), so what it is there for does not hold.", p, get(p.Fields, "spec", "podSelector"))
		}
		for _, w := range selected {
			if allowed, known := x.planned(w); known && concerns(p, "Ingress") {
				x.openings(p, w, allowed)
			}
		}
		if p.Namespace == x.servicesNamespace() && concerns(p, "Egress") {
			x.egress(p)
		}
	}
}

// otherPolicies refuses kinds of policies that open what a NetworkPolicy
// denies. Those that limit egress alone, by names of hosts say, are fine.
func (x *exposure) otherPolicies() {
	for _, o := range x.rendering {
		switch {
		case strings.HasPrefix(o.APIVersion, "policy.networking.k8s.io/"):
			x.fault(o, "", nil, "Policy above the policies", "%s is an %s, which has the last word over every NetworkPolicy of the stack. It is the cluster's owner's to bring, not a component's.", o, o.Kind)
		case strings.HasPrefix(o.APIVersion, "cilium.io/") || strings.HasPrefix(o.APIVersion, "crd.projectcalico.org/") || strings.HasPrefix(o.APIVersion, "projectcalico.org/"):
			if get(o.Fields, "spec", "ingress") != nil || get(o.Fields, "specs") != nil {
				x.fault(o, "ingress:", []string{"spec", "ingress"}, "Policy of another kind", "%s lets something in (spec.ingress) that the NetworkPolicies deny, and is not followed here. Write it as a NetworkPolicy; of this kind only rules for egress may be there.", o)
			}
		}
	}
}

// concerns tells whether a policy limits a direction.
func concerns(p render.Object, direction string) bool {
	types := stringsOf(p.Fields, "spec", "policyTypes")
	if len(types) == 0 {
		return direction == "Ingress" || get(p.Fields, "spec", "egress") != nil
	}
	return slices.Contains(types, direction)
}

// denied proves that nothing is open unless a policy opens it.
func (x *exposure) denied() {
	for _, w := range x.workloads {
		_, known := x.planned(w)
		inServices := w.Namespace == x.servicesNamespace()
		if (known || inServices) && !x.limited(w, "Ingress") {
			x.fault(w.Object, "", nil, "Pods without a policy", "No NetworkPolicy denies ingress to the pods of %s, so every pod of the cluster reaches them. The default-deny policy of namespace %s is missing, or its selector misses them.", w, w.Namespace)
		}
		if inServices && !x.limited(w, "Egress") {
			x.fault(w.Object, "", nil, "Pods with open egress", "No NetworkPolicy denies egress of the pods of %s, so they reach everything, the metadata address of their node included. The default-deny policy of namespace %s is missing, or its selector misses them.", w, w.Namespace)
		}
	}
}

func (x *exposure) limited(w workload, direction string) bool {
	return slices.ContainsFunc(x.ofKind("NetworkPolicy"), func(p render.Object) bool {
		return p.Namespace == w.Namespace && concerns(p, direction) && value.Selects(get(p.Fields, "spec", "podSelector"), w.labels)
	})
}

// planned lists who may reach the pods of a workload; nil is everybody. It
// knows nothing of workloads that are not the stack's own.
func (x *exposure) planned(w workload) (allowed []source, known bool) {
	services, jobs := x.servicesNamespace(), x.stack.Contract.Namespaces.Jobs.String()
	switch {
	case w.made && w.Namespace == jobs:
		return []source{{jobs, ""}}, true
	case w.made:
		return nil, true // the gateway's pods
	case w.Namespace != services:
		return nil, false
	}
	switch w.Name {
	case people, programs:
		return x.frontDoor(), true
	case stack.MetadataService:
		allowed = []source{{services, programs}, {services, stack.UIBackend}, {jobs, ""}}
		for _, ns := range x.stack.Config.Network.MetadataClients {
			allowed = append(allowed, source{ns.String(), ""})
		}
		return allowed, true
	case stack.UIBackend:
		allowed = []source{{services, people}}
		if x.stack.Config.Expose == nil {
			allowed = append(allowed, source{services, stack.UIStatic})
		}
		return allowed, true
	case stack.UIStatic:
		return []source{{services, people}}, true
	}
	return nil, false
}

// frontDoor is who may reach the proxies.
func (x *exposure) frontDoor() []source {
	switch e := x.stack.Config.Expose; {
	case len(e.IngressRanges) > 0:
		return []source{} // no pod, and see opening for the addresses
	case x.stack.UsesIngress():
		return []source{{e.IngressNamespace.String(), ""}}
	}
	return []source{{x.gatewayNamespace(), gatewayName}}
}

// openings proves that a policy lets nothing reach a workload that is not
// planned.
func (x *exposure) openings(p render.Object, w workload, allowed []source) {
	if allowed == nil {
		return
	}
	path := []string{"spec", "ingress"}
	for i, rule := range itemsOf(p.Fields, "spec", "ingress") {
		peers := itemsOf(rule, "from")
		if len(peers) == 0 {
			x.fault(p, "", path, "Policy open to everybody", "Rule %d of %s has no peer in spec.ingress.from, so everything reaches the pods of %s. Name who may.", i, p, w)
		}
		for _, peer := range peers {
			x.opening(p, w, peer, allowed)
		}
	}
}

func (x *exposure) opening(p render.Object, w workload, peer any, allowed []source) {
	path := []string{"spec", "ingress"}
	if cidr := textOf(peer, "ipBlock", "cidr"); cidr != "" {
		if e := x.stack.Config.Expose; e != nil && (w.Name == people || w.Name == programs) && slices.ContainsFunc(e.IngressRanges, func(r fact.CIDR) bool { return r.String() == cidr }) {
			return
		}
		x.fault(p, cidr, path, "Policy open to addresses", "%s lets the addresses %s reach the pods of %s (spec.ingress), past the auth proxy. Remove the ipBlock, or name pods.", p, cidr, w)
		return
	}
	namespaces := []string{p.Namespace}
	if selector, given := get(peer, "namespaceSelector").(map[string]any); given {
		namespaces = pinned(selector, namespaceLabel)
		if len(selector) == 0 {
			x.fault(p, "namespaceSelector", path, "Policy open to every namespace", "%s lets pods of every namespace reach those of %s (namespaceSelector is empty in spec.ingress). Name namespaces by the label %s.", p, w, namespaceLabel)
			return
		}
		if namespaces == nil {
			x.fault(p, "namespaceSelector", path, "Policy open by a namespace's label", "%s lets pods of every namespace with the labels %v reach those of %s (spec.ingress), whoever may set them. Name namespaces by the label %s, which Kubernetes sets itself.", p, selector, w, namespaceLabel)
			return
		}
	}
	for _, namespace := range namespaces {
		for _, name := range podNames(get(peer, "podSelector")) {
			if !covered(source{namespace, name}, allowed) {
				x.fault(p, "", path, "Side door", "%s lets %s of namespace %s reach the pods of %s (spec.ingress), which is not among what the stack needs. Remove the rule, or for the metadata service name the namespace in network.metadata_clients.", p, described(name), namespace, w)
			}
		}
	}
}

// podNames are the names of workloads that a pod selector demands; "" is every
// pod.
func podNames(selector any) []string {
	for _, label := range []string{nameLabel, gatewayLabel} {
		if names := pinned(selector, label); names != nil {
			return names
		}
	}
	return []string{""}
}

func described(name string) string {
	if name == "" {
		return "every pod"
	}
	return "the pods of " + name
}

func covered(s source, allowed []source) bool {
	return slices.ContainsFunc(allowed, func(a source) bool {
		return a.namespace == s.namespace && (a.name == "" || a.name == s.name)
	})
}

// nodeMetadata is where Azure answers every pod with its node's identity.
var nodeMetadata = netip.MustParseAddr("169.254.169.254")

// egress proves that no pod of the services reaches its node's metadata, and
// with it the node's identity.
func (x *exposure) egress(p render.Object) {
	path := []string{"spec", "egress"}
	for i, rule := range itemsOf(p.Fields, "spec", "egress") {
		peers := itemsOf(rule, "to")
		if len(peers) == 0 {
			x.fault(p, "", path, "Egress to everywhere", "Rule %d of %s has no peer in spec.egress.to, so the pods reach everything, the metadata address of their node included. Name where they may go.", i, p)
		}
		for _, peer := range peers {
			block := get(peer, "ipBlock")
			if reaches(textOf(block, "cidr"), nodeMetadata) && !slices.ContainsFunc(stringsOf(block, "except"), func(r string) bool { return reaches(r, nodeMetadata) }) {
				x.fault(p, textOf(block, "cidr"), path, "Egress to the node's metadata", "%s opens %s (spec.egress), which holds %s: whoever gets there acts as the node. Except 169.254.0.0/16.", p, textOf(block, "cidr"), nodeMetadata)
			}
		}
	}
}

func reaches(cidr string, address netip.Addr) bool {
	prefix, err := netip.ParsePrefix(cidr)
	return err == nil && prefix.Contains(address)
}

package exposure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
	"example.com/metaflow-gitops/generator/stack"
)

// policies checks the edges from pod to pod: what protects the metadata
// service, which asks nobody for a login, from everything in the cluster.
type policies struct{ scope }

func (x policies) check() {
	x.otherPolicies()
	if !x.Stack.Config.Network.Policies.IsOn() {
		return // which the stack's owner has been warned of
	}
	x.denied()
	for _, p := range x.Policies {
		if len(p.Selected) == 0 && (p.Namespace == x.servicesNamespace() || p.Namespace == x.gatewayNamespace()) {
			x.Field(p.Object.Object, "", []string{"spec", "podSelector"}, "Policy that selects nothing", "%s selects no pods of its namespace (spec.podSelector is %v), so what it is there for does not hold.", p, p.Get("spec", "podSelector"))
		}
		if p.Namespace == x.servicesNamespace() {
			x.egress(p)
		}
		x.blocks(p)
	}
	for _, p := range x.Pods {
		if allowed, known := x.planned(p); known && allowed != nil {
			x.openings(p, allowed)
		}
	}
}

// otherPolicies refuses kinds of policies that open what a NetworkPolicy
// denies. Those that limit egress alone, by names of hosts say, are fine.
func (x policies) otherPolicies() {
	for _, o := range x.Rendered.Objects {
		switch {
		case strings.HasPrefix(o.APIVersion, "policy.networking.k8s.io/"):
			x.Field(o, "", nil, "Policy above the policies", "%s is an %s, which has the last word over every NetworkPolicy of the stack. It is the cluster's owner's to bring, not a component's.", o, o.Kind)
		case strings.HasPrefix(o.APIVersion, "cilium.io/") || strings.HasPrefix(o.APIVersion, "crd.projectcalico.org/") || strings.HasPrefix(o.APIVersion, "projectcalico.org/"):
			if manifest.Get(o.Fields, "spec", "ingress") != nil || manifest.Get(o.Fields, "specs") != nil {
				x.Field(o, "ingress:", []string{"spec", "ingress"}, "Policy of another kind", "%s lets something in (spec.ingress) that the NetworkPolicies deny, and is not followed here. Write it as a NetworkPolicy; of this kind only rules for egress may be there.", o)
			}
		}
	}
}

// denied checks that nothing is open unless a policy opens it.
func (x policies) denied() {
	for _, p := range x.Pods {
		_, known := x.planned(p)
		inServices := p.Namespace == x.servicesNamespace() && p.Kind != reach.OpaquePods
		if (known || inServices) && !p.LimitedIn() {
			x.At(x.undenied(p), "Pods without a policy", "No NetworkPolicy denies ingress to the pods of %s, so every pod of the cluster reaches them. The default-deny policy of namespace %s is missing, or its selector misses them.", called(p), p.Namespace)
		}
		if inServices && !p.LimitedOut() {
			x.At(x.undenied(p), "Pods with open egress", "No NetworkPolicy denies egress of the pods of %s, so they reach everything, the metadata address of their node included. The default-deny policy of namespace %s is missing, or its selector misses them.", p, p.Namespace)
		}
	}
}

// undenied is where the policies that deny first are missing: where a component
// deletes or narrows one of their namespace, or else at the pods.
func (x policies) undenied(p *reach.Pods) manifest.Origin {
	for _, name := range []string{"default-deny", "default-deny-ingress", "allow-same-namespace"} {
		o, found := x.Find("NetworkPolicy", p.Namespace, name)
		if from, written := x.SetAt(o, "", "spec"); found && written {
			return from
		}
	}
	return x.removed("networking.k8s.io/v1", "NetworkPolicy", p.Namespace, x.Place(p.Owner, "", nil), "default-deny", "default-deny-ingress", "allow-same-namespace", p.Owner.Name, "allow-dns", "allow-gateway")
}

// openings checks that policies let nothing reach pods that is not planned: no
// rule is for more, and no other pods have the labels that a rule is for.
func (x policies) openings(p *reach.Pods, allowed []source) {
	told := map[*reach.Policy]bool{}
	for _, policy := range p.Limits() {
		before := len(x.Diags)
		for _, r := range policy.In {
			x.opening(p, r, allowed)
		}
		told[policy] = len(x.Diags) > before
	}
	for _, from := range x.Pods {
		if from == p || from.Kind == reach.OpaquePods || sourceOf(from).isAmong(allowed) {
			continue
		}
		if policy := x.lets(from, p); policy != nil && !told[policy] {
			x.At(x.doorOf(from, policy), "Side door", "%s lets the pods of %s reach those of %s (spec.ingress), as they have the labels that it names, which is not among what the stack needs. Give those pods other labels.", policy, from, called(p))
		}
	}
}

// called is what people know pods by: those of a task are of no object that is
// rendered.
func called(p *reach.Pods) string {
	if p.Kind == reach.TaskPods {
		return fmt.Sprintf("tasks in %s (%s)", p.Namespace, p)
	}
	return p.String()
}

// opener is the argument of stack.hcl that opens pods to others.
func (x policies) opener(p *reach.Pods) string {
	const metrics = "to let somebody scrape metrics, name who in a monitoring block of network"
	if p.Owner.Name == stack.MetadataService {
		return "Remove the rule, or name the namespace in network.metadata_clients of stack.hcl; " + metrics + "."
	}
	return "Remove the rule; " + metrics + "."
}

// doorOf is where pods are let in by a policy: at their labels, if a component gives
// them those, and else at the policy.
func (x policies) doorOf(from *reach.Pods, policy *reach.Policy) manifest.Origin {
	if o, written := x.SetAt(policy.Object.Object, "", ingressField...); written {
		return o
	}
	if o, written := x.SetAt(from.Owner, nameLabel, "spec", "template", "metadata", "labels"); written {
		return o
	}
	return x.Place(policy.Object.Object, "", ingressField)
}

var ingressField = []string{"spec", "ingress"}

// lets finds a policy by which pods are let in to others, or nil.
func (x policies) lets(from, to *reach.Pods) *reach.Policy {
	for _, port := range to.Ports {
		if by, yes := x.May(from, to, port); yes {
			for _, policy := range by {
				if slices.Contains(to.Limits(), policy) {
					return policy
				}
			}
		}
	}
	return nil
}

// opening checks that a rule is for nobody but who is planned.
func (x policies) opening(p *reach.Pods, r reach.Rule, allowed []source) {
	if r.Anyone {
		x.Field(r.Policy.Object.Object, "", ingressField, "Policy open to everybody", "Rule %d of %s has no peer in spec.ingress.from, so everything reaches the pods of %s. Name who may.", r.Number, r.Policy, p)
	}
	for _, peer := range r.Peers {
		switch {
		case peer.IsBlock:
			x.addresses(p, r, peer.Block)
		case !peer.IsNobody():
			x.peer(p, r, peer, allowed)
		}
	}
}

func (x policies) addresses(p *reach.Pods, r reach.Rule, b reach.Block) {
	isProxy := p.Owner.Name == people || p.Owner.Name == programs
	if e := x.Stack.Config.Expose; e != nil && isProxy && slices.ContainsFunc(e.IngressRanges, func(r fact.CIDR) bool { return r.String() == b.Text }) {
		return
	}
	if x.Stack.Config.Expose == nil && b.IsPrivate() && slices.ContainsFunc(p.Services, isInternal) {
		return // for the network that a private stack has a load balancer in
	}
	x.Field(r.Policy.Object.Object, b.Text, ingressField, "Policy open to addresses", "%s lets the addresses %s reach the pods of %s (spec.ingress), past the auth proxy. Remove the ipBlock, or name pods.", r.Policy, b.Text, called(p))
}

func isInternal(v *reach.Service) bool {
	_, internal := v.Balancer()
	return internal
}

func (x policies) peer(p *reach.Pods, r reach.Rule, peer reach.Peer, allowed []source) {
	o := r.Policy.Object.Object
	switch {
	case peer.AnyNamespaces && peer.Namespaces.IsEmpty():
		x.Field(o, "namespaceSelector", ingressField, "Policy open to every namespace", "%s lets pods of every namespace reach those of %s (namespaceSelector is empty in spec.ingress). Name namespaces by the label %s.", o, p, manifest.NamespaceLabel)
		return
	case peer.Named() == nil:
		x.Field(o, "namespaceSelector", ingressField, "Policy open by a namespace's label", "%s lets pods of every namespace with the labels %v reach those of %s (spec.ingress), anyone who may set them. Name namespaces by the label %s, which Kubernetes sets itself.", o, peer.Namespaces, p, manifest.NamespaceLabel)
		return
	}
	for _, namespace := range peer.Named() {
		for _, name := range podNames(peer.Labels) {
			if s := (source{namespace, name}); !s.isAmong(allowed) && !x.scrapes(p, r, peer, namespace) {
				x.Field(o, cmp.Or(name, namespace), ingressField, "Side door", "%s lets %s of namespace %s reach the pods of %s (spec.ingress), which is not among what the stack needs. %s", o, s.pods(), namespace, called(p), x.opener(p))
			}
		}
	}
}

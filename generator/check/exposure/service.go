package exposure

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/check/exposure/oauth2proxy"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// entries checks that nothing but the front leads in from outside, and that the
// stack's Services lead where they should.
type entries struct{ scope }

func (x entries) check() {
	x.services()
	x.pods()
	x.annotations()
	x.otherKinds()
}

// services checks that no Service is public by itself, and that those of the
// stack lead to the pods that they are named after.
func (x entries) services() {
	for _, v := range x.Services {
		x.publicService(v)
	}
	for _, kind := range []string{"Endpoints", "EndpointSlice"} {
		for _, o := range x.ofKind(kind) {
			x.Field(o, kind, nil, "Endpoints by hand", "%s sends the traffic of a Service to addresses, past selectors and reviews. Let a selector find the pods.", o)
		}
	}
	for _, name := range x.ours() {
		x.ownService(name)
	}
}

// ours are the workloads of the stack with a Service of their name.
func (x entries) ours() []string {
	if x.Stack.Config.Expose == nil {
		return backends
	}
	return append(slices.Clone(backends), people, programs)
}

func (x entries) publicService(v *reach.Service) {
	cure := "Make it ClusterIP; what is to be public goes through the auth proxy."
	if other := x.cure(v.Object.Object); other != removeIt {
		cure = other
	}
	to, kind, s := leadsTo(v), manifest.Text(v.Fields, "spec", "type"), v.Object.Object
	told := map[reach.EntryKind]bool{}
	for _, entry := range v.Entries() {
		if told[entry.Kind] {
			continue
		}
		told[entry.Kind] = true
		if entry.Kind == reach.InternalBalancer && x.Stack.Config.Expose == nil {
			continue // a private stack, for its network
		}
		switch entry.Kind {
		case reach.PublicBalancer, reach.RangedBalancer, reach.InternalBalancer:
			x.Field(s, kind, []string{"spec", "type"}, "Public load balancer", "%s is of type LoadBalancer (spec.type) and leads to %s without a login. %s", s, to, cure)
		case reach.NodePort:
			x.Field(s, kind, []string{"spec", "type"}, "Port on every node", "%s is of type NodePort (spec.type) and leads to %s without a login. %s", s, to, cure)
		case reach.ExternalIPs:
			x.Field(s, "externalIPs", []string{"spec", "externalIPs"}, "External addresses", "%s takes traffic for %v (spec.externalIPs) and leads it to %s without a login. Remove the field.", s, manifest.Texts(s.Fields, "spec", "externalIPs"), to)
		}
	}
	if kind == "ExternalName" {
		x.Field(s, kind, []string{"spec", "type"}, "Service by another name", "%s is of type ExternalName (spec.type), so anyone who calls it is led to %q. Name that host where it is called.", s, manifest.Text(s.Fields, "spec", "externalName"))
	}
}

// leadsTo names what is behind a Service.
func leadsTo(v *reach.Service) string {
	var names []string
	for _, p := range v.Pods {
		names = append(names, p.String())
	}
	if len(names) == 0 {
		return "pods that are not rendered here"
	}
	return strings.Join(names, ", ")
}

// ownService checks that a Service of the stack selects its own workload and
// no other: a policy knows pods by their labels, but a client knows the name
// of the Service.
func (x entries) ownService(name string) {
	v := x.Service(x.servicesNamespace(), name)
	if v == nil {
		return
	}
	path := []string{"spec", "selector"}
	for _, p := range v.Pods {
		if p.Owner.Name != name {
			x.At(x.selectedBy(v, p), "Other pods behind a Service", "%s also selects the pods of %s (spec.selector), so requests that are meant for %s end there. Give those pods other labels, or the Service its own selector.", v, p, name)
		}
	}
	i := slices.IndexFunc(v.Pods, func(p *reach.Pods) bool { return p.Owner.Name == name })
	if i < 0 {
		x.Field(v.Object.Object, "", path, "Service without its pods", "%s does not select the pods of %s (spec.selector is %v).", v, name, v.Get(path...))
		return
	}
	x.targetPorts(v, v.Pods[i])
}

// selectedBy is where a Service comes to other pods: at their labels, if a component
// gives them those and did not change the Service.
func (x entries) selectedBy(v *reach.Service, p *reach.Pods) manifest.Origin {
	selector := []string{"spec", "selector"}
	if o, written := x.SetAt(v.Object.Object, "", selector...); written {
		return o
	}
	if o, written := x.SetAt(p.Owner, nameLabel, "spec", "template", "metadata", "labels"); written {
		return o
	}
	return x.Place(v.Object.Object, "", selector)
}

// targetPorts checks that a Service leads to a port of the container that is
// named after the workload, and not to a sidecar.
func (x entries) targetPorts(v *reach.Service, p *reach.Pods) {
	name := p.Owner.Name
	want, isProxy := name, name == people || name == programs
	if isProxy {
		want = proxyContainer
	}
	for _, port := range manifest.Items(v.Fields, "spec", "ports") {
		container, number := "", 0
		for _, target := range v.Targets(p, manifest.Text(port, "port")) {
			container, number = p.Listener(target), target.Number
		}
		target := cmp.Or(manifest.Text(port, "targetPort"), manifest.Text(port, "port"))
		if container != want || isProxy && strconv.Itoa(number) != oauth2proxy.Port {
			x.Field(v.Object.Object, "", []string{"spec", "ports"}, "Service to another port", "%s leads to port %q of container %q of %s, which is not where %s listens (spec.ports).", v, target, container, p, want)
		}
	}
}

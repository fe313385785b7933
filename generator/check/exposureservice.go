package check

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/render"
)

// services proves that no Service is public by itself, and that those of the
// stack lead to the pods that they are named after.
func (x *exposure) services() {
	for _, s := range x.ofKind("Service") {
		x.publicService(s)
	}
	for _, kind := range []string{"Endpoints", "EndpointSlice"} {
		for _, o := range x.ofKind(kind) {
			x.fault(o, kind, nil, "Endpoints by hand", "%s sends the traffic of a Service to addresses, past selectors and reviews. Let a selector find the pods.", o)
		}
	}
	for _, name := range x.ours() {
		x.ownService(name)
	}
}

// ours are the workloads of the stack with a Service of their name.
func (x *exposure) ours() []string {
	if x.stack.Config.Expose == nil {
		return backends
	}
	return append(slices.Clone(backends), people, programs)
}

func (x *exposure) publicService(s render.Object) {
	var leadsTo []string
	for _, w := range x.behind(s) {
		leadsTo = append(leadsTo, w.String())
	}
	to := strings.Join(leadsTo, ", ")
	if to == "" {
		to = "pods that are not rendered here"
	}
	const cure = "Make it ClusterIP; what is to be public goes through the auth proxy."
	switch kind := textOf(s.Fields, "spec", "type"); kind {
	case "LoadBalancer":
		x.fault(s, kind, []string{"spec", "type"}, "Public load balancer", "%s is of type LoadBalancer (spec.type) and leads to %s without a login. %s", s, to, cure)
	case "NodePort":
		x.fault(s, kind, []string{"spec", "type"}, "Port on every node", "%s is of type NodePort (spec.type) and leads to %s without a login. %s", s, to, cure)
	case "ExternalName":
		x.fault(s, kind, []string{"spec", "type"}, "Service by another name", "%s is of type ExternalName (spec.type), so whoever calls it is led to %q. Name that host where it is called.", s, textOf(s.Fields, "spec", "externalName"))
	}
	if len(itemsOf(s.Fields, "spec", "externalIPs")) > 0 {
		x.fault(s, "externalIPs", []string{"spec", "externalIPs"}, "External addresses", "%s takes traffic for %v (spec.externalIPs) and leads it to %s without a login. Remove the field.", s, stringsOf(s.Fields, "spec", "externalIPs"), to)
	}
}

// ownService proves that a Service of the stack selects its own workload and
// no other: a policy knows pods by their labels, but a client knows the name
// of the Service.
func (x *exposure) ownService(name string) {
	s, found := x.service(x.servicesNamespace(), name)
	if !found {
		return
	}
	path := []string{"spec", "selector"}
	pods := x.behind(s)
	for _, w := range pods {
		if w.Name != name {
			x.fault(s, "", path, "Other pods behind a Service", "%s also selects the pods of %s (spec.selector), so requests that are meant for %s end there. Give those pods other labels, or the Service its own selector.", s, w, name)
		}
	}
	if !slices.ContainsFunc(pods, func(w workload) bool { return w.Name == name }) {
		x.fault(s, "", path, "Service without its pods", "%s does not select the pods of %s (spec.selector is %v).", s, name, get(s.Fields, path...))
		return
	}
	x.targetPorts(s, name)
}

// targetPorts proves that a Service leads to a port of the container that is
// named after the workload, and not to a sidecar.
func (x *exposure) targetPorts(s render.Object, name string) {
	w, _ := x.workload(s.Namespace, name)
	for _, port := range itemsOf(s.Fields, "spec", "ports") {
		target := textOf(port, "targetPort")
		if target == "" {
			target = textOf(port, "port")
		}
		container, number := containerOf(w.Object, target)
		want, isProxy := name, name == people || name == programs
		if isProxy {
			want = proxyContainer
		}
		if container != want || isProxy && number != proxyPort {
			x.fault(s, "", []string{"spec", "ports"}, "Service to another port", "%s leads to port %q of container %q of %s, which is not where %s listens (spec.ports).", s, target, container, w, want)
		}
	}
}

// containerOf finds the container that has a port, by name or number.
func containerOf(o render.Object, port string) (name, number string) {
	for _, c := range o.Containers() {
		for _, p := range itemsOf(c, "ports") {
			if textOf(p, "name") == port || textOf(p, "containerPort") == port {
				return textOf(c, "name"), textOf(p, "containerPort")
			}
		}
	}
	return "", ""
}

package exposure

import (
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
	"example.com/metaflow-gitops/generator/stack"
)

// source is a set of pods that may reach something: those of a namespace, or
// of them those with one name.
type source struct {
	namespace string
	name      string // "" is every pod
}

// pods says which pods of its namespace they are.
func (s source) pods() string {
	if s.name == "" {
		return "every pod"
	}
	return "the pods of " + s.name
}

// isAmong reports whether all of a source's pods are of one of others.
func (s source) isAmong(others []source) bool {
	return slices.ContainsFunc(others, func(a source) bool {
		return a.namespace == s.namespace && (a.name == "" || a.name == s.name)
	})
}

// sourceOf are pods by the name that plans have for them: a gateway's by that of
// the Gateway.
func sourceOf(p *reach.Pods) source {
	if p.Kind == reach.GatewayPods {
		return source{p.Namespace, p.From.Name}
	}
	return source{p.Namespace, p.Owner.Name}
}

// nameLabel is the label by which base/ tells workloads apart.
const nameLabel = "app.kubernetes.io/name"

// podNames are the names of workloads that a pod selector demands; "" is every
// pod.
func podNames(s manifest.Selector) []string {
	for _, label := range []string{nameLabel, reach.GatewayLabel} {
		if names := s.Values(label); names != nil {
			return names
		}
	}
	return []string{""}
}

// planned lists who may reach pods; nil is everybody. It knows nothing of pods
// that are not the stack's own.
func (x policies) planned(p *reach.Pods) (allowed []source, known bool) {
	services, jobs := x.servicesNamespace(), x.jobsNamespace()
	switch {
	case p.Kind == reach.TaskPods && p.Namespace == jobs:
		return []source{{jobs, ""}}, true
	case p.Kind == reach.GatewayPods:
		return nil, true
	case p.Kind != reach.Workload || p.Namespace != services:
		return nil, false
	}
	switch p.Owner.Name {
	case people, programs:
		return x.frontDoor(), true
	case stack.MetadataService:
		allowed = []source{{services, programs}, {services, stack.UIBackend}, {jobs, ""}}
		for _, ns := range x.Stack.Config.Network.MetadataClients {
			allowed = append(allowed, source{ns.String(), ""})
		}
		return allowed, true
	case stack.UIBackend:
		allowed = []source{{services, people}}
		if x.Stack.Config.Expose == nil {
			allowed = append(allowed, source{services, stack.UIStatic})
		}
		return allowed, true
	case stack.UIStatic:
		return []source{{services, people}}, true
	}
	for _, u := range x.upstreams() {
		if p.Owner.Name == u.Service.String() {
			return []source{{services, people}}, true
		}
	}
	return nil, false
}

func (x policies) upstreams() map[string]stack.Upstream {
	if x.Stack.Config.Expose == nil {
		return nil
	}
	return x.Stack.Config.Expose.Upstreams
}

// frontDoor is who may reach the proxies.
func (x policies) frontDoor() []source {
	switch e := x.Stack.Config.Expose; {
	case e == nil || len(e.IngressRanges) > 0:
		return []source{} // no pod, and see addresses
	case x.Stack.UsesIngress():
		return []source{{e.IngressNamespace.String(), ""}}
	}
	return []source{{x.gatewayNamespace(), gatewayName}}
}

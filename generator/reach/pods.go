package reach

import (
	"maps"

	"example.com/metaflow-gitops/generator/manifest"
)

// Pods are what a workload runs: all of them are alike.
type Pods struct {
	Owner     manifest.Object // what runs them: the workload, or what a controller makes
	From      *Object         // the rendered object that they come from, nil for tasks
	Kind      Kind
	Namespace string
	Labels    map[string]string
	Ports     []Port     // that they listen on
	Services  []*Service // that lead to them

	ingress, egress []*Policy // that select them
}

// Kind is what makes pods.
type Kind int

// The kinds of pods.
const (
	Workload    Kind = iota // a rendered workload
	GatewayPods             // the controller of a Gateway
	TaskPods                // Metaflow, or Argo for it
	OpaquePods              // something else, by labels and ports that are not known here
)

// String names what runs the pods.
func (p *Pods) String() string { return p.Owner.String() }

// IsMade reports whether the pods are not those of a rendered workload.
func (p *Pods) IsMade() bool { return p.Kind != Workload }

// isRendered reports whether the pods are of an object that is there for them, and
// not of a gateway or a task.
func (p *Pods) isRendered() bool { return p.Kind == Workload || p.Kind == OpaquePods }

// OnHost reports whether pods are in the network of their host, where no policy
// applies to them.
func (p *Pods) OnHost() bool {
	return manifest.Get(p.Owner.Pod().Fields, "spec", "hostNetwork") == true
}

// isSelected reports whether policies are about the pods: they never are about what
// is in the network of its host.
func (p *Pods) isSelected(namespace string, s manifest.Selector) bool {
	return p.Namespace == namespace && s.Selects(p.Labels) && !p.OnHost()
}

// findPods finds all that runs pods: workloads of any kind, and what charts and the
// controller of Argo Events make pods of.
func (c *Cluster) findPods() {
	for _, o := range c.objects {
		switch {
		case len(o.Containers()) > 0:
			c.Pods = append(c.Pods, &Pods{Owner: o.Object, From: o, Namespace: o.Namespace, Labels: podLabels(o.Object)})
		case o.Chart().Name != "":
			c.Pods = append(c.Pods, &Pods{Owner: o.Object, From: o, Namespace: o.Chart().Namespace, Kind: OpaquePods})
		case o.isEvents():
			c.Pods = append(c.Pods, &Pods{Owner: o.Object, From: o, Namespace: o.Namespace, Kind: OpaquePods})
		}
	}
}

// podLabels are those of a workload's template, and those that its controller adds.
func podLabels(o manifest.Object) map[string]string {
	labels := manifest.TextMap(o.Pod().Fields, "metadata", "labels")
	maps.Copy(labels, addedLabels[o.Kind])
	return labels
}

// isEvents reports whether Argo Events makes pods of an object.
func (o *Object) isEvents() bool {
	return o.group == "argoproj.io" && (o.Kind == "EventSource" || o.Kind == "EventBus" || o.Kind == "Sensor")
}

package reach

import (
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// Cluster is what objects make of a cluster, as far as its network goes.
type Cluster struct {
	Pods       []*Pods
	Services   []*Service
	Policies   []*Policy
	Gateways   []*Gateway
	objects    []*Object
	namespaces map[string]map[string]string // labels
}

// New finds the pods, Services and policies that objects make. Metaflow starts
// tasks in the namespaces that are given, and in those that look like it.
func New(objects []manifest.Object, tasks ...string) *Cluster {
	c := &Cluster{namespaces: map[string]map[string]string{}}
	for i, o := range objects {
		c.objects = append(c.objects, newObject(o, i))
	}
	for _, o := range c.ofKind("", "Namespace") {
		labels := manifest.TextMap(o.Fields, "metadata", "labels")
		labels[manifest.NamespaceLabel] = o.Name
		c.namespaces[o.Name] = labels
	}
	c.findPods()
	for _, o := range c.ofKind(gatewayAPI, "Gateway") {
		c.findGateway(o)
	}
	for _, namespace := range c.taskNamespaces(tasks) {
		c.findTasks(namespace)
	}
	for _, o := range c.ofKind("", "Service") {
		c.findService(o)
	}
	for _, o := range c.ofKind("networking.k8s.io", "NetworkPolicy") {
		c.findPolicy(o)
	}
	for _, p := range c.Pods {
		p.findPorts()
	}
	return c
}

// ofKind lists the objects of a kind of the core API ("") or a group, in order.
func (c *Cluster) ofKind(group, kind string) []*Object {
	var found []*Object
	for _, o := range c.objects {
		if o.is(group, kind) {
			found = append(found, o)
		}
	}
	return found
}

// labelsOf are a namespace's, as far as it is rendered, and the one that Kubernetes
// sets.
func (c *Cluster) labelsOf(namespace string) map[string]string {
	if labels, rendered := c.namespaces[namespace]; rendered {
		return labels
	}
	return map[string]string{manifest.NamespaceLabel: namespace}
}

// Selected lists the pods of a namespace that a selector selects.
func (c *Cluster) Selected(namespace string, s manifest.Selector) []*Pods {
	var found []*Pods
	for _, p := range c.Pods {
		if p.Namespace == namespace && s.Selects(p.Labels) {
			found = append(found, p)
		}
	}
	return found
}

// Workload finds the pods of a rendered workload by its name, or nil.
func (c *Cluster) Workload(namespace, name string) *Pods {
	return first(c.Pods, func(p *Pods) bool { return p.Kind == Workload && p.Namespace == namespace && p.Owner.Name == name })
}

// Service finds a Service, or nil.
func (c *Cluster) Service(namespace, name string) *Service {
	return first(c.Services, func(v *Service) bool { return v.Namespace == namespace && v.Name == name })
}

// first is the first that a condition is true of, or nil.
func first[T any](list []*T, is func(*T) bool) *T {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i]
	}
	return nil
}

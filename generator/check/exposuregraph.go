package check

import (
	"slices"

	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/value"
)

const (
	nameLabel      = "app.kubernetes.io/name"
	gatewayLabel   = "gateway.networking.k8s.io/gateway-name"
	namespaceLabel = "kubernetes.io/metadata.name"
	gatewayName    = "metaflow"
)

// graph is what traffic can take: the rendered objects, and those that
// controllers or Metaflow make in the cluster.
type graph struct {
	rendering []render.Object // rendered
	workloads []workload
}

// workload is something that runs pods.
type workload struct {
	render.Object
	labels map[string]string // of its pods
	made   bool              // in the cluster, not rendered
}

// newGraph finds the workloads among the objects, and adds what is made of
// them.
func newGraph(s *stack.Stack, objects []render.Object) graph {
	g := graph{rendering: objects}
	for _, o := range objects {
		if len(o.Containers()) > 0 {
			g.workloads = append(g.workloads, workload{Object: o, labels: textMap(o.Pod().Fields, "metadata", "labels")})
		}
		for _, made := range madeOf(o) {
			if len(made.Containers()) > 0 {
				g.workloads = append(g.workloads, workload{made, textMap(made.Pod().Fields, "metadata", "labels"), true})
			}
		}
	}
	tasks := render.Object{APIVersion: "batch/v1", Kind: "Job", Namespace: s.Contract.Namespaces.Jobs.String(), Name: "metaflow-task"}
	g.workloads = append(g.workloads, workload{tasks, map[string]string{nameLabel: "metaflow-task", partOfLabel: "metaflow"}, true})
	return g
}

// madeOf models what Istio's controller makes from a Gateway, in the Gateway's
// namespace and by the name NAME-CLASS: the pods that terminate TLS, and the
// Service that a public load balancer leads to.
func madeOf(gateway render.Object) []render.Object {
	if gateway.Kind != "Gateway" || !isGatewayAPI(gateway) {
		return nil
	}
	labels := map[string]any{gatewayLabel: gateway.Name}
	build := func(apiVersion, kind string, spec map[string]any) render.Object {
		o := render.Object{APIVersion: apiVersion, Kind: kind, Namespace: gateway.Namespace, Name: gateway.Name + "-" + textOf(gateway.Fields, "spec", "gatewayClassName")}
		o.Fields = map[string]any{"apiVersion": apiVersion, "kind": kind, "metadata": map[string]any{"name": o.Name, "namespace": o.Namespace, "labels": labels}, "spec": spec}
		return o
	}
	selector := map[string]any{"matchLabels": labels}
	return []render.Object{
		build("apps/v1", "Deployment", map[string]any{"selector": selector, "template": map[string]any{
			"metadata": map[string]any{"labels": labels},
			"spec":     map[string]any{"containers": []any{map[string]any{"name": "istio-proxy"}}},
		}}),
		build("v1", "Service", map[string]any{"type": "LoadBalancer", "selector": labels}),
		build("v1", "ServiceAccount", nil),
		build("autoscaling/v2", "HorizontalPodAutoscaler", nil),
		build("policy/v1", "PodDisruptionBudget", map[string]any{"selector": selector}),
	}
}

// behind lists the workloads that a Service's selector selects.
func (g graph) behind(service render.Object) []workload {
	labels := get(service.Fields, "spec", "selector")
	if labels == nil {
		return nil
	}
	selector := map[string]any{"matchLabels": labels}
	return g.selected(service.Namespace, selector)
}

// selected lists the workloads of a namespace whose pods a selector selects.
func (g graph) selected(namespace string, selector any) []workload {
	var found []workload
	for _, w := range g.workloads {
		if w.Namespace == namespace && value.Selects(selector, w.labels) {
			found = append(found, w)
		}
	}
	return found
}

// workload finds a rendered workload by its name.
func (g graph) workload(namespace, name string) (workload, bool) {
	i := slices.IndexFunc(g.workloads, func(w workload) bool { return w.Namespace == namespace && w.Name == name && !w.made })
	if i < 0 {
		return workload{}, false
	}
	return g.workloads[i], true
}

// ofKind lists the rendered objects of a kind in order.
func (g graph) ofKind(kind string) []render.Object {
	return slices.DeleteFunc(slices.Clone(g.rendering), func(o render.Object) bool { return o.Kind != kind })
}

// service finds a rendered Service.
func (g graph) service(namespace, name string) (render.Object, bool) {
	for _, o := range g.ofKind("Service") {
		if o.Namespace == namespace && o.Name == name {
			return o, true
		}
	}
	return render.Object{}, false
}

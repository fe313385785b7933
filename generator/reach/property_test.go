package reach

import (
	"maps"
	"slices"
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/reach/reachtest"
)

// sets is how many random sets of objects each property is held for.
const sets = 800

// TestPolicyProperty holds the engine to a second reading of the API, for each pair
// of pods and each port in random sets of objects.
func TestPolicyProperty(t *testing.T) {
	answers := map[bool]int{}
	for seed := range uint64(sets) {
		objects := reachtest.Objects(reachtest.Small, seed)
		c := New(objects)
		for _, from := range c.Pods {
			for _, to := range c.Pods {
				for _, port := range to.Ports {
					_, got := c.May(from, to, port)
					answers[got]++
					if want := naive(objects).may(from, to, port); got != want {
						t.Fatalf("set %d: may %s %v reach %s %v on %+v? %t, but by the API %t", seed, from, from.Labels, to, to.Labels, port, got, want)
					}
				}
			}
		}
	}
	if answers[true] < 1000 || answers[false] < 1000 {
		t.Errorf("the sets are no test: %v", answers)
	}
}

// TestServiceProperty holds that a Service leads to just the pods of its namespace
// that have all labels of its selector, and to none without one.
func TestServiceProperty(t *testing.T) {
	found := 0
	for seed := range uint64(sets) {
		c := New(reachtest.Objects(reachtest.Small, seed))
		for _, v := range c.Services {
			for _, p := range c.Pods {
				selector := manifest.TextMap(v.Fields, "spec", "selector")
				want := len(selector) > 0 && p.Namespace == v.Namespace
				for key, label := range selector {
					want = want && p.Labels[key] == label
				}
				if got := slices.Contains(v.Pods, p); got != want {
					t.Fatalf("set %d: %s with selector %v leads to %s with %v: %t", seed, v, selector, p, p.Labels, got)
				} else if got {
					found++
				}
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d Services lead anywhere", found)
	}
}

// TestOrderOfObjects holds that who can reach what does not depend on the order of
// objects.
func TestOrderOfObjects(t *testing.T) {
	for seed := range uint64(100) {
		objects := reachtest.Objects(reachtest.Small, seed)
		want := edgesOf(New(objects).Graph())
		slices.Reverse(objects)
		if got := edgesOf(New(objects).Graph()); !maps.EqualFunc(got, want, slices.Equal[[]Port]) {
			t.Fatalf("set %d: %v, and in another order %v", seed, want, got)
		}
	}
}

// edgesOf are the ports on which nodes reach others.
func edgesOf(g Graph) map[pair][]Port {
	found := map[pair][]Port{}
	for _, e := range g.Edges {
		found[pair{e.From.ID, e.To.ID}] = slices.SortedFunc(slices.Values(e.Ports), func(a, b Port) int { return a.Number - b.Number })
	}
	return found
}

// TestPodLabels holds that pods have the labels of their template, and what
// controllers add.
func TestPodLabels(t *testing.T) {
	role := object("rbac.authorization.k8s.io/v1", "Role", "jobs", "launch", map[string]any{"rules": []any{
		map[string]any{"resources": []any{"jobs", "workflows"}, "verbs": []any{"create"}}}})
	account := object("v1", "ServiceAccount", "jobs", "task", nil)
	account.Fields["metadata"] = map[string]any{"annotations": map[string]any{plan.ClientIDAnnotation: "x"}}
	gateway := object("gateway.networking.k8s.io/v1", "Gateway", "edge", "front", map[string]any{"gatewayClassName": "istio"})
	gateway.Fields["metadata"] = map[string]any{"labels": map[string]any{"app": "front", GatewayLabel: "forged"}}
	private := object("gateway.networking.k8s.io/v1", "Gateway", "edge", "private", map[string]any{"infrastructure": map[string]any{"labels": map[string]any{"team": "core"}}})
	private.Fields["metadata"] = gateway.Fields["metadata"]
	chart := object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "argo", "argo", map[string]any{
		"chart":  map[string]any{"spec": map[string]any{"chart": "argo-workflows"}},
		"values": map[string]any{"controller": map[string]any{"workflowDefaults": map[string]any{"spec": map[string]any{"podMetadata": map[string]any{"labels": map[string]any{"team": "data"}}}}}}})
	c := New([]manifest.Object{role, account, gateway, private, chart, deployment("services", "web", map[string]any{"app": "web", "pod-template-hash": "mine"})})
	for owner, want := range map[string]map[string]string{
		"Deployment services/web":     {"app": "web", "pod-template-hash": anyValue},
		"Deployment edge/front-istio": {"app": "front", GatewayLabel: "front", "gateway.istio.io/managed": "istio.io-gateway-controller"},
		"Deployment edge/private-":    {"team": "core", "app": "", GatewayLabel: "private"},
		"Job jobs/metaflow-task":      {"app.kubernetes.io/name": "metaflow-task", "app.kubernetes.io/part-of": "metaflow", plan.UseLabel: "true", "job-name": anyValue},
		"Workflow jobs/metaflow-task": {"app.kubernetes.io/name": "metaflow-task", plan.UseLabel: "true", "workflows.argoproj.io/workflow": anyValue, "team": "data", "job-name": ""},
	} {
		p := first(c.Pods, func(p *Pods) bool { return p.String() == owner })
		if p == nil {
			t.Errorf("there are no pods of %s", owner)
			continue
		}
		for key, v := range want {
			if p.Labels[key] != v {
				t.Errorf("the pods of %s have %s=%q, want %q", owner, key, p.Labels[key], v)
			}
		}
	}
}

// object is one with a spec; of a Role the fields are its own.
func object(apiVersion, kind, namespace, name string, spec map[string]any) manifest.Object {
	fields := map[string]any{"apiVersion": apiVersion, "kind": kind, "spec": spec}
	if kind == "Role" {
		fields = spec
	}
	return manifest.Object{APIVersion: apiVersion, Kind: kind, Namespace: namespace, Name: name, Fields: fields}
}

func deployment(namespace, name string, labels map[string]any) manifest.Object {
	return object("apps/v1", "Deployment", namespace, name, map[string]any{"template": map[string]any{
		"metadata": map[string]any{"labels": labels}, "spec": map[string]any{"containers": []any{map[string]any{"name": "a"}}}}})
}

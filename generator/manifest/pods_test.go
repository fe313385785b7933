package manifest

import "testing"

// TestPodsOfHeldObjects holds that objects which another one holds are gone through,
// whether they make pods or not, and at any depth.
func TestPodsOfHeldObjects(t *testing.T) {
	held := func(kind, apiVersion string, more map[string]any) map[string]any {
		o := map[string]any{"apiVersion": apiVersion, "kind": kind, "metadata": map[string]any{"name": "a", "namespace": "shop"}}
		for key, value := range more {
			o[key] = value
		}
		return o
	}
	containers := map[string]any{"containers": []any{map[string]any{"name": "a", "image": "a:1"}}}
	for _, c := range []struct {
		name string
		held map[string]any
		pods int
	}{
		{"no pods", held("ClusterRoleBinding", "rbac.authorization.k8s.io/v1", map[string]any{"roleRef": map[string]any{"kind": "ClusterRole"}}), 0},
		{"a Deployment", held("Deployment", "apps/v1", map[string]any{"spec": map[string]any{"template": map[string]any{"spec": containers}}}), 1},
		{"what has containers itself", held("Sandbox", "example.com/v1", map[string]any{"spec": containers}), 1},
		{"one within another", held("List", "v1", map[string]any{"items": []any{held("Pod", "v1", map[string]any{"spec": containers}), held("ConfigMap", "v1", nil)}}), 1},
	} {
		o := New(held("HelmRelease", "helm.toolkit.fluxcd.io/v2", map[string]any{"spec": map[string]any{"values": map[string]any{"extraObjects": []any{c.held}}}}))
		pods := o.Pods()
		if len(pods) != c.pods {
			t.Errorf("%s: %d pods, want %d", c.name, len(pods), c.pods)
		}
		for _, p := range pods {
			if p.Namespace != "shop" || len(p.Containers) != 1 {
				t.Errorf("%s: %+v", c.name, p)
			}
		}
	}
}

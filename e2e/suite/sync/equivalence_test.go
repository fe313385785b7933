package sync

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/engine"
	"example.com/metaflow-gitops/e2e/lib/judge"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestEquivalence brings the same stack to one cluster with Flux and to another
// with Argo CD, and compares everything in the stack's namespaces.
func TestEquivalence(t *testing.T) {
	t.Parallel()
	byFlux := newFlux(t, engine.Bootstrap(), "aks-metaflow-staging", 1)
	byFlux.begin(t, fluxSteps(t, byFlux, "staging"))

	byArgo := newArgoCD(t, "aks-metaflow-staging")
	hcl := "terraform/stacks/staging/stack.hcl"
	must(t, byArgo.repository.Replace(hcl, `engine            = "flux"`, "engine = \"argo-cd\"\n\nsync {\n  repository = \"https://"+engine.Host+"/"+engine.Name+"\"\n}\n"))
	_, err := byArgo.repository.Generate("--stack", "staging")
	must(t, err)
	byArgo.begin(t, 1)

	rendered := stackNamed(t, byFlux.repository.Folder, "staging").Rendered
	flux, argo := contents(t, byFlux.Cluster, rendered), contents(t, byArgo.Cluster, rendered)
	for _, name := range slices.Sorted(maps.Keys(flux)) {
		switch {
		case argo[name] == "":
			t.Errorf("Argo CD did not bring %s", name)
		case argo[name] != flux[name]:
			t.Errorf("%s differs: by Flux\n%s\nby Argo CD\n%s", name, flux[name], argo[name])
		}
	}
	for name := range argo {
		if flux[name] == "" {
			t.Errorf("Flux did not bring %s", name)
		}
	}
	if len(flux) < len(rendered) {
		t.Errorf("of %d rendered objects %d were compared", len(rendered), len(flux))
	}
}

// contents are all objects in the stack's namespaces of the kinds that are
// rendered, and these namespaces, as JSON by name: without what the cluster
// writes into each object, and without what an engine marks its own with.
func contents(t *testing.T, c *cluster.Cluster, rendered []*unstructured.Unstructured) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, kind := range kindsOf(rendered) {
		list, err := c.Resource(kind.GetAPIVersion(), kind.GetKind(), kind.GetNamespace()).List(shared.ctx, v1.ListOptions{})
		must(t, err)
		for _, o := range list.Items {
			if !ofTheClusterItself(&o) {
				found[judge.Name(&o)] = plain(t, &o)
			}
		}
	}
	return found
}

// kindsOf gives one object of each kind and namespace.
func kindsOf(rendered []*unstructured.Unstructured) []*unstructured.Unstructured {
	seen := map[string]bool{}
	var kinds []*unstructured.Unstructured
	for _, o := range rendered {
		key := strings.Join([]string{o.GetAPIVersion(), o.GetKind(), o.GetNamespace()}, " ")
		if !seen[key] {
			kinds = append(kinds, o)
		}
		seen[key] = true
	}
	return kinds
}

// ofTheClusterItself are objects that every namespace has, and namespaces that
// are not the stack's.
func ofTheClusterItself(o *unstructured.Unstructured) bool {
	return o.GetName() == "kube-root-ca.crt" || o.GetKind() == "ServiceAccount" && o.GetName() == "default" ||
		o.GetKind() == "Namespace" && o.GetLabels()["app.kubernetes.io/part-of"] != "metaflow"
}

func plain(t *testing.T, o *unstructured.Unstructured) string {
	t.Helper()
	o = o.DeepCopy()
	delete(o.Object, "status")
	for _, field := range []string{"uid", "resourceVersion", "generation", "creationTimestamp", "managedFields"} {
		unstructured.RemoveNestedField(o.Object, "metadata", field)
	}
	for _, path := range [][]string{{"spec", "clusterIP"}, {"spec", "clusterIPs"}} {
		unstructured.RemoveNestedField(o.Object, path...)
	}
	o.SetLabels(withoutMarks(o.GetLabels()))
	o.SetAnnotations(withoutMarks(o.GetAnnotations()))
	text, err := json.MarshalIndent(o.Object, "", "  ")
	must(t, err)
	return string(text)
}

// withoutMarks drops what one engine writes and the other does not.
func withoutMarks(m map[string]string) map[string]string {
	for _, key := range []string{
		"kustomize.toolkit.fluxcd.io/name", "kustomize.toolkit.fluxcd.io/namespace", "kustomize.toolkit.fluxcd.io/substitute",
		"argocd.argoproj.io/tracking-id", "deployment.kubernetes.io/revision",
	} {
		delete(m, key)
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// uids are the identities of the objects of a kind: they tell whether an object
// is still the one that it was.
func (s *site) uids(t *testing.T, apiVersion, kind, namespace string) map[string]string {
	t.Helper()
	list, err := s.Resource(apiVersion, kind, namespace).List(shared.ctx, v1.ListOptions{})
	must(t, err)
	all := map[string]string{}
	for _, o := range list.Items {
		all[o.GetName()] = string(o.GetUID())
	}
	return all
}

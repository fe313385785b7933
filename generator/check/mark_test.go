package check

import (
	"maps"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
)

// The annotations that keep an object which leaves git, and that say how Argo CD
// compares it.
const (
	fluxKeep    = "kustomize.toolkit.fluxcd.io/prune"
	argoKeep    = "argocd.argoproj.io/sync-options"
	argoCompare = "argocd.argoproj.io/compare-options"
)

// TestMarks puts each mark on an object of either engine, as annotation and as
// label.
func TestMarks(t *testing.T) {
	marks := []string{fluxKeep, argoKeep, argoCompare, "argocd.argoproj.io/mark-of-the-future", "kustomize.toolkit.fluxcd.io/mark-of-the-future"}
	for group, names := range map[string][]string{
		"kustomize.toolkit.fluxcd.io": {"reconcile", "ssa", "force", "substitute"},
		"argocd.argoproj.io":          {"hook", "hook-delete-policy", "ignore-healthcheck", "ignore-resource-updates", "tracking-id"},
		"helm.sh":                     {"hook", "hook-weight", "hook-delete-policy", "resource-policy"},
	} {
		for _, name := range names {
			marks = append(marks, group+"/"+name)
		}
	}
	for _, key := range marks {
		for _, stack := range []string{"prod", "research"} {
			for _, field := range []string{"annotations", "labels"} {
				t.Run(stack+"/"+field+"/"+key, func(t *testing.T) {
					f := checktest.Load(t, stack)
					checktest.Set(f.Object(t, "Service", "ui-static"), "x", "metadata", field, key)
					mutant{summary: "Sync rule on an object", says: "Service metaflow/ui-static has " + key + `: "x" in metadata.` + field + ": "}.test(t, f)
				})
			}
		}
	}
}

func TestKeptMutants(t *testing.T) {
	const keep = "Prune=false,Delete=false"
	claim := func(annotations map[string]any) func(*testing.T, *checktest.Fixture) {
		return func(t *testing.T, f *checktest.Fixture) {
			added("0", manifest.Object{APIVersion: "v1", Kind: "PersistentVolumeClaim", Namespace: "metaflow", Name: "x", Fields: map[string]any{"spec": map[string]any{
				"accessModes": []any{"ReadWriteOnce"}, "resources": map[string]any{"requests": map[string]any{"storage": "1Gi"}}}}})(t, f)
			maps.Copy(f.Object(t, "PersistentVolumeClaim", "x").Get("metadata", "annotations").(map[string]any), annotations)
		}
	}
	testMutants(t, []mutant{
		{"namespace-pruned-by-flux", "prod", annotated("Namespace", "metaflow-jobs", fluxKeep, nil), "Namespace could be deleted", "Namespace metaflow-jobs"},
		{"namespace-pruned-by-argo", "prod", annotated("Namespace", "metaflow-jobs", argoKeep, nil), "Namespace could be deleted", "every task that runs in it"},
		{"namespace-deleted-by-argo", "research", annotated("Namespace", "metaflow-jobs", argoKeep, "Prune=false"), "Namespace could be deleted", argoKeep},
		{"deployment-kept-by-flux", "prod", annotated("Deployment", "ui-static", fluxKeep, "disabled"), "Sync rule on an object", "when it leaves git"},
		{"deployment-kept-by-argo", "research", annotated("Deployment", "ui-static", argoKeep, keep), "Sync rule on an object", "in another way than the rest"},
		{"deployment-extraneous", "research", annotated("Deployment", "ui-static", argoCompare, "IgnoreExtraneous"), "Sync rule on an object", "would not see that it differs"},
		{"namespace-not-compared", "research", annotated("Namespace", "metaflow-jobs", argoCompare, "ServerSideDiff=false"), "Sync rule on an object", "would not see that it differs"},
		{"claim-kept-by-flux", "prod", claim(map[string]any{fluxKeep: "disabled"}), "Engines keep different objects", "PersistentVolumeClaim metaflow/x"},
		{"claim-kept-by-argo", "prod", claim(map[string]any{argoKeep: keep}), "Engines keep different objects", "PersistentVolumeClaim metaflow/x"},
		{"claim-replaced", "prod", claim(map[string]any{argoKeep: "Replace=true"}), "Sync rule on an object", "Replace=true"},
		{"number", "prod", annotated("Service", "ui-static", "example.com/port", 80), "Value of the wrong type", "Put it in quotes"},
	})
	f := checktest.Load(t, "prod")
	claim(map[string]any{fluxKeep: "disabled", argoKeep: "Delete=false,Prune=false"})(t, f)
	for _, d := range Check(f.Stack, f.Rendered, f.Sync) {
		t.Errorf("a claim that both engines keep: %s: %s", d.Summary, d.Detail)
	}
}

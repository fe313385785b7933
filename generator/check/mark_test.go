package check

import (
	"maps"
	"slices"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
)

// TestMarks puts each mark on an object of either engine, as annotation and as
// label.
func TestMarks(t *testing.T) {
	for _, key := range append(slices.Sorted(maps.Keys(marks)), "argocd.argoproj.io/mark-of-the-future", fluxAPIGroup+"/mark-of-the-future") {
		harm := marks[key]
		if harm == "" {
			harm = "one engine could treat it in another way than the other"
		}
		for _, stack := range []string{"prod", "research"} {
			for _, field := range []string{"annotations", "labels"} {
				t.Run(stack+"/"+field+"/"+key, func(t *testing.T) {
					f := checktest.Load(t, stack)
					checktest.Set(f.Object(t, "Service", "ui-static"), "x", "metadata", field, key)
					mutant{summary: "Sync rule on an object", says: "Service metaflow/ui-static has " + key + `: "x" in metadata.` + field + ": " + harm}.test(t, f)
				})
			}
		}
	}
}

func TestKeptMutants(t *testing.T) {
	const keep = "Prune=false,Delete=false"
	claim := func(annotations map[string]any) func(*testing.T, *checktest.Fixture) {
		return func(t *testing.T, f *checktest.Fixture) {
			added("0", manifest.Object{APIVersion: "v1", Kind: "PersistentVolumeClaim", Namespace: "metaflow", Name: "x", Fields: map[string]any{}})(t, f)
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
		{"number", "prod", annotated("Service", "ui-static", "example.com/port", 80), "Value is not a string", "put it in quotes"},
	})
	f := checktest.Load(t, "prod")
	claim(map[string]any{fluxKeep: "disabled", argoKeep: "Delete=false,Prune=false"})(t, f)
	for _, d := range Check(f.Stack, f.Rendered, f.Sync) {
		t.Errorf("a claim that both engines keep: %s: %s", d.Summary, d.Detail)
	}
}

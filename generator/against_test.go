package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/load"
	"example.com/metaflow-gitops/generator/report"
	"github.com/hashicorp/hcl/v2"
)

// TestPlantedDifference lets the generator do something else for one stack, by
// nothing but its name: the one kind of difference that nobody could explain.
func TestPlantedDifference(t *testing.T) {
	planted := func(in cause.Inputs) (*build.Built, hcl.Diagnostics) {
		b, diags := in.Build()
		if b != nil && in.Name == "prod" {
			file := "overlays/prod/rendered/metaflow-deployment-ui-static.yaml"
			b.Files[file] = []byte(strings.Replace(string(b.Files[file]), "timeoutSeconds: 5", "timeoutSeconds: 9", 1))
			delete(b.Files, "overlays/prod/rendered/metaflow-networkpolicy-database.yaml")
			delete(b.Files, "overlays/prod/rendered/metaflow-service-ui-static.yaml")
		}
		return b, diags
	}
	if found := findingsBetween(t, cause.Inputs.Build, "staging", "prod"); len(found) > 0 {
		t.Errorf("found without a plant: %v", found)
	}
	got := findingsBetween(t, planted, "staging", "prod")
	want := []string{
		"Deployment metaflow/ui-static spec.template.spec.containers[ui-static].livenessProbe.timeoutSeconds",
		"NetworkPolicy metaflow/database",
		"Service metaflow/ui-static",
	}
	for i := range got {
		got[i], _, _ = strings.Cut(got[i], ": ")
	}
	if !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// In the other direction it is the other stack that has what nobody explains.
	if got := findingsBetween(t, planted, "research", "prod"); len(got) != 3 {
		t.Errorf("found against a stack of another kind: %v", got)
	}
}

func findingsBetween(t *testing.T, build cause.Build, before, after string) []string {
	t.Helper()
	root, err := os.OpenRoot("..")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	in, err := load.Read(t.Context(), load.Request{Root: root})
	if err != nil || in.Diags.HasErrors() {
		t.Fatal(err, in.Diags)
	}
	side := func(name string) cause.Side {
		built, diags := build(inputsOf(in, name))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		return cause.Side{Inputs: inputsOf(in, name), Files: built.Files, Built: built}
	}
	return report.Comparison{Name: after, Before: side(before), After: side(after), Build: build}.Against().Findings
}

package report_test

import (
	"os"
	"testing"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/report/markdown"
	"example.com/metaflow-gitops/generator/report/text"
)

// FuzzCompare compares any two manifests: nothing panics, nothing differs from
// itself, and what is shown is text.
func FuzzCompare(f *testing.F) {
	deployment, err := os.ReadFile("../../overlays/prod/rendered/metaflow-deployment-metadata-service.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(deployment, deployment)
	for _, seed := range []string{"", "---\n", "kind: A\nmetadata: {name: a}\n", "kind: A\nmetadata: {name: b}\nx: [1, {name: a}, [2]]\n",
		"kind: Role\nmetadata: {name: a}\nrules: [{verbs: [a, b]}, {verbs: [b]}]\n", "a: &a [*a]\n", "kind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: a, env: [{name: b, value: $(c)}]}]}}}\n"} {
		f.Add([]byte(seed), deployment)
		f.Add([]byte("kind: A\nmetadata: {name: a}\nx: [{name: a}, 2, null]\n"), []byte(seed))
	}
	f.Fuzz(func(t *testing.T, before, after []byte) {
		b, errB := diff.Objects(map[string][]byte{"overlays/prod/rendered/b.yaml": before})
		a, errA := diff.Objects(map[string][]byte{"overlays/prod/rendered/a.yaml": after})
		if errB != nil || errA != nil {
			return
		}
		if own := diff.Compare(a, a); len(own) > 0 {
			t.Fatalf("%q differs from itself: %v", after, own)
		}
		changes := diff.Compare(b, a)
		r := &report.Report{Stacks: []report.StackReport{{Name: "prod", State: report.StackChanged, Objects: cause.WithoutCauses(changes), Risks: report.Risks(changes)}}}
		checkVisible(t, "fuzzed", text.Render(r, false))
		checkVisible(t, "fuzzed", markdown.Render(r, markdown.GitHubLimit, ""))
	})
}

package review

import (
	"os"
	"testing"
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
		b, errB := parseManifest("overlays/prod/rendered/b.yaml", before)
		a, errA := parseManifest("overlays/prod/rendered/a.yaml", after)
		if errB != nil || errA != nil {
			return
		}
		if own := Compare(a, a); len(own) > 0 {
			t.Fatalf("%q differs from itself: %v", after, own)
		}
		changes := Compare(b, a)
		r := &Report{Stacks: []StackReport{{Name: "prod", State: StackChanged, Objects: changes, Risks: Risks(changes)}}}
		checkVisible(t, "fuzzed", r.Text(false))
		checkVisible(t, "fuzzed", r.Markdown(GitHubLimit, ""))
	})
}

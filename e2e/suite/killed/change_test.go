package killed

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// change is something that people do to a repository, and the run that follows.
type change struct {
	name string
	// before is done, and generated, before the change; mostly nothing.
	before func(t *testing.T, root string)
	make   func(t *testing.T, root string)
	args   func(t *testing.T, root, outside string) []string
	// least is how many stacks the change needs.
	least int
}

var changes = []change{
	{name: "output", make: func(t *testing.T, root string) {
		replaceIn(t, find(t, root, "terraform/stacks/*/outputs.json"), `\.postgres\.database\.`, "-2.postgres.database.")
	}},
	{name: "argument", make: func(t *testing.T, root string) {
		replaceIn(t, find(t, root, "terraform/stacks/*/stack.hcl"), `(?m)^(  replicas +=) \d+`, "$1 5")
	}},
	{name: "component", make: addComponents},
	{name: "component-gone", before: addComponents, make: func(t *testing.T, root string) {
		replaceIn(t, find(t, root, "terraform/stacks/*/stack.hcl"), `"base/components/added-[a-z-]*"(, )?`, "")
	}},
	{name: "cluster", make: moveCluster},
	{name: "stack-gone", least: 2, make: func(t *testing.T, root string) {
		if err := os.RemoveAll(find(t, root, "terraform/stacks/*")[0]); err != nil {
			t.Fatal(err)
		}
	}},
	{name: "adopt", make: editByHand, args: func(*testing.T, string, string) []string { return []string{"--adopt"} }},
	{name: "refresh", make: func(*testing.T, string) {}, args: refresh},
}

// replaceIn replaces a pattern in files, in at least one of them.
func replaceIn(t *testing.T, files []string, pattern, with string) {
	t.Helper()
	re, done := regexp.MustCompile(pattern), false
	for _, p := range files {
		old := read(t, p)
		if now := re.ReplaceAllString(old, with); now != old {
			put(t, p, now)
			done = true
		}
	}
	if !done {
		t.Fatalf("nowhere is %s", pattern)
	}
}

// addComponents gives each stack a component with a few objects.
func addComponents(t *testing.T, root string) {
	t.Helper()
	for _, file := range find(t, root, "terraform/stacks/*/stack.hcl") {
		name := filepath.Base(filepath.Dir(file))
		folder := "base/components/added-" + name
		namespace, _, _ := strings.Cut(filepath.Base(deployment(t, root, name)), "-deployment-")
		list := ""
		for i := range 6 {
			put(t, filepath.Join(root, folder, fmt.Sprintf("configmap-%d.yaml", i)),
				fmt.Sprintf("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: added-%d\n  namespace: %s\ndata:\n  a: b\n", i, namespace))
			list += fmt.Sprintf("  - configmap-%d.yaml\n", i)
		}
		put(t, filepath.Join(root, folder, "kustomization.yaml"), "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources:\n"+list)
		text := read(t, file)
		if components := regexp.MustCompile(`(?m)^components +=\s*\[`); components.MatchString(text) {
			text = components.ReplaceAllString(text, `$0"`+folder+`", `)
		} else {
			text = fmt.Sprintf("components = [%q]\n\n%s", folder, text)
		}
		put(t, file, text)
	}
}

func deployment(t *testing.T, root, stack string) string {
	t.Helper()
	return find(t, root, "overlays/"+stack+"/rendered/*-deployment-ui-static.yaml")[0]
}

// moveCluster gives the cluster of one stack, and so of all its neighbours,
// another name.
func moveCluster(t *testing.T, root string) {
	t.Helper()
	files := find(t, root, "terraform/stacks/*/outputs.json")
	name := regexp.MustCompile(`"name": "aks-[^"]*`).FindString(read(t, files[0]))
	if name == "" {
		t.Fatal("there is no name of a cluster")
	}
	replaceIn(t, files, regexp.QuoteMeta(name)+`"`, name+`-two"`)
}

// editByHand edits a rendered object in up to three stacks.
func editByHand(t *testing.T, root string) {
	t.Helper()
	stacks := find(t, root, "terraform/stacks/*")
	for _, s := range stacks[:min(3, len(stacks))] {
		replaceIn(t, []string{deployment(t, root, filepath.Base(s))}, `(?m)^      terminationGracePeriodSeconds`, "      priorityClassName: high\n$0")
	}
}

// refresh records a document that lies outside of the repository.
func refresh(t *testing.T, root, outside string) []string {
	t.Helper()
	recorded := find(t, root, "terraform/stacks/*/outputs.json")[0]
	document := filepath.Join(outside, "outputs.json")
	put(t, document, read(t, recorded))
	replaceIn(t, []string{document}, `\.postgres\.database\.`, "-3.postgres.database.")
	return []string{"--refresh", "--outputs", document, "--stack", filepath.Base(filepath.Dir(recorded))}
}

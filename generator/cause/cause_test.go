package cause

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/diff"
	"github.com/hashicorp/hcl/v2"
)

// component is a component of one manifest, or patch.
func component(manifest, kustomization string) map[string]string {
	return map[string]string{
		"base/components/extra/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" + kustomization,
		"base/components/extra/manifest.yaml":      manifest,
	}
}

const extra = "base/components/extra"

// caches are two objects of which the name of one begins with that of the other.
func caches(size, uiSize int) string {
	one := "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\n  namespace: metaflow\ndata:\n  size: \"%d\"\n"
	return fmt.Sprintf(one+"---\n"+one, "cache-ui", uiSize, "cache", size)
}

// causesBetween are the causes of each change, as lines.
func causesBetween(t *testing.T, before, after Inputs) string {
	t.Helper()
	return causeLines(sideOf(t, before), sideOf(t, after), Inputs.Build)
}

func causeLines(before, after Side, generator Build) string {
	var lines []string
	before.Built = nil // as it is of a revision
	for _, o := range Attribute(diff.Compare(before.Objects, after.Objects), before, after, generator) {
		if len(o.Causes) > 0 {
			lines = append(lines, o.Headline()+": "+Text(o.Causes))
		}
		for _, ch := range o.Changes {
			lines = append(lines, fmt.Sprintf("%s %s: %s", o.Object, ch.Path, Text(ch.Causes)))
		}
	}
	return strings.Join(lines, "\n")
}

// TestCausesByIdentity changes two objects of one file, and wants the line of
// each behind its change, every time.
func TestCausesByIdentity(t *testing.T) {
	in := func(size, uiSize int) Inputs {
		return withComponent(inputsOf(t, "staging", component(caches(size, uiSize), "resources: [manifest.yaml]\n")), extra)
	}
	want := `ConfigMap metaflow/cache data.size: because of base/components/extra/manifest.yaml:15
ConfigMap metaflow/cache-ui data.size: because of base/components/extra/manifest.yaml:7`
	before, after := sideOf(t, in(1, 1)), sideOf(t, in(2, 2))
	old := before.Built
	for range 100 {
		if got := causeLines(before, after, func(Inputs) (*build.Built, hcl.Diagnostics) { return old, nil }); got != want {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	}
	if got := causesBetween(t, in(1, 1), in(1, 2)); got != strings.Split(want, "\n")[1] {
		t.Errorf("got\n%s", got)
	}
}

// TestCausesInOneFile names of a file the first line that is about a change, and
// every file that is.
func TestCausesInOneFile(t *testing.T) {
	patch := func(names ...string) string {
		text := "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ui-static\nspec:\n  template:\n    spec:\n      tolerations:\n"
		for _, n := range names {
			text += "        - key: " + n + "\n          operator: Exists\n"
		}
		return text
	}
	in := func(first, second string) Inputs {
		base := component(first, "patches:\n  - path: manifest.yaml\n  - path: second.yaml\n")
		base["base/components/extra/second.yaml"] = second
		return withComponent(inputsOf(t, "staging", base), extra)
	}
	empty := "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ui-static\n"
	got := causesBetween(t, in(empty, empty), in(patch("a", "b"), patch("c", "d")))
	want := "Deployment metaflow/ui-static spec.template.spec.tolerations: because of base/components/extra/manifest.yaml:5; base/components/extra/second.yaml:5"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// explained are the origins of the fields that a query is about.
func explained(t *testing.T, in Inputs, query string) []string {
	t.Helper()
	built := mustBuild(t, in)
	objects, err := diff.Objects(built.Files)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range Explain(built, in.Base, objects, query) {
		for _, f := range e.Fields {
			for _, o := range f.Origins {
				all = append(all, fmt.Sprintf("%s %s", f.Path, o.Origin()))
			}
		}
	}
	return all
}

// TestExplainByIdentity names the file that declares an object, where two have
// one of its name.
func TestExplainByIdentity(t *testing.T) {
	for _, c := range []struct{ stack, namespace, folder string }{
		{"staging", "metaflow", "services"}, {"prod", "metaflow", "services"}, {"prod", "argo", "argo"},
	} {
		got := explained(t, inputsOf(t, c.stack, nil), "networkpolicy/"+c.namespace+"/default-deny")
		for _, o := range got {
			if strings.Contains(o, " base ") && !strings.Contains(o, " base base/network-policies/"+c.folder+"/") {
				t.Errorf("%s %s/default-deny: %s", c.stack, c.namespace, o)
			}
		}
		if len(got) == 0 || !strings.Contains(got[0], "default-deny.yaml:1") {
			t.Errorf("%s %s/default-deny: %v", c.stack, c.namespace, got)
		}
	}
}

// TestExplainLastWord names the component that wins over stack.hcl, in the order
// in which Kustomize takes them.
func TestExplainLastWord(t *testing.T) {
	patch := "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ui-static\nspec:\n  replicas: 3\n"
	const decided = "stack.hcl service.ui-static.replicas (terraform/stacks/prod/stack.hcl:12)"
	inline := "patches:\n  - target: {kind: Deployment, name: ui-static}\n    patch: |-\n      - {op: replace, path: /spec/replicas, value: 3}\n"
	for _, c := range []struct {
		name, kustomization, replicas, want string
		listed                              bool
	}{
		{"not listed", "patches: [{path: manifest.yaml}]\n", "5", decided, false},
		{"a patch", "patches: [{path: manifest.yaml}]\n", "5", "base base/components/extra/manifest.yaml:6", true},
		{"a patch that says the same", "patches: [{path: manifest.yaml}]\n", "3", "base base/components/extra/manifest.yaml:6", true},
		{"a patch of another kind", inline, "5", "base base/components/extra/kustomization.yaml", true},
		{"a component about something else", "labels: [{pairs: {a: b}}]\n", "5", decided, true},
	} {
		in := inputsOf(t, "prod", component(patch, c.kustomization), "replicas = 2", "replicas = "+c.replicas)
		if c.listed {
			in = withComponent(in, extra)
		}
		want := []string{"spec.replicas " + c.want}
		if got := explained(t, in, "deployment/ui-static.spec.replicas"); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", c.name, got, want)
		}
	}
}

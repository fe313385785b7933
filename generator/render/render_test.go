package render

import (
	"fmt"
	"slices"
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
)

func TestBrokenFileIsNamed(t *testing.T) {
	base := Base{map[string][]byte{"base/x/good.yaml": []byte("kind: Service\n"), "base/x/bad.yaml": []byte("a: [\n")}}
	_, diags := base.documents(anyText)
	if len(diags) != 1 || diags[0].Subject.Filename != "base/x/bad.yaml" {
		t.Errorf("got %v", diags)
	}
}

func TestImages(t *testing.T) {
	deployment := []byte("kind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    spec:\n      initContainers:\n        - {name: setup, image: \"registry.example.com:5000/setup\"}\n      containers:\n        - {name: app, image: registry.example.com/app:v1@sha256:00}\n")
	images := Base{map[string][]byte{"base/app/deployment.yaml": deployment}}.Images(nil)
	if len(images.Names) != 2 || images.Names[0] != "registry.example.com/app" || images.Names[1] != "registry.example.com:5000/setup" {
		t.Errorf("names are %v", images.Names)
	}
	if got := images.Of["app"]; got != "registry.example.com/app:v1@sha256:00" {
		t.Errorf("app has image %q", got)
	}
}

// TestDocuments finds every object of a file, however it is written.
func TestDocuments(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		want       []string // kind name:line
	}{
		"two":                        {"a.yaml", "kind: A\nmetadata: {name: a}\n---\nkind: B\nmetadata: {name: b}\n", []string{"A a:1", "B b:4"}},
		"a comment at the separator": {"a.yml", "kind: A\nmetadata: {name: a}\n--- # next\nkind: B\nmetadata: {name: b}\n", []string{"A a:1", "B b:4"}},
		"lines of Windows":           {"a.yaml", "kind: A\r\nmetadata: {name: a}\r\n---\r\nkind: B\r\nmetadata: {name: b}\r\n", []string{"A a:1", "B b:4"}},
		"on the line itself":         {"a.yaml", "--- {kind: A, metadata: {name: a}}\n--- {kind: B, metadata: {name: b}}\n", []string{"A a:1", "B b:2"}},
		"below a comment":            {"a.yaml", "# words\n\nkind: A\nmetadata: {name: a}\n", []string{"A a:3"}},
		"JSON":                       {"a.json", `{"kind": "A", "metadata": {"name": "a"}}`, []string{"A a:1"}},
		"words that are no YAML":     {"a.md", "kind: [", nil},
		"JSON of something else":     {"a.json", "{{ template }}", nil},
	} {
		documents, diags := Base{map[string][]byte{"base/" + c.file: []byte(c.text)}}.documents(anyText)
		var got []string
		for _, d := range documents {
			got = append(got, fmt.Sprintf("%s %s:%d", d.Kind, d.Name, d.at.Start.Line))
		}
		if !slices.Equal(got, c.want) || diags.HasErrors() {
			t.Errorf("%s: found %v, %v; want %v", name, got, diags, c.want)
		}
	}
}

func TestFilename(t *testing.T) {
	for want, o := range map[string]manifest.Object{
		"metaflow-service-ui.yaml":             {Kind: "Service", Namespace: "metaflow", Name: "ui"},
		"cluster-clusterrole-system_a.yaml":    {Kind: "ClusterRole", Name: "system:a"},
		"metaflow-networkpolicy-a.b.yaml":      {Kind: "NetworkPolicy", Namespace: "metaflow", Name: "a.b"},
		"cluster-namespace-metaflow-jobs.yaml": {Kind: "Namespace", Name: "metaflow-jobs"},
		"metaflow-rolebinding-_.._etc.yaml":    {Kind: "RoleBinding", Namespace: "metaflow", Name: "/../etc"},
	} {
		if got := o.Filename(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestManifestPutsTheHeadFirst(t *testing.T) {
	o := manifest.Object{Fields: map[string]any{"data": "d", "kind": "k", "metadata": map[string]any{"labels": "l", "name": "n", "annotations": "a"}, "apiVersion": "v1"}}
	want := "apiVersion: v1\nkind: k\nmetadata:\n  name: \"n\"\n  annotations: a\n  labels: l\ndata: d\n"
	if got := string(manifest.Encode(o.Manifest())); got != manifest.Header+want {
		t.Errorf("got\n%s", got)
	}
}

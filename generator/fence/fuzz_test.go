package fence

import (
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// FuzzLocal lets Kustomize build all that the first fence lets through: it never
// gets as far as the second.
func FuzzLocal(f *testing.F) {
	for _, seed := range attacks {
		f.Add("kind: Component\n" + seed)
	}
	f.Add("kind: Component\nresources: [a.yaml, b]\npatches: [{path: a.yaml}]\n")
	f.Fuzz(func(t *testing.T, kustomization string) {
		files := filesOf(kustomization)
		diags := Local(files, "overlays/x")
		for _, d := range diags {
			if d.Subject.Filename == "" || d.Subject.Start.Line < 1 || d.Subject.Start.Line > 1+strings.Count(kustomization, "\n") {
				t.Errorf("a diagnostic without a place: %v", d)
			}
		}
		if diags.HasErrors() {
			return
		}
		if err := Offline(func() error { return build(files) }); isHeld(err) {
			t.Fatalf("the first fence let it through: %v", err)
		}
	})
}

// filesOf is a repository with one component, and a few files that it may name.
func filesOf(kustomization string) map[string][]byte {
	object := []byte("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
	return map[string][]byte{
		"overlays/x/kustomization.yaml": []byte("components: [../../base/c]\n"),
		"base/c/kustomization.yaml":     []byte(kustomization),
		"base/c/a.yaml":                 object,
		"base/c/b/kustomization.yml":    []byte("resources: [b.yaml]\n"),
		"base/c/b/b.yaml":               object,
		"base/c/b/endless.json":         []byte(`{"a.Foo": {"Schema": {"properties": {"s": {"$ref": "b"}}}}, "b": {"Schema": {"properties": {"s": {"$ref": "b"}}}}}`),
		// Local files with the names of others.
		"base/c/github.com/acme/none/kustomization.yaml": []byte("resources: [../../../a.yaml]\n"),
		"base/c/git@example.com/a/b":                     object,
	}
}

func build(files map[string][]byte) error {
	fs := filesys.MakeFsInMemory()
	for p, data := range files {
		if err := fs.WriteFile("/"+p, data); err != nil {
			return err
		}
	}
	_, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(fs, "/overlays/x")
	return err
}

// isHeld reports whether an error is that of the second fence.
func isHeld(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "opens no connections") || strings.Contains(err.Error(), "no 'git' program"))
}

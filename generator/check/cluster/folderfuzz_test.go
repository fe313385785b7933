package cluster

import (
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
)

// FuzzFolder puts any text into the files that people keep beside the generated
// ones. A finding has a place in the file, whatever is in it.
func FuzzFolder(f *testing.F) {
	f.Add("resources: [prod.yaml, a/b.yaml, 1, null, '']\n", mineOfFlux, "/*\n!/clusters/\n")
	f.Add("a: &a [*a]\n", "kind: List\nitems: [1, {items: 2}]\n--- # c\n\t\n", "**/[\n\\ \n!\n/\n")
	f.Add("", mineOfArgo, "\r\n")
	stacks := map[string][]manifest.Map{"prod.yaml": {{{Key: "kind", Value: "Kustomization"}}}}
	f.Fuzz(func(t *testing.T, kustomization, manifest, ignore string) {
		a := NewArtifact(map[string][]byte{"clusters/.sourceignore": []byte(ignore)})
		folder := Folder{
			Path: "clusters/one", Look: func(p string) (bool, bool) { return len(p)%2 == 0, len(p)%4 == 0 }, Flux: &a, Stacks: stacks,
			People: map[string][]byte{"kustomization.yaml": []byte(kustomization), "b.yaml": []byte(manifest), "b": []byte(kustomization)},
		}
		if kustomization == "" {
			delete(folder.People, "kustomization.yaml")
		}
		for _, d := range append(folder.Check(), a.Check(map[string][]string{"prod": {"clusters/one/prod.yaml"}})...) {
			if d.Subject.Filename == "" || d.Subject.Start.Line < 1 || d.Detail == "" {
				t.Errorf("a finding without place or cure: %v", d)
			}
		}
	})
}

package render

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/fence"
	"example.com/metaflow-gitops/generator/manifest"
	"sigs.k8s.io/yaml"
)

const overlayOf = "components: [../../base/c]\n"

// FuzzComponent builds any component with any object: it is refused, or what is
// written reads as what Kustomize made.
func FuzzComponent(f *testing.F) {
	for _, object := range []string{
		"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {built: 2026-11-01}\n",
		"apiVersion: a/v1\nkind: A\nmetadata: {name: a}\nspec: {a: 18446744073709551615, b: 0x1F, c: .inf, d: 1_000, e: 010}\n",
		"apiVersion: a/v1\nkind: A\nmetadata: {name: a}\nspec: {1: a, ~: b}\n---\napiVersion: v1\nkind: List\nitems: [{kind: A}]\n",
		"a: &a [*a]\n", "a: &a {b: c}\nd: {<<: *a}\nkind: A\n", "\ufeffkind: A\r\nmetadata:\r\n\tname: a\r\n", "- - - - a\n",
	} {
		f.Add("kind: Component\nresources: [a.yaml]\n", object)
		f.Add("kind: Component\nconfigMapGenerator: [{name: a, files: [a.yaml]}]\npatches: [{path: a.yaml, target: {kind: A}}]\n", object)
	}
	f.Fuzz(func(t *testing.T, kustomization, object string) {
		base, diags := NewBase(map[string][]byte{"base/c/kustomization.yaml": []byte(kustomization), "base/c/a.yaml": []byte(object)})
		if diags.HasErrors() {
			return
		}
		base.Files["overlays/x/kustomization.yaml"] = []byte(overlayOf)
		if fence.Local(base.Files, "overlays/x").HasErrors() {
			return
		}
		built, err := kustomize(base.Files, "overlays/x")
		if err != nil && strings.Contains(err.Error(), "it takes more than") {
			t.Fatal(err)
		}
		for _, o := range built.objects {
			if len(built.inexact) == 0 {
				readsBack(t, o)
			}
		}
	})
}

// readsBack holds what is written of an object to its fields.
func readsBack(t *testing.T, o manifest.Object) {
	t.Helper()
	want, err := json.Marshal(o.Fields)
	if err != nil {
		t.Fatalf("fields that JSON does not have: %v", err)
	}
	text := manifest.Encode(o.Manifest())
	got, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatalf("what was written cannot be read: %v\n%s", err, text)
	}
	var a, b any
	if json.Unmarshal(want, &a) != nil || json.Unmarshal(got, &b) != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

package schema

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
	"sigs.k8s.io/yaml"
)

// objects reads the objects of a file.
func objects(t testing.TB, path string) []map[string]any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]any
	for _, d := range manifest.Documents(data) {
		all = append(all, object(t, d.Text))
	}
	return all
}

// object reads an object and keeps its numbers to the digit.
func object(t testing.TB, text []byte) map[string]any {
	t.Helper()
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		t.Fatal(err)
	}
	return fields
}

// good are all objects of testdata, by kind; the first of each.
func good(t testing.TB) map[string]map[string]any {
	t.Helper()
	all := map[string]map[string]any{}
	for _, o := range goodObjects(t) {
		if kind := manifest.Text(o, "kind"); all[kind] == nil {
			all[kind] = o
		}
	}
	return all
}

func goodObjects(t testing.TB) []map[string]any {
	t.Helper()
	paths, err := filepath.Glob("testdata/good/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]any
	for _, p := range paths {
		all = append(all, objects(t, p)...)
	}
	return all
}

// TestGood holds that nothing is found in what a server takes, in any version.
func TestGood(t *testing.T) {
	all := goodObjects(t)
	if len(all) < 60 {
		t.Fatalf("only %d objects were read", len(all))
	}
	for _, version := range []string{"1.34.2", "1.35", "1.36.0", "1.37.2"} {
		set, note := For(version)
		if note != "" {
			t.Errorf("%s: %s", version, note)
		}
		for _, o := range all {
			name := version + " " + manifest.Text(o, "apiVersion") + " " + manifest.Text(o, "kind")
			if !set.Knows(manifest.Text(o, "apiVersion"), manifest.Text(o, "kind")) {
				t.Errorf("%s has no schema", name)
			}
			for _, p := range set.Check(o) {
				t.Errorf("%s: %s: %s %s %s", name, p.What, p.Path.String(), p.Text, p.Cure)
			}
		}
	}
}

// TestExamples holds the same of what the example stacks are rendered to.
func TestExamples(t *testing.T) {
	set, _ := For("1.34")
	n := 0
	for _, pattern := range []string{"overlays/*/rendered/*.yaml", "clusters/*/*.yaml"} {
		paths, err := filepath.Glob("../../../" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			for _, o := range objects(t, path) {
				n++
				if !set.Knows(manifest.Text(o, "apiVersion"), manifest.Text(o, "kind")) {
					t.Errorf("%s is of a kind without a schema", path)
				}
				for _, p := range set.Check(o) {
					t.Errorf("%s: %s %s %s", path, p.Path, p.Text, p.Cure)
				}
			}
		}
	}
	if n < 150 {
		t.Fatalf("only %d objects were read", n)
	}
}

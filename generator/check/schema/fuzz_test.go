package schema

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"sigs.k8s.io/yaml"
)

// FuzzCheck holds that no object makes the check panic, whatever is where in it.
func FuzzCheck(f *testing.F) {
	paths, err := filepath.Glob("testdata/good/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range paths {
		for _, o := range objects(f, p) {
			data, err := json.Marshal(o)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	if data, err := os.ReadFile("../../../overlays/prod/rendered/metaflow-deployment-ui-backend.yaml"); err == nil {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		set, _ := For("1.36")
		var o map[string]any
		if yaml.Unmarshal(data, &o) != nil {
			return
		}
		set.Define(o)
		for _, p := range set.Check(o) {
			if p.Text == "" || p.Cure == "" || p.What == "" {
				t.Errorf("a problem without words: %#v", p)
			}
			_ = p.Path.String()
		}
	})
}

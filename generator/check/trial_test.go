package check

import (
	"os"
	"reflect"
	"slices"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
)

// TestWriteTrials writes what the components of TestLegitimateComponents make of objects,
// for the cluster suite, which asks a real API server about the same.
func TestWriteTrials(t *testing.T) {
	folder := os.Getenv(checktest.TrialsFolder)
	if folder == "" {
		t.Skip("the cluster suite asks for it")
	}
	trials := checktest.Trials{Components: len(legitimateComponents())}
	for _, crowd := range crowds(legitimateComponents()) {
		m := together(crowd)
		s, diags := m.read(t, crowd[0].stack)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		f, diags := m.build(t, s)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		plain := checktest.Load(t, crowd[0].stack).Rendered.Objects
		for _, o := range f.Rendered.Objects {
			isPlain := slices.ContainsFunc(plain, func(p manifest.Object) bool { return reflect.DeepEqual(p.Fields, o.Fields) })
			if !isPlain {
				trials.All = append(trials.All, checktest.Trial{Of: "component", Name: crowd[0].name + ": " + o.String(), Kind: o.Kind, Object: o.Fields})
			}
		}
	}
	trials.Write(t, folder, "components.json")
}

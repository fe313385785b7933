package schema

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
)

// TestWriteTrials writes the good objects, the mutants and the variations with what the
// check says of each, for the cluster suite, which asks a real API server about the same.
func TestWriteTrials(t *testing.T) {
	folder := os.Getenv(checktest.TrialsFolder)
	if folder == "" {
		t.Skip("the cluster suite asks for it")
	}
	set, note := For(strings.TrimPrefix(os.Getenv(checktest.TrialsVersion), "v"))
	if note != "" {
		t.Fatal(note)
	}
	var trials checktest.Trials
	add := func(of, name, kind string, o map[string]any) {
		trial := checktest.Trial{Of: of, Name: name, Kind: kind, Object: o}
		for _, p := range set.Check(o) {
			trial.Refused = trial.Refused || !p.Advisory
		}
		trials.All = append(trials.All, trial)
	}
	for _, o := range goodObjects(t) {
		kind := manifest.Text(o, "kind")
		add("good", kind+" "+manifest.Text(o, "metadata", "name"), kind, o)
	}
	changed := func(of, kind, path string, value any) {
		o := good(t)[kind]
		change(t, o, strings.Split(path, "."), value)
		add(of, fmt.Sprintf("%s %s = %v", kind, path, value), kind, o)
	}
	for _, m := range mutants {
		changed("mutant", m.kind, m.path, m.value)
	}
	for _, v := range variations {
		changed("variation", v.kind, v.path, v.value)
	}
	trials.Write(t, folder, "schema.json")
}

package picture

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"sigs.k8s.io/yaml"
)

var update = flag.Bool("u", false, "rewrite the pictures and sentences that are expected")

// stacks are the examples of the repository.
var stacks = []string{"prod", "staging", "research"}

// TestStacks draws the example stacks as they are rendered, and holds pictures
// and sentences to testdata. With -u these are rewritten.
func TestStacks(t *testing.T) {
	for _, name := range stacks {
		expectGraph(t, name, Of(rendered(t, name)))
	}
}

// expectGraph holds a graph to a picture and to sentences in testdata.
func expectGraph(t *testing.T, name string, g Graph) {
	t.Helper()
	svg := g.SVG("Who can reach what in "+name, name)
	checkSVG(t, svg)
	expect(t, filepath.Join("testdata", name+".svg"), svg)
	expect(t, filepath.Join("testdata", name+".txt"), sentencesOf(g))
}

// sentencesOf writes sentences one to a line, each with its mark.
func sentencesOf(g Graph) string {
	var b strings.Builder
	for _, s := range g.Sentences() {
		sign := " "
		if s.Open {
			sign = "!"
		}
		mark := signs[s.Mark]
		if mark == "" {
			mark = " "
		}
		fmt.Fprintf(&b, "%s%s %s\n", sign, mark, s.Text)
	}
	return b.String()
}

// rendered reads the objects of an example stack.
func rendered(t testing.TB, stack string) []Object {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../../../overlays", stack, "rendered", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no objects of %s: %v", stack, err)
	}
	var all []Object
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, Object{Fields: fieldsOf(t, string(data))})
	}
	return all
}

// fieldsOf reads YAML as the review does.
func fieldsOf(t testing.TB, text string) map[string]any {
	t.Helper()
	data, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	var fields map[string]any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		t.Fatal(err)
	}
	return fields
}

// objectsOf reads the documents of a YAML stream.
func objectsOf(t testing.TB, text string) []Object {
	t.Helper()
	var all []Object
	for _, doc := range strings.Split(text, "\n---\n") {
		all = append(all, Object{Fields: fieldsOf(t, doc)})
	}
	return all
}

func expect(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s", diff.Diff(file, want, "got", []byte(got)))
	}
}

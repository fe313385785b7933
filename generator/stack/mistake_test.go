package stack

import (
	"cmp"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// facts are what a test has instead of some outputs of an example, by path.
type facts map[string]any

// special stands for what is no value.
type special string

const (
	absent    special = "absent"
	sensitive special = "sensitive"
	unknown   special = "unknown"
)

// mistake is a row of a table: a stack, and the one diagnostic that it gets.
type mistake struct {
	name  string
	facts facts
	hcl   string // public without it
	// private says that the stack has no identities that only a public one uses.
	private bool
	// at is the file, and how the line starts that the diagnostic is about.
	at string
	// says are the summary, and words of the detail. A warning's starts with "Warning: ".
	says []string
}

// private and public are stack.hcl of stacks without mistakes.
const (
	private = "default_task_role = \"task-default\"\n"
	public  = private + "expose {\n  provider = \"entra-id\"\n  allowed_groups = output.access.launch\n}\n"
)

// exposed is a stack.hcl with arguments in its expose block.
func exposed(arguments ...string) string {
	return private + "expose {\n  " + strings.Join(arguments, "\n  ") + "\n}\n"
}

// withEntra is a stack.hcl that people may log in to, with more arguments.
func withEntra(arguments ...string) string {
	return exposed(append([]string{`provider = "entra-id"`, `allowed_groups = output.access.launch`}, arguments...)...)
}

func (m mistake) source(t *testing.T) Source {
	t.Helper()
	given := facts{}
	if m.private {
		given = facts{"workload_identities.auth-proxy": absent, "workload_identities.gateway-tls": absent, "workload_identities.external-dns": absent}
	}
	maps.Copy(given, m.facts)
	return Source{Name: "prod", Filename: "stack.hcl", HCL: []byte(cmp.Or(m.hcl, public)), Outputs: documentWith(t, given)}
}

func run(t *testing.T, table []mistake) {
	t.Helper()
	for _, m := range table {
		t.Run(m.name, func(t *testing.T) {
			src := m.source(t)
			s, diags := Parse(src)
			if (s == nil) != diags.HasErrors() {
				t.Errorf("stack %v with %v", s, diags)
			}
			if len(diags) != 1 {
				t.Fatalf("%d diagnostics: %v", len(diags), diags)
			}
			m.holds(t, src, diags[0])
		})
	}
}

// holds compares a diagnostic with the one that is wanted.
func (m mistake) holds(t *testing.T, src Source, d *hcl.Diagnostic) {
	t.Helper()
	summary, warning := strings.CutPrefix(m.says[0], "Warning: ")
	if d.Summary != summary || warning != (d.Severity == hcl.DiagWarning) {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	for _, words := range m.says[1:] {
		if !strings.Contains(d.Detail, words) {
			t.Errorf("no %q in: %s", words, d.Detail)
		}
	}
	if len(m.says) < 2 {
		t.Error("the row has no words of the detail")
	}
	if at := lineOf(src, d.Subject); !strings.HasPrefix(at, m.at) || (m.at == "") != (at == "") {
		t.Errorf("at %q, want %q", at, m.at)
	}
}

// lineOf is the file and the line of a place, as rows have it.
func lineOf(src Source, at *hcl.Range) string {
	if at == nil {
		return ""
	}
	text := src.HCL
	if at.Filename != src.Filename {
		text = documents[src.Outputs]
	}
	lines := strings.Split(string(text), "\n")
	return at.Filename + ": " + strings.TrimSpace(lines[at.Start.Line-1])
}

// documents are the texts of the documents that tests have made.
var documents = map[*tfoutput.Document][]byte{}

// documentWith is the outputs of the example prod with other facts.
func documentWith(t *testing.T, given facts) *tfoutput.Document {
	t.Helper()
	text, err := os.ReadFile("../../terraform/stacks/prod/outputs.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Format  int                       `json:"format"`
		Outputs map[string]map[string]any `json:"outputs"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, path := range slices.Sorted(maps.Keys(given)) {
		change(t, file.Outputs, strings.Split(path, "."), given[path])
	}
	if text, err = json.MarshalIndent(file, "", "  "); err != nil {
		t.Fatal(err)
	}
	doc, diags := tfoutput.Parse("outputs.json", text)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for path, value := range given {
		if value == unknown {
			doc.Outputs[path] = tfoutput.Output{Value: cty.UnknownVal(cty.String)}
		}
	}
	documents[doc] = text
	return doc
}

// change puts a value at a path, and the type beside it.
func change(t *testing.T, outputs map[string]map[string]any, path []string, value any) {
	t.Helper()
	name := path[0]
	switch {
	case value == unknown:
		return
	case value == sensitive:
		outputs[name]["sensitive"] = true
		return
	case value == absent && len(path) == 1:
		delete(outputs, name)
		return
	case outputs[name] == nil:
		outputs[name] = map[string]any{"sensitive": false}
	}
	output := outputs[name]
	if len(path) == 1 {
		output["value"] = value
	} else {
		inner := output["value"].(map[string]any)
		for _, step := range path[1 : len(path)-1] {
			inner = inner[step].(map[string]any)
		}
		if inner[path[len(path)-1]] = value; value == absent {
			delete(inner, path[len(path)-1])
		}
	}
	text, err := json.Marshal(output["value"])
	if err != nil {
		t.Fatal(err)
	}
	implied, err := ctyjson.ImpliedType(text)
	if err != nil {
		t.Fatal(err)
	}
	output["type"] = implied
}

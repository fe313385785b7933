package tfoutput

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

const plainDocument = `{
  "name": {"sensitive": false, "type": "string", "value": "a"},
  "big": {"sensitive": false, "type": "number", "value": 123456789012345678901},
  "list": {"sensitive": false, "type": ["list", "string"], "value": ["x", "y"]},
  "secret": {"sensitive": true, "type": "string", "value": "hunter2hunter2"}
}`

const stateDocument = `{
  "version": 4, "terraform_version": "1.11.4", "serial": 7, "lineage": "0000-1111",
  "outputs": {"name": {"value": "a", "type": "string"}, "secret": {"value": "hunter2hunter2", "type": "string", "sensitive": true}},
  "resources": []
}`

const recordedDocument = `{
  "format": 1, "lineage": "0000-1111", "serial": 7, "terraform_version": "1.11.4",
  "outputs": {
    "name": {"sensitive": false, "type": "string", "value": "a"},
    "secret": {"sensitive": true, "type": "string"}
  }
}`

func TestParseRecognisesDocuments(t *testing.T) {
	for name, text := range map[string]string{"plain": plainDocument, "state": stateDocument, "recorded": recordedDocument} {
		doc, diags := Parse("x.json", []byte(text))
		if diags.HasErrors() {
			t.Fatalf("%s: %v", name, diags)
		}
		if v := doc.Outputs["name"].Value; !v.RawEquals(cty.StringVal("a")) {
			t.Errorf("%s: name is %#v", name, v)
		}
		if !doc.Outputs["secret"].Value.HasMark(Sensitive) {
			t.Errorf("%s: the sensitive output has no mark", name)
		}
		if known := name != "plain"; (doc.Lineage == "0000-1111" && doc.Serial == 7) != known {
			t.Errorf("%s: lineage %q, serial %d", name, doc.Lineage, doc.Serial)
		}
	}
}

func TestParseKeepsNumbersExact(t *testing.T) {
	doc, _ := Parse("x.json", []byte(plainDocument))
	if got := doc.Outputs["big"].Value.AsBigFloat().Text('f', 0); got != "123456789012345678901" {
		t.Errorf("got %s", got)
	}
}

func TestRangeFindsTheLine(t *testing.T) {
	doc, _ := Parse("x.json", []byte(plainDocument))
	for _, c := range []struct {
		line int
		path []string
	}{{2, []string{"name"}}, {4, []string{"list", "1"}}, {1, []string{"absent"}}} {
		if got := doc.Range(c.path[0], c.path[1:]...).Start.Line; got != c.line {
			t.Errorf("%v is at line %d, want %d", c.path, got, c.line)
		}
	}
}

func TestNoDiagnosticRepeatsAValue(t *testing.T) {
	for _, text := range []string{
		`{"secret": {"sensitive": true, "type": "number", "value": "hunter2hunter2"}}`,
		`{"secret": {"sensitive": true, "type": "hunter2hunter2", "value": 1}}`,
		`{"secret": {"sensitive": true, "type": "string", "value": "hunter2hunter2"`,
		`{"secret": "hunter2hunter2"}`,
	} {
		_, diags := Parse("x.json", []byte(text))
		if !diags.HasErrors() {
			t.Errorf("%s was accepted", text)
		}
		for _, d := range diags {
			if strings.Contains(d.Summary+d.Detail, "hunter2") {
				t.Errorf("the value is in %q", d.Detail)
			}
		}
	}
}

// FuzzParse looks for panics, for documents that come back without outputs or
// diagnostics, and for places outside of the document.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{plainDocument, stateDocument, recordedDocument, "", "{}", "[]", "null", `{"a":{"type":["object",{"b":"string"}],"value":{"b":null}}}`, `{"a":1,"a":2}`, `{"a":{"type":"dynamic","value":{"value":1,"type":"number"}}}`} {
		f.Add([]byte(seed))
	}
	if prod, err := os.ReadFile("../../terraform/stacks/prod/outputs.json"); err == nil {
		f.Add(prod)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, diags := Parse("x.json", data)
		if (doc == nil) != diags.HasErrors() {
			t.Fatalf("document %v with diagnostics %v", doc, diags)
		}
		for _, d := range diags {
			inside(t, *d.Subject, data)
		}
		if doc != nil {
			for name := range doc.Outputs {
				inside(t, doc.Range(name), data)
			}
		}
	})
}

func FuzzParsePlan(f *testing.F) {
	recorded, diags := Parse("outputs.json", []byte(recordedDocument))
	if diags.HasErrors() {
		f.Fatal(diags)
	}
	for _, seed := range []string{"", "PK", "{}", `{"format_version":"1.2","planned_values":{}}`,
		`{"format_version":"1.2","planned_values":{"outputs":{"a":{"sensitive":true,"type":"string","value":"x"}}},"output_changes":{"b":{"actions":["create"],"after":{"c":[null]},"after_unknown":{"c":[true],"d":true}}}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		planned, diags := ParsePlan("plan.json", data, recorded)
		if (planned == nil) != diags.HasErrors() {
			t.Fatalf("plan %v with diagnostics %v", planned, diags)
		}
		for _, d := range diags {
			inside(t, *d.Subject, data)
		}
	})
}

func inside(t *testing.T, r hcl.Range, data []byte) {
	t.Helper()
	if r.Start.Byte > len(data) || r.Start.Line < 1 || r.Start.Line > 1+bytes.Count(data, []byte("\n")) {
		t.Errorf("place %v is outside of %d bytes", r, len(data))
	}
}

// TestPlanOfANewStack previews a stack that was never applied, so that nothing
// is recorded and all of it is yet to be known.
func TestPlanOfANewStack(t *testing.T) {
	plan := `{"format_version": "1.2", "planned_values": {"outputs": {"location": {"sensitive": false, "type": "string", "value": "westeurope"}, "database": {"sensitive": false}}},
		"output_changes": {"database": {"actions": ["create"], "after": {"port": 5432}, "after_unknown": {"host": true}, "after_sensitive": false}}}`
	planned, diags := ParsePlan("plan.json", []byte(plan), new(Document))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if len(planned.Outputs) != 2 || len(planned.Unknown) != 1 || planned.Unknown[0] != "database.host" {
		t.Errorf("outputs %v, unknown %v", planned.Outputs, planned.Unknown)
	}
}

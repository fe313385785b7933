package tfoutput

import (
	"strings"
	"testing"
)

// stateWith has a text in its only resource, and outputs before and after it.
func stateWith(resource string) string {
	return `{
  "version": 4, "terraform_version": "1.11.4", "serial": 7, "lineage": "resources",
  "resources": [
    {"instances": [{"attributes": {"resources": ["]", "` + resource + `"], "quoted": "\"]}"}}]}
  ],
  "outputs": {"name": {"value": "a", "type": "string"}}
}`
}

// TestParseState reads a state whose resources are far larger than outputs may be.
func TestParseState(t *testing.T) {
	for _, resource := range []string{"", "small", strings.Repeat("large ", MaxSize/5)} {
		doc, diags := ParseState("terraform.tfstate", []byte(stateWith(resource)))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		if doc.Serial != 7 || doc.Outputs["name"].Value.AsString() != "a" || doc.Range("name").Start.Line != 6 {
			t.Errorf("%d bytes: %+v at %v", len(resource), doc.Outputs, doc.Range("name"))
		}
	}
}

// TestParseStateTooLarge: what is large must be a resource.
func TestParseStateTooLarge(t *testing.T) {
	large := strings.Repeat("x", MaxSize)
	for name, text := range map[string]string{
		"an output":              strings.Replace(stateWith(""), `"a"`, `"`+large+`"`, 1),
		"outputs of that name":   `{"resources": {"type": "string", "value": "` + large + `"}}`,
		"resources further down": `{"a": {"resources": ["` + large + `"]}}`,
		"empty lines":            strings.Replace(stateWith(""), "[\n", "["+strings.Repeat("\n", MaxSize), 1),
	} {
		if _, diags := ParseState("terraform.tfstate", []byte(text)); len(diags) != 1 || diags[0].Summary != "Outputs document too large" {
			t.Errorf("%s: %v", name, diags)
		}
	}
}

// TestParseStateMistakes: a mistake in what is left out is one all the same, in its line.
func TestParseStateMistakes(t *testing.T) {
	for text, want := range map[string]string{
		stateWith("")[:150]:                            "Truncated outputs document",
		stateWith(`", oops, "`):                        "Invalid JSON",
		stateWith(strings.Repeat("x", MaxSize) + "\n"): "Invalid JSON",
		"":      "Empty outputs document",
		"null":  "Not an outputs document",
		" [{}]": "Not an outputs document",
		`{"resources": [` + strings.Repeat("[", 1000): "Outputs document too large",
	} {
		_, diags := ParseState("terraform.tfstate", []byte(text))
		if len(diags) != 1 || diags[0].Summary != want {
			t.Errorf("%.200s: %v", text, diags)
		} else if want == "Invalid JSON" && diags[0].Subject.Start.Line != 4 {
			t.Errorf("%.200s: at %v", text, diags[0].Subject)
		}
	}
}

// FuzzParseState reads the same outputs from a state as from one that has no resources.
func FuzzParseState(f *testing.F) {
	for _, seed := range []string{"", "small", `"]}], "resources": [`, "\n", `\\`, `{"resources":[1,"`} {
		f.Add([]byte(stateWith(seed)))
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		start, end := resourceList(data)
		if start > end || end > len(data) {
			t.Fatalf("from %d to %d", start, end)
		}
		doc, diags := ParseState("x.json", data)
		whole, _ := Parse("x.json", data)
		if (doc == nil) != diags.HasErrors() {
			t.Fatalf("document %v with diagnostics %v", doc, diags)
		}
		for _, d := range diags {
			inside(t, *d.Subject, data)
		}
		if whole != nil && (doc == nil || len(doc.Differences(whole)) > 0) {
			t.Errorf("%v instead of %v: %v", doc, whole, diags)
		}
		if doc == nil {
			return
		}
		for name := range doc.Outputs {
			if got := doc.Range(name).Start.Line; whole != nil && got != whole.Range(name).Start.Line {
				t.Errorf("%s is at line %d, want %d", name, got, whole.Range(name).Start.Line)
			}
		}
	})
}

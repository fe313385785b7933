package tfoutput

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/limit"
)

// TestRecordIsStable records what was recorded, and expects the same bytes.
func TestRecordIsStable(t *testing.T) {
	for _, name := range []string{"prod", "staging", "research"} {
		data, err := os.ReadFile("../../terraform/stacks/" + name + "/outputs.json")
		if err != nil {
			t.Fatal(err)
		}
		doc, diags := Parse("outputs.json", data)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		if !bytes.Equal(doc.Record(), data) {
			t.Errorf("recording the outputs of %s again changes them", name)
		}
		if d := doc.Differences(doc); d != nil {
			t.Errorf("%s differs from itself: %v", name, d)
		}
	}
}

func TestRecordDropsSensitiveValues(t *testing.T) {
	for _, text := range []string{plainDocument, stateDocument, recordedDocument} {
		doc, _ := Parse("x.json", []byte(text))
		data := doc.Record()
		if bytes.Contains(data, []byte("hunter2")) {
			t.Errorf("the value is in\n%s", data)
		}
		again, diags := Parse("outputs.json", data)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		if !slices.Equal(again.Names(), doc.Names()) || !again.Outputs["secret"].Sensitive || again.Serial != doc.Serial || again.Lineage != doc.Lineage {
			t.Errorf("recorded\n%s\nof\n%s", data, text)
		}
		if !bytes.Equal(again.Record(), data) {
			t.Errorf("recording again changes\n%s", data)
		}
	}
}

func TestDifferences(t *testing.T) {
	before, _ := Parse("x.json", []byte(`{"a":{"type":"string","value":"1"},"b":{"type":"string","value":"1"},"s":{"sensitive":true,"type":"string","value":"hunter2hunter2"}}`))
	after, _ := Parse("x.json", []byte(`{"a":{"type":"string","value":"2"},"c":{"type":"string","value":"1"},"s":{"sensitive":true,"type":"string","value":"hunter3hunter3"}}`))
	want := []Difference{{"a", "updated"}, {"b", "deleted"}, {"c", "created"}}
	if got := after.Differences(before); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestLeaves(t *testing.T) {
	doc, diags := Parse("x.json", []byte(`{"s":{"sensitive":true,"type":["object",{"list":["list","string"],"map":["map","string"],"port":"number"}],"value":{"list":["one"],"map":{"key":"two"},"port":12345678}}}`))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	want := []Leaf{{"s.list[0]", "one"}, {"s.map[…]", "two"}, {"s.port", "12345678"}}
	if got := doc.Leaves(true); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestUnmarkedCredentialIsRefused(t *testing.T) {
	key := strings.Repeat("aB3", 29)[:86] + "=="
	doc, diags := Parse("x.json", []byte(`{
  "storage": {"type": ["object", {"key": "string"}], "value": {"key": "`+key+`"}}}`))
	if doc != nil || len(diags) != 1 || diags[0].Summary != "Credential in outputs" || diags[0].Subject.Start.Line != 2 {
		t.Fatalf("document %v, diagnostics %v", doc, diags)
	}
	if strings.Contains(diags[0].Detail, key[:8]) {
		t.Error("the diagnostic repeats the key")
	}
}

// TestTooMuch has more outputs, and more values in them, than a root module may have.
func TestTooMuch(t *testing.T) {
	var outputs []string
	for i := range limit.Outputs + 1 {
		outputs = append(outputs, fmt.Sprintf(`"o%d": {"sensitive": false, "type": "string", "value": "a"}`, i))
	}
	values := `{"many": {"sensitive": false, "type": ["list", "number"], "value": [` + strings.Repeat("1,", limit.OutputValues) + `1]}}`
	for text, want := range map[string]string{
		"{" + strings.Join(outputs, ",") + "}":                                     "Too many outputs",
		"{" + strings.Repeat(`"sensitive":1,`, 4*limit.Outputs) + `"sensitive":1}`: "Too many outputs",
		values: "Too many values in outputs",
	} {
		if _, diags := Parse("x.json", []byte(text)); len(diags) != 1 || diags[0].Summary != want {
			t.Errorf("%.80s: %v, want %q", text, diags, want)
		}
	}
}

func TestEncryptedAndOldStates(t *testing.T) {
	for text, want := range map[string]string{
		`{"serial":1,"lineage":"a","meta":{},"encrypted_data":"AAAA","encryption_version":"v0"}`: "Encrypted state",
		`{"version":3,"terraform_version":"0.11.14","serial":1,"lineage":"a","modules":[]}`:      "Unsupported state version",
		`{"version":1,"serial":1,"modules":[]}`:                                                  "Unsupported state version",
		`{"version":5,"serial":1,"lineage":"a","outputs":{}}`:                                    "Unsupported state version",
		`{"version":4,"serial":1.5,"lineage":"a","outputs":{}}`:                                  "Invalid serial",
	} {
		if _, diags := Parse("x", []byte(text)); len(diags) != 1 || diags[0].Summary != want {
			t.Errorf("%s: %v", text, diags)
		}
	}
}

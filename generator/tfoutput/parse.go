package tfoutput

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/secret"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// MaxSize is the largest document that is read, in bytes. Outputs are a few
// kilobytes; a state, without its resources, is not much more.
const MaxSize = 16 << 20

// Format is the version of the recorded outputs.json that this program writes
// and reads.
const Format = 1

// envelope is the union of the three documents' top levels.
type envelope struct {
	Format           *json.Number `json:"format"`  // recorded only
	Version          *json.Number `json:"version"` // state only
	Lineage          string       `json:"lineage"`
	Serial           json.Number  `json:"serial"`
	TerraformVersion string       `json:"terraform_version"`
	Outputs          rawOutputs   `json:"outputs"`
	// EncryptedData is what OpenTofu writes instead of outputs.
	EncryptedData *json.RawMessage `json:"encrypted_data"`
}

// UnmarshalJSON takes the members by their exact names: encoding/json itself
// would let "Sensitive": false undo "sensitive": true.
func (r *rawOutput) UnmarshalJSON(data []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	r.Type, r.Value = members["type"], members["value"]
	if sensitive, given := members["sensitive"]; given {
		return json.Unmarshal(sensitive, &r.Sensitive)
	}
	return nil
}

type rawOutputs map[string]rawOutput

type rawOutput struct {
	Sensitive   bool
	Type, Value json.RawMessage
}

// Parse reads a document; path is what diagnostics call it. The result is nil
// when there are errors.
func Parse(path string, data []byte) (*Document, hcl.Diagnostics) {
	if len(data) > MaxSize {
		return nil, TooLarge(path)
	}
	if diags := checkSyntax(path, data); diags.HasErrors() {
		return nil, diags
	}
	if bytes.Count(data, []byte(`"sensitive"`)) > 4*limit.Outputs { // of which each output has one
		return nil, fault(startOf(path), "Too many outputs", fmt.Sprintf("A root module may have %d outputs, and here are several times as many.", limit.Outputs))
	}
	x := index(data)
	doc := &Document{Path: path, lines: x.positions}
	diags := duplicateNames(path, x)
	raw, more := doc.readEnvelope(data)
	diags = append(diags, more...)
	if diags.HasErrors() {
		return nil, diags
	}
	diags = append(diags, doc.readOutputs(raw)...)
	if diags.HasErrors() {
		return nil, diags
	}
	return doc, diags
}

// checkSyntax refuses what is nested too deep, is not JSON or not an object.
func checkSyntax(path string, data []byte) hcl.Diagnostics {
	if e := new(limit.Excess); errors.As(limit.JSON(data), &e) {
		start := hcl.Pos{Line: e.Line, Column: 1}
		return fault(hcl.Range{Filename: path, Start: start, End: start}, "Outputs document too large", e.Says+".")
	}
	whole := bytes.TrimRight(data, " \t\r\n")
	var top struct{} // takes any object, and copies nothing of it
	err := json.Unmarshal(data, &top)
	syntax := new(json.SyntaxError)
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) || bytes.HasPrefix(data, []byte("\xff\xfe")):
		return fault(startOf(path), "Invalid JSON", "The outputs document starts with a byte order mark. Save it as UTF-8 without one.")
	case len(whole) == 0:
		return fault(startOf(path), "Empty outputs document", "There is nothing in it. Write it with `terraform output -json`.")
	case errors.As(err, &syntax) && int(syntax.Offset) >= len(whole) && whole[len(whole)-1] != '}':
		return fault(pointIn(path, data, len(whole)), "Truncated outputs document", "The JSON ends before its last closing brace. Write the document again; a command that was interrupted leaves such a file.")
	case errors.As(err, &syntax):
		return fault(pointIn(path, data, max(0, int(syntax.Offset)-1)), "Invalid JSON", "The outputs document is not valid JSON: "+syntax.Error()+".")
	case err != nil || bytes.TrimLeft(data, " \t\r\n")[0] != '{':
		return fault(startOf(path), "Not an outputs document", "Its top level must be a JSON object, as `terraform output -json` prints it.")
	}
	return nil
}

// TooLarge is the diagnostic of a document beyond MaxSize; anyone who reads files
// gives it before reading all of a huge one.
func TooLarge(path string) hcl.Diagnostics {
	detail := fmt.Sprintf("It is larger than %d MiB, so it can hardly be outputs. Record the outputs with `terraform output -json`.", MaxSize>>20)
	return fault(startOf(path), "Outputs document too large", detail)
}

func duplicateNames(path string, x *indexer) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, d := range x.duplicates {
		at := hcl.Range{Filename: path, Start: x.pos(d.start), End: x.pos(d.end)}
		diags = append(diags, fault(at, "Duplicate name", "This name stands twice in the same object, and readers differ in which one they take. Remove one.")...)
	}
	return diags
}

// readEnvelope recognises the kind of document by its content.
func (d *Document) readEnvelope(data []byte) (rawOutputs, hcl.Diagnostics) {
	var e envelope
	if err := json.Unmarshal(data, &e); err != nil {
		e = envelope{} // a plain document may have outputs of these names
	}
	switch {
	case e.EncryptedData != nil:
		return nil, fault(d.lines.at(d.Path, []string{"encrypted_data"}), "Encrypted state", "OpenTofu encrypted this state, and only OpenTofu has the key. Pipe what `tofu output -json` prints to this command, with --outputs -.")
	case e.Format != nil && e.Outputs != nil:
		if e.Format.String() != fmt.Sprint(Format) {
			return nil, fault(d.lines.at(d.Path, []string{"format"}), "Unknown format of recorded outputs", fmt.Sprintf("This generator reads format %d. Record the outputs again, or use the generator that wrote them.", Format))
		}
		if e.Lineage == "" && e.Serial == "" {
			d.base = []string{"outputs"}
			return e.Outputs, nil // recorded from what says nothing of its state
		}
	case e.Version != nil && (e.Lineage != "" || e.Version.String() != "4"):
		if e.Version.String() != "4" {
			return nil, fault(d.lines.at(d.Path, []string{"version"}), "Unsupported state version", "Only version 4 of Terraform's state is read. Use `terraform output -json` instead.")
		}
	default:
		return d.readPlain(data)
	}
	serial, err := e.Serial.Int64()
	if err != nil || serial < 0 {
		return nil, fault(d.lines.at(d.Path, []string{"serial"}), "Invalid serial", "The serial of the state must be a whole number. Record the outputs again.")
	}
	d.Lineage, d.Serial, d.TerraformVersion = e.Lineage, uint64(serial), e.TerraformVersion
	d.base = []string{"outputs"}
	return e.Outputs, nil
}

func (d *Document) readPlain(data []byte) (rawOutputs, hcl.Diagnostics) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return nil, fault(d.lines.at(d.Path, nil), "Not an outputs document", "Its top level must be a JSON object.")
	}
	raw, diags := rawOutputs{}, hcl.Diagnostics(nil)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		var o rawOutput
		if err := json.Unmarshal(members[name], &o); (err != nil || o.Type == nil) && len(diags) < mostMistakes {
			diags = append(diags, fault(d.lines.at(d.Path, []string{name}), "Not an output", fmt.Sprintf("%q has no type and value. The document must be what `terraform output -json` prints, a state file, or a recorded outputs.json.", name))...)
		}
		raw[name] = o
	}
	return raw, diags
}

func (d *Document) readOutputs(raw rawOutputs) hcl.Diagnostics {
	var diags hcl.Diagnostics
	if len(raw) > limit.Outputs {
		return fault(d.lines.at(d.Path, d.base), "Too many outputs", fmt.Sprintf("There are %d outputs, and a root module may have %d.", len(raw), limit.Outputs))
	}
	values := 0
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if values += limit.JSONValues(raw[name].Value); values > limit.OutputValues {
			at := d.lines.at(d.Path, append(slices.Clone(d.base), name))
			return fault(at, "Too many values in outputs", fmt.Sprintf("With output %q there are more than %d values, so they can hardly be facts of a stack. Take out of it what the stack does not need.", name, limit.OutputValues))
		}
	}
	d.Outputs = make(map[string]Output, len(raw))
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		r := raw[name]
		value, err := r.decode()
		if err != nil {
			at := d.lines.at(d.Path, append(append([]string{}, d.base...), name))
			diags = append(diags, fault(at, "Unreadable output", fmt.Sprintf("Output %q: %s.", name, err))...)
			continue
		}
		d.Outputs[name] = Output{Value: value, Sensitive: r.Sensitive}
	}
	return append(diags, d.unmarkedCredentials()...)
}

// unmarkedCredentials finds what nobody marked as sensitive, but is. The
// document as a whole is refused, so that no later step can repeat the value.
func (d *Document) unmarkedCredentials() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, leaf := range append(d.Leaves(false), d.Keys(false)...) {
		if found := secret.FindShapes([]byte(leaf.Text)); len(found) > 0 {
			name, _, _ := strings.Cut(leaf.Path, ".")
			name, _, _ = strings.Cut(name, "[")
			diags = append(diags, fault(d.Range(name), "Credential in outputs", fmt.Sprintf("The value of output %q looks like %s, and is not marked sensitive. Put it into Key Vault and let the output be the name of that Key Vault secret; what has been in git or in a log must be replaced.", leaf.Path, found[0].Name))...)
		}
	}
	return diags
}

// decode gives the value of the type that Terraform wrote beside it. Its
// errors name no value: they may be about a sensitive one.
func (r rawOutput) decode() (cty.Value, error) {
	ty, err := ctyjson.UnmarshalType(r.Type)
	if err != nil {
		return cty.NilVal, errors.New("its type is none that Terraform writes; record the outputs again")
	}
	switch {
	case r.Value == nil && r.Sensitive:
		return cty.UnknownVal(ty).Mark(Sensitive), nil
	case r.Value == nil:
		return cty.NilVal, errors.New("it has no value; only a sensitive output is recorded without one")
	}
	value, err := ctyjson.Unmarshal(r.Value, ty)
	if err != nil {
		return cty.NilVal, errors.New("its value does not fit the type beside it; record the outputs again")
	}
	if r.Sensitive {
		value = value.Mark(Sensitive)
	}
	return value, nil
}

func fault(at hcl.Range, summary, detail string) hcl.Diagnostics {
	return hcl.Diagnostics{diag.Error(at, summary, detail)}
}

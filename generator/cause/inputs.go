package cause

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/hashicorp/hcl/v2"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Inputs are what one stack is made of, on one side.
type Inputs struct {
	Name string
	// HCL is stack.hcl; nil where it is not there.
	HCL []byte
	// Outputs are nil where they are not there, or cannot be read.
	Outputs *tfoutput.Document
	Base    render.Base
	// Unknown are the paths of outputs that only an apply will tell, and
	// StandIns what was invented in their place; both only in a preview.
	Unknown, StandIns []string
}

// Source is what package stack reads of the inputs.
func (in Inputs) Source() stack.Source {
	return stack.Source{Name: in.Name, Filename: in.hclPath(), HCL: in.HCL, Outputs: in.Outputs}
}

func (in Inputs) hclPath() string { return "terraform/stacks/" + in.Name + "/stack.hcl" }

// Build makes a stack of its inputs, as Inputs.Build does.
type Build func(Inputs) (*build.Built, hcl.Diagnostics)

// Build makes the stack that the inputs are of.
func (in Inputs) Build() (*build.Built, hcl.Diagnostics) {
	s, diags := stack.Parse(in.Source())
	if diags.HasErrors() {
		return nil, diags
	}
	return build.Stack(in.Base, s)
}

// Side is one side of the comparison of a stack.
type Side struct {
	Inputs
	// Files are the generated files that differ from the other side's.
	Files   map[string][]byte
	Objects []diff.Object
	// Built is what the generator makes of the inputs now; nil where nobody
	// has asked yet.
	Built *build.Built
}

// changedInputs lists what differs between the inputs of two sides.
func changedInputs(before, after Inputs) []input {
	var all []input
	all = append(all, changedOutputs(before.Outputs, after.Outputs)...)
	all = append(all, after.unknownOutputs(all)...)
	all = append(all, changedArguments(before, after)...)
	return append(all, changedBase(before, after)...)
}

// changedOutputs compares the outputs that are not sensitive, value by value.
func changedOutputs(before, after *tfoutput.Document) []input {
	if before == nil || after == nil {
		return nil
	}
	var all []input
	for _, ch := range diff.Values("outputs", plainOutputs(before), plainOutputs(after)) {
		doc, gone := after, ch.After == nil
		if gone {
			doc = before
		}
		steps := ch.Path.Keys()
		at := doc.Range(steps[0], steps[1:]...)
		all = append(all, input{path: strings.Join(steps, "."), Cause: Cause{
			Kind: manifest.FromOutput, Name: strings.Join(steps, "."), File: at.Filename, Line: at.Start.Line, Gone: gone,
			Before: provenance(before), After: provenance(after)}})
	}
	return all
}

func provenance(d *tfoutput.Document) *Provenance {
	if !d.HasProvenance() {
		return nil
	}
	return &Provenance{d.Lineage, d.Serial}
}

// unknownOutputs are those that only an apply will tell, unless they are listed
// as changed already.
func (in Inputs) unknownOutputs(listed []input) []input {
	var all []input
	for _, path := range in.Unknown {
		if !slices.ContainsFunc(listed, func(other input) bool { return relates(other.path, path) }) {
			all = append(all, input{path: path, Cause: Cause{Kind: manifest.FromOutput, Name: path, File: in.Outputs.Path}})
		}
	}
	return all
}

// plainOutputs are the known values of outputs that are not sensitive.
func plainOutputs(d *tfoutput.Document) map[string]any {
	values := map[string]any{}
	for name, o := range d.Outputs {
		if o.Sensitive || !o.Value.IsWhollyKnown() {
			continue
		}
		value, _ := o.Value.UnmarkDeep()
		text, err := ctyjson.Marshal(value, value.Type())
		if err != nil {
			panic(fmt.Sprintf("cause: output %q has no JSON", name))
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		var v any
		if decoder.Decode(&v) == nil {
			values[name] = v
		}
	}
	return values
}

// changedArguments compares the two stack.hcl argument by argument; comments
// and layout are no change.
func changedArguments(before, after Inputs) []input {
	old, now := arguments(before), arguments(after)
	var all []input
	for _, path := range diff.Keys(old, now) {
		a, is := now[path]
		gone, file := !is, after.hclPath()
		if gone {
			a, file = old[path], before.hclPath()
		} else if old[path].text == a.text {
			continue
		}
		all = append(all, input{path: path, Cause: Cause{Kind: manifest.FromStackFile, Name: path, File: file, Line: a.line, Gone: gone}})
	}
	slices.SortFunc(all, func(x, y input) int { return cmp.Or(cmp.Compare(x.Line, y.Line), strings.Compare(x.Name, y.Name)) })
	return all
}

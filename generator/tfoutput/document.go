package tfoutput

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Document is one parsed document of outputs.
type Document struct {
	// Path is what diagnostics call the document: a path from the root, or
	// "standard input".
	Path string
	// Lineage and Serial identify the state that the outputs come from. They
	// are "" and 0 in what `terraform output -json` prints.
	Lineage string
	Serial  uint64
	// TerraformVersion wrote the state; "" where the document does not say.
	TerraformVersion string
	// Outputs by name.
	Outputs map[string]Output

	base  []string // where the outputs stand in the document
	lines positions
}

// Output is one named value of a Terraform root module.
type Output struct {
	// Value carries the Sensitive mark when the output is sensitive, and is
	// unknown when a recorded document left it out for that reason.
	Value     cty.Value
	Sensitive bool
}

// mark is the type of Sensitive, so that no other package can forge it.
type mark struct{ name string }

// Sensitive marks every value that came out of a sensitive output. The mark
// travels through expressions, and a marked value can never become a file.
var Sensitive = mark{"sensitive"}

// Names returns the names of all outputs in order.
func (d *Document) Names() []string {
	return slices.Sorted(maps.Keys(d.Outputs))
}

// Range returns the place of a value below an output, or of the nearest
// enclosing thing that the document has.
func (d *Document) Range(output string, path ...string) hcl.Range {
	o, ok := d.Outputs[output]
	if !ok {
		return d.lines.at(d.Path, d.base)
	}
	full := append(slices.Clone(d.base), output)
	if len(path) == 0 && !o.Value.Type().IsPrimitiveType() {
		return d.lines.at(d.Path, full)
	}
	return d.lines.at(d.Path, append(append(full, "value"), path...))
}

// Values returns all outputs by name, in a map of its own.
func (d *Document) Values() map[string]cty.Value {
	values := make(map[string]cty.Value, len(d.Outputs))
	for name, o := range d.Outputs {
		values[name] = o.Value
	}
	return values
}

// Object returns all outputs as one object, for expressions.
func (d *Document) Object() cty.Value { return cty.ObjectVal(d.Values()) }

// SensitiveNames returns the names of the sensitive outputs in order. A document
// that has any must not be quoted anywhere.
func (d *Document) SensitiveNames() []string {
	return slices.DeleteFunc(d.Names(), func(name string) bool { return !d.Outputs[name].Sensitive })
}

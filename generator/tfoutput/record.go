package tfoutput

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

type recorded struct {
	Format           int                       `json:"format"`
	Lineage          string                    `json:"lineage,omitempty"`
	Serial           *uint64                   `json:"serial,omitempty"`
	TerraformVersion string                    `json:"terraform_version,omitempty"`
	Outputs          map[string]recordedOutput `json:"outputs"`
}

type recordedOutput struct {
	Sensitive bool            `json:"sensitive"`
	Type      json.RawMessage `json:"type"`
	Value     json.RawMessage `json:"value,omitempty"`
}

// Record returns the document as an outputs.json that may be committed: a
// sensitive output keeps its name and type, and loses its value. The same
// outputs of the same state give the same bytes.
func (d *Document) Record() []byte {
	r := recorded{Format: Format, Lineage: d.Lineage, TerraformVersion: d.TerraformVersion, Outputs: map[string]recordedOutput{}}
	if d.HasProvenance() {
		r.Serial = &d.Serial
	}
	for name, o := range d.Outputs {
		r.Outputs[name] = o.record()
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		panic(fmt.Sprintf("tfoutput: recording: %v", err))
	}
	return b.Bytes()
}

// record panics on nothing that was parsed: what came from JSON can go there.
func (o Output) record() recordedOutput {
	value, _ := o.Value.UnmarkDeep()
	ty, err := ctyjson.MarshalType(value.Type())
	if err != nil {
		panic(fmt.Sprintf("tfoutput: recording a type: %v", err))
	}
	r := recordedOutput{Sensitive: o.Sensitive, Type: ty}
	if o.Sensitive {
		return r
	}
	if r.Value, err = ctyjson.Marshal(value, value.Type()); err != nil {
		panic(fmt.Sprintf("tfoutput: recording a value of %s", value.Type().FriendlyName()))
	}
	return r
}

// HasProvenance reports whether the document says which state it is of.
func (d *Document) HasProvenance() bool { return d.Lineage != "" }

// Difference is how one output differs between two documents.
type Difference struct {
	Name   string
	Action string // created, updated or deleted
}

// Differences compares the outputs with those that were recorded before, which
// may be nil. Of sensitive outputs only the type can differ.
func (d *Document) Differences(before *Document) []Difference {
	if before == nil {
		before = new(Document)
	}
	var found []Difference
	for _, name := range (&Document{Outputs: union(d.Outputs, before.Outputs)}).Names() {
		is, isThere := d.Outputs[name]
		was, wasThere := before.Outputs[name]
		switch {
		case !wasThere:
			found = append(found, Difference{name, "created"})
		case !isThere:
			found = append(found, Difference{name, "deleted"})
		case !is.record().equal(was.record()):
			found = append(found, Difference{name, "updated"})
		}
	}
	return found
}

func (r recordedOutput) equal(other recordedOutput) bool {
	return r.Sensitive == other.Sensitive && bytes.Equal(r.Type, other.Type) && bytes.Equal(r.Value, other.Value)
}

func union(a, b map[string]Output) map[string]Output {
	all := make(map[string]Output, len(a)+len(b))
	for name := range a {
		all[name] = a[name]
	}
	for name := range b {
		all[name] = b[name]
	}
	return all
}

// Leaf is one string or number somewhere in an output.
type Leaf struct {
	Path string // as in "admin.password"
	Text string
}

// Leaves returns the strings and numbers of all outputs that are sensitive, or
// of all that are not, as far as they are known.
func (d *Document) Leaves(sensitive bool) []Leaf {
	var found []Leaf
	for _, name := range d.Names() {
		if o := d.Outputs[name]; o.Sensitive == sensitive {
			found = append(found, o.leaves(name)...)
		}
	}
	return found
}

// Keys returns the names of all members of maps and objects in the outputs that are
// sensitive, or in all that are not. The path is that of the map.
func (d *Document) Keys(sensitive bool) []Leaf {
	var found []Leaf
	for _, name := range d.Names() {
		o := d.Outputs[name]
		if o.Sensitive != sensitive {
			continue
		}
		value, _ := o.Value.UnmarkDeep()
		// The callback returns no error, so neither does Walk.
		_ = cty.Walk(value, func(p cty.Path, v cty.Value) (bool, error) {
			if ty := v.Type(); !v.IsNull() && v.IsKnown() && (ty.IsMapType() || ty.IsObjectType()) {
				for _, key := range slices.Sorted(maps.Keys(v.AsValueMap())) {
					found = append(found, Leaf{name + pathText(p), key})
				}
			}
			return true, nil
		})
	}
	return found
}

func (o Output) leaves(name string) []Leaf {
	var found []Leaf
	value, _ := o.Value.UnmarkDeep()
	// The callback returns no error, so neither does Walk.
	_ = cty.Walk(value, func(p cty.Path, v cty.Value) (bool, error) {
		if v.IsNull() || !v.IsKnown() {
			return false, nil
		}
		switch v.Type() {
		case cty.String:
			found = append(found, Leaf{name + pathText(p), v.AsString()})
		case cty.Number:
			if exponent := v.AsBigFloat().MantExp(nil); exponent > 1024 || exponent < -1024 {
				return false, nil // its digits would fill pages
			}
			found = append(found, Leaf{name + pathText(p), v.AsBigFloat().Text('f', -1)})
		}
		return true, nil
	})
	return found
}

// pathText names members of objects; what is in a list or a map is only
// numbered or left out, since a key of a map may be a secret, too.
func pathText(p cty.Path) string {
	var text string
	for _, step := range p {
		switch step := step.(type) {
		case cty.GetAttrStep:
			text += "." + step.Name
		case cty.IndexStep:
			if step.Key.Type() == cty.Number {
				text += "[" + step.Key.AsBigFloat().Text('f', 0) + "]"
			} else {
				text += "[…]"
			}
		}
	}
	return text
}

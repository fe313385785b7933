package stack

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// bodyReader fills the Config from stack.hcl by the tags of its fields, and
// remembers where each argument stands.
type bodyReader struct {
	outputs outputNames
	secrets outputNames // those of the outputs that are sensitive
	context *hcl.EvalContext
	meter   *meter
	ranges  map[string]hcl.Range
	diags   hcl.Diagnostics
}

// argument is one field of a Config struct, as its tags describe it.
type argument struct {
	reflect.StructField
	name     string
	block    bool
	required bool
}

func argumentsOf(t reflect.Type) []argument {
	var args []argument
	for f := range t.Fields() {
		if name, kind, _ := strings.Cut(f.Tag.Get("hcl"), ","); name != "" {
			args = append(args, argument{f, name, kind == "block", f.Tag.Get("required") != ""})
		}
	}
	return args
}

func (a argument) labelled() bool { return a.Tag.Get("label") != "" }

// unexpected is what HCL says in many ways: an argument or a block that is not as
// the schema has it.
const unexpected = "Unexpected argument or block of stack.hcl"

func schemaOf(t reflect.Type) *hcl.BodySchema {
	schema := new(hcl.BodySchema)
	for _, a := range argumentsOf(t) {
		switch {
		case a.block && a.labelled():
			schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: a.name, LabelNames: []string{"name"}})
		case a.block:
			schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: a.name})
		default:
			schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: a.name, Required: a.required})
		}
	}
	return schema
}

// read fills target, a settable struct, from a body.
func (r *bodyReader) read(body hcl.Body, target reflect.Value, path []string) {
	content, diags := body.Content(schemaOf(target.Type()))
	r.diags = append(r.diags, diag.Under(unexpected, diags)...)
	for _, a := range argumentsOf(target.Type()) {
		field, here := target.FieldByIndex(a.Index), append(slices.Clip(path), a.name)
		if a.block {
			r.readBlocks(content.Blocks.OfType(a.name), a, field, here)
			continue
		}
		if attr, given := content.Attributes[a.name]; given {
			r.readAttribute(attr, field, here)
		} else if text := a.Tag.Get("default"); text != "" {
			mustParse(field.Addr().Interface().(encoding.TextUnmarshaler), text)
		}
	}
}

// mustParse sets a default of ours, which had better be valid.
func mustParse(target encoding.TextUnmarshaler, text string) {
	if err := target.UnmarshalText([]byte(text)); err != nil {
		panic(fmt.Sprintf("stack: default %q: %v", text, err))
	}
}

func (r *bodyReader) readAttribute(attr *hcl.Attribute, field reflect.Value, path []string) {
	r.ranges[strings.Join(path, ".")] = attr.Expr.Range()
	if _, is := asValueDecoder(field); is {
		r.places(attr.Expr, path)
	}
	value, ok := r.evaluate(attr.Expr)
	if !ok {
		return
	}
	d := decoder{kind: "Argument", where: func(of []string) hcl.Range { return placeIn(attr.Expr, of[len(path):]) }}
	d.decode(value, field, path)
	r.diags = append(r.diags, d.diags...)
}

// placeIn is where an expression writes an element of its value down: the place of the
// whole where it does not, since it computes it.
func placeIn(expr hcl.Expression, steps []string) hcl.Range {
	for _, step := range steps {
		inner := elementOf(expr, step)
		if inner == nil {
			break
		}
		expr = inner
	}
	return expr.Range()
}

func elementOf(expr hcl.Expression, step string) hcl.Expression { return elementsOf(expr)[step] }

// evaluate gives the value of an expression. An output that does not exist is
// reported with the near name, which HCL itself would not give.
func (r *bodyReader) evaluate(expr hcl.Expression) (cty.Value, bool) {
	if missing := r.outputs.missingIn(expr); missing.HasErrors() {
		r.diags = append(r.diags, missing...)
		return cty.NilVal, false
	}
	if r.secrets.touchedBy(expr) {
		// Evaluating it could put the value into an error message, and can and
		// try would drop the mark.
		return cty.DynamicVal.Mark(tfoutput.Sensitive), true
	}
	value, diags := r.meter.wrap(expr).Value(r.context)
	if r.meter.exceeded() {
		diags = hcl.Diagnostics{tooLarge(expr.Range())} // and not once for each round of a loop
	}
	r.diags = append(r.diags, diag.Under("Invalid expression of stack.hcl", diags)...)
	return value, !diags.HasErrors()
}

func (r *bodyReader) readBlocks(blocks hcl.Blocks, a argument, field reflect.Value, path []string) {
	switch {
	case a.labelled() && field.Kind() == reflect.Slice:
		r.readRepeated(blocks, field, path)
	case a.labelled():
		r.readLabelled(blocks, a, field, path)
	case len(blocks) > 1:
		r.fault(blocks[1].DefRange, "Duplicate block", fmt.Sprintf("There is one %q block already, at line %d. Join the two.", a.name, blocks[0].DefRange.Start.Line))
	case len(blocks) == 0:
		r.readAbsent(field, path)
	case field.Type() == reflect.TypeFor[hcl.Attributes]():
		attrs, diags := blocks[0].Body.JustAttributes()
		r.diags = append(r.diags, diag.Under(unexpected, diags)...)
		field.Set(reflect.ValueOf(attrs))
	case field.Kind() == reflect.Pointer:
		field.Set(reflect.New(field.Type().Elem()))
		r.ranges[strings.Join(path, ".")] = blocks[0].DefRange
		r.read(blocks[0].Body, field.Elem(), path)
	default:
		r.ranges[strings.Join(path, ".")] = blocks[0].DefRange
		r.read(blocks[0].Body, field, path)
	}
}

// readAbsent gives an absent block that is no option its defaults.
func (r *bodyReader) readAbsent(field reflect.Value, path []string) {
	if field.Kind() == reflect.Struct {
		r.read(hcl.EmptyBody(), field, path)
	}
}

func (r *bodyReader) readLabelled(blocks hcl.Blocks, a argument, field reflect.Value, path []string) {
	field.Set(reflect.MakeMap(field.Type()))
	known := labelsOf(a)
	for _, b := range blocks {
		label, here := b.Labels[0], append(slices.Clip(path), b.Labels[0])
		if err := checkLabel(label, known); err != nil {
			r.fault(b.LabelRanges[0], "Unknown name", fmt.Sprintf("The name %q of this %q block %s", label, a.name, sentence(err)))
			continue
		}
		if field.MapIndex(reflect.ValueOf(label)).IsValid() {
			r.fault(b.DefRange, "Duplicate block", fmt.Sprintf("There is another %q block named %q. Join the two.", a.name, label))
			continue
		}
		r.ranges[strings.Join(here, ".")] = b.DefRange
		element := reflect.New(field.Type().Elem()).Elem()
		r.read(b.Body, element, here)
		field.SetMapIndex(reflect.ValueOf(label), element)
	}
}

// readRepeated reads blocks of which several may have one label. It becomes the field
// ID of each, whose type says what it may be.
func (r *bodyReader) readRepeated(blocks hcl.Blocks, field reflect.Value, path []string) {
	for i, b := range blocks {
		here := append(slices.Clip(path), strconv.Itoa(i))
		r.ranges[strings.Join(here, ".")] = b.DefRange
		element := reflect.New(field.Type().Elem()).Elem()
		if err := element.FieldByName("ID").Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(b.Labels[0])); err != nil {
			r.fault(b.LabelRanges[0], "Unknown name", fmt.Sprintf("The name %q of this %q block %s", b.Labels[0], path[len(path)-1], sentence(err)))
			continue
		}
		r.read(b.Body, element, here)
		field.Set(reflect.Append(field, element))
	}
}

// labelsOf returns the closed set of labels, or nil where any name will do.
func labelsOf(a argument) []string {
	if label := a.Tag.Get("label"); strings.Contains(label, ",") {
		return strings.Split(label, ",")
	}
	return nil
}

func checkLabel(label string, known []string) error {
	if known != nil {
		var c fact.Choice
		return c.Parse([]byte(label), known...)
	}
	var l fact.DNSLabel
	return l.UnmarshalText([]byte(label))
}

func (r *bodyReader) fault(at hcl.Range, summary, detail string) {
	r.diags = append(r.diags, diag.Error(at, summary, detail))
}

package stack

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// decoder converts cty values to Go values of exact types, and collects every
// mistake on the way. It serves outputs and stack.hcl alike; kind is what the
// messages call the thing ("Output", "Argument"), and where finds the place of
// a path.
type decoder struct {
	kind  string
	where func(path []string) hcl.Range
	diags hcl.Diagnostics
}

func (d *decoder) fault(path []string, summary, detail string) {
	at := d.where(path)
	d.diags = append(d.diags, diag.Error(at, summary, detail))
}

// decode fills target, which must be settable, from v. A value that is marked
// sensitive is refused here, so it cannot get any further.
func (d *decoder) decode(v cty.Value, target reflect.Value, path []string) {
	name := strings.Join(path, ".")
	switch {
	case v.HasMark(tfoutput.Sensitive) || v.ContainsMarked():
		d.fault(path, "Sensitive value", fmt.Sprintf("%s %q is sensitive, so it must not get into a file. Put the secret into Key Vault and give the name of that Key Vault secret instead; what is no secret must not be marked sensitive in outputs.tf.", d.kind, name))
	case v.IsNull():
		d.fault(path, "Missing value", fmt.Sprintf("%s %q is null. %s", d.kind, name, d.cureOfNull()))
	case !v.IsWhollyKnown():
		d.fault(path, "Unknown value", fmt.Sprintf("%s %q is not known yet. Apply the Terraform configuration first.", d.kind, name))
	case target.Kind() == reflect.Pointer:
		fresh := reflect.New(target.Type().Elem())
		d.decode(v, fresh.Elem(), path)
		target.Set(fresh)
	default:
		d.decodeKnown(v, target, path)
	}
}

func (d *decoder) cureOfNull() string {
	if d.kind == "Output" {
		return "Give it a value in Terraform, apply, and record the outputs again."
	}
	return "Leave the argument out to get its default."
}

func (d *decoder) decodeKnown(v cty.Value, target reflect.Value, path []string) {
	if u, ok := target.Addr().Interface().(encoding.TextUnmarshaler); ok {
		d.decodeText(v, u, path)
		return
	}
	if u, ok := asValueDecoder(target); ok {
		u.decodeValue(d, v, path)
		return
	}
	switch target.Kind() {
	case reflect.Struct:
		d.decodeStruct(v, target, path)
	case reflect.Slice:
		d.decodeSlice(v, target, path)
	case reflect.Map:
		d.decodeMap(v, target, path)
	default:
		panic(fmt.Sprintf("stack: no way to decode into %s", target.Type()))
	}
}

// decodeText parses a string, a number or a bool into an exact type.
func (d *decoder) decodeText(v cty.Value, u encoding.TextUnmarshaler, path []string) {
	name := strings.Join(path, ".")
	if limit.IsAstronomic(v) {
		d.fault(path, "Invalid value", fmt.Sprintf("%s %q is a number out of all range. It %s.", d.kind, name, orSelf(u.UnmarshalText([]byte("-")))))
		return
	}
	s, err := convert.Convert(v, cty.String)
	if err != nil {
		d.fault(path, "Wrong type", fmt.Sprintf("%s %q must be a string or a number, but is %s.", d.kind, name, v.Type().FriendlyName()))
		return
	}
	if s.AsString() == "" {
		d.fault(path, "Empty value", fmt.Sprintf("%s %q is an empty string. It %s.", d.kind, name, orSelf(u.UnmarshalText(nil))))
		return
	}
	if err := u.UnmarshalText([]byte(s.AsString())); err != nil {
		text, isConfidential := shown(u, s.AsString())
		d.fault(path, "Invalid value", fmt.Sprintf("%s %q is %s. It %s", d.kind, name, text, sentence(err)))
		if isConfidential {
			diag.Confidential(d.diags[len(d.diags)-1])
		}
	}
}

func orSelf(err error) string {
	if err == nil {
		return "must not be empty"
	}
	return strings.TrimSuffix(err.Error(), "?")
}

// sentence ends an error's text with one full stop or question mark.
func sentence(err error) string {
	if s := err.Error(); strings.HasSuffix(s, "?") {
		return s
	}
	return err.Error() + "."
}

func shorten(s string) string {
	if len(s) > 120 {
		return s[:120] + "…"
	}
	return s
}

// decodeRoot decodes the outputs themselves. Those in failed have had their
// diagnostic already.
func (d *decoder) decodeRoot(outputs map[string]cty.Value, failed []string, target reflect.Value) {
	d.decodeMembers(outputs, failed, target, nil)
}

func (d *decoder) decodeStruct(v cty.Value, target reflect.Value, path []string) {
	if !v.Type().IsObjectType() && !v.Type().IsMapType() {
		d.fault(path, "Wrong type", fmt.Sprintf("%s %q must be an object, but is %s.", d.kind, strings.Join(path, "."), v.Type().FriendlyName()))
		return
	}
	d.decodeMembers(v.AsValueMap(), nil, target, path)
}

func (d *decoder) decodeMembers(members map[string]cty.Value, failed []string, target reflect.Value, path []string) {
	for _, f := range fieldsOf(target.Type()) {
		member, given := members[f.name]
		switch {
		case slices.Contains(failed, f.name):
		case given && !(f.optional && isNull(member)):
			d.decode(member, target.FieldByIndex(f.index), append(slices.Clip(path), f.name))
		case !f.optional:
			d.missing(path, f.name, members, target.Type())
		}
	}
}

// isNull reports whether a value is null, also of a sensitive one.
func isNull(v cty.Value) bool {
	plain, _ := v.Unmark()
	return plain.IsNull()
}

// missing reports an attribute that is not there, and names the one that it
// was probably renamed to.
func (d *decoder) missing(path []string, name string, members map[string]cty.Value, t reflect.Type) {
	full := strings.Join(append(slices.Clip(path), name), ".")
	summary := "Missing attribute"
	if len(path) == 0 {
		summary = "Missing output"
	}
	detail, place := fmt.Sprintf("%s %q is not there.", d.kind, full), path
	if near := fact.Nearest(name, unknownMembers(members, t)); near != "" {
		place = append(slices.Clip(path), near)
		detail += fmt.Sprintf(" There is %q, which may be its new name; rename it back in terraform/outputs.tf, or bind it in the contract block of stack.hcl.", near)
	} else {
		detail += " Declare it in terraform/outputs.tf, apply, and record the outputs again; or bind it in the contract block of stack.hcl."
	}
	d.fault(place, summary, detail)
}

// unknownMembers are the members that no field asks for.
func unknownMembers(members map[string]cty.Value, t reflect.Type) []string {
	unknown := maps.Clone(members)
	for _, f := range fieldsOf(t) {
		delete(unknown, f.name)
	}
	return slices.Sorted(maps.Keys(unknown))
}

func (d *decoder) decodeSlice(v cty.Value, target reflect.Value, path []string) {
	if !v.Type().IsListType() && !v.Type().IsTupleType() && !v.Type().IsSetType() {
		d.fault(path, "Wrong type", fmt.Sprintf("%s %q must be a list, but is %s.", d.kind, strings.Join(path, "."), v.Type().FriendlyName()))
		return
	}
	elements := v.AsValueSlice()
	target.Set(reflect.MakeSlice(target.Type(), len(elements), len(elements)))
	for i, e := range elements {
		d.decode(e, target.Index(i), append(slices.Clip(path), strconv.Itoa(i)))
	}
	d.refuseDuplicates(target, path)
}

// refuseDuplicates finds elements of a list of texts that stand twice.
func (d *decoder) refuseDuplicates(list reflect.Value, path []string) {
	seen := map[string]bool{}
	for i := range list.Len() {
		s, ok := list.Index(i).Interface().(fmt.Stringer)
		if !ok || s.String() == "" {
			continue
		}
		if seen[s.String()] {
			d.fault(append(slices.Clip(path), strconv.Itoa(i)), "Duplicate value", fmt.Sprintf("%s %q names %q twice. Remove one.", d.kind, strings.Join(path, "."), s))
		}
		seen[s.String()] = true
	}
}

// decodeMap decodes a map whose keys become names of service accounts.
func (d *decoder) decodeMap(v cty.Value, target reflect.Value, path []string) {
	if !v.Type().IsObjectType() && !v.Type().IsMapType() {
		d.fault(path, "Wrong type", fmt.Sprintf("%s %q must be a map, but is %s.", d.kind, strings.Join(path, "."), v.Type().FriendlyName()))
		return
	}
	target.Set(reflect.MakeMap(target.Type()))
	members := v.AsValueMap()
	for _, key := range slices.Sorted(maps.Keys(members)) {
		here := append(slices.Clip(path), key)
		var label fact.DNSLabel
		if err := label.UnmarshalText([]byte(key)); err != nil {
			d.fault(here, "Invalid name", fmt.Sprintf("The key %q of %s %q %s", key, strings.ToLower(d.kind), strings.Join(path, "."), sentence(err)))
		}
		element := reflect.New(target.Type().Elem()).Elem()
		d.decode(members[key], element, here)
		target.SetMapIndex(reflect.ValueOf(key), element)
	}
}

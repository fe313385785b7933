package check

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
)

// fields are the fields that a sync object may have, by name. Those of a list
// are the fields of its items; nil is a value, or a map that may hold anything.
type fields map[string]fields

// setting is a field of a sync object that must have one value.
type setting struct {
	summary string // of the finding
	path    string // keys with spaces between them
	want    any    // nil where the field must be absent
	why     string
}

// closed proves that a sync object has no field but those that the other proofs
// know. An engine has many that change what was reviewed on its way to the
// cluster; harms says what those do that are most likely, by path.
func (f *findings) closed(d plan.Map, known fields, harms map[string]string) {
	f.closedBelow(name(d), d, known, "", harms)
}

func (f *findings) closedBelow(object string, d plan.Map, known fields, below string, harms map[string]string) {
	seen := map[string]bool{}
	for _, e := range d {
		path := below + e.Key
		inner, ok := known[e.Key]
		switch {
		case seen[e.Key]:
			f.syncFault("Duplicate field", "%s has %s twice. Keep one.", object, path)
		case !ok:
			harm := harms[path]
			if harm == "" {
				harm = "what was proved says nothing of it"
			}
			f.syncFault("Unexpected field", "%s has %s: %s. Remove it.", object, path, harm)
		case inner != nil:
			for _, m := range mapsIn(e.Value) {
				f.closedBelow(object, m, inner, path+".", harms)
			}
		}
		seen[e.Key] = true
	}
}

// mapsIn gives a map itself, or the maps in a list.
func mapsIn(v any) []plan.Map {
	if m, ok := v.(plan.Map); ok {
		return []plan.Map{m}
	}
	return mapsAt(plan.Map{{Key: "list", Value: v}}, "list")
}

// settings proves that fields have the values that they must have.
func (f *findings) settings(d plan.Map, settings ...setting) {
	for _, s := range settings {
		steps := strings.Fields(s.path)
		got, path := at(d, steps...), strings.Join(steps, ".")
		switch {
		case got == s.want:
		case got == nil:
			f.syncFault(s.summary, "%s has no %s. It must be %s: %s.", name(d), path, quoted(s.want), s.why)
		case s.want == nil:
			f.syncFault(s.summary, "%s has %s %s, which must not be there: %s.", name(d), path, quoted(got), s.why)
		default:
			f.syncFault(s.summary, "%s has %s %s, but it must be %s: %s.", name(d), path, quoted(got), quoted(s.want), s.why)
		}
	}
}

// given is the text of a setting that may be left out.
func given(value interface {
	fmt.Stringer
	IsZero() bool
}) any {
	if value.IsZero() {
		return nil
	}
	return value.String()
}

func quoted(v any) string {
	if text, ok := v.(string); ok {
		return fmt.Sprintf("%q", text)
	}
	return fmt.Sprint(v)
}

// name is a sync object as people call it.
func name(d plan.Map) string {
	return fmt.Sprintf("%s %q", textAt(d, "kind"), textAt(d, "metadata", "name"))
}

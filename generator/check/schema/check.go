package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
	"example.com/metaflow-gitops/generator/value"
)

// Check finds what an API server would refuse of an object. Numbers may be of any type
// that a decoder gives them. An object of a kind without a schema has no problem:
// Knows tells which those are.
func (s *Set) Check(object map[string]any) []Problem {
	apiVersion, kind := value.Text(object, "apiVersion"), value.Text(object, "kind")
	roots := s.roots(apiVersion, kind)
	if len(roots) == 0 {
		return s.unserved(apiVersion, kind)
	}
	var all []Problem
	for _, r := range roots {
		w := &walker{set: s, root: r}
		w.value(s.table.Schema(r.Schema), object)
		if !r.Advisory {
			w.names(object)
		}
		for _, p := range w.problems {
			p.Advisory = r.Advisory
			all = append(all, p)
		}
		if len(all) > 0 {
			break // what only a controller reads says the same again
		}
	}
	sortProblems(all)
	return all
}

// A walker goes through an object along its schema.
type walker struct {
	set      *Set
	root     openapi.Root
	path     []step
	problems []Problem
	// partial is how many schemas around this one list only some of the fields.
	partial int
}

// A step of a path is a key, or the place of an item of a list.
type step struct {
	key   string
	place int
	item  any // of a list; nil is a key
}

func (w *walker) into(s step, walk func()) {
	w.path = append(w.path, s)
	walk()
	w.path = w.path[:len(w.path)-1]
}

// at is the path so far, with further keys.
func (w *walker) at(more ...string) []string {
	var path []string
	for _, s := range w.path {
		path = append(path, s.text())
	}
	return append(path, more...)
}

// text is the name of an item of a list, or else its place.
func (s step) text() string {
	if s.item == nil {
		return s.key
	}
	if m, is := s.item.(map[string]any); is {
		if name, is := m["name"].(string); is && name != "" {
			return name
		}
	}
	return strconv.Itoa(s.place)
}

// key is the last key of the path.
func (w *walker) key() string {
	for _, s := range slices.Backward(w.path) {
		if s.item == nil {
			return s.key
		}
	}
	return ""
}

func (w *walker) report(what What, mark, text, cure string, more ...string) {
	w.problems = append(w.problems, Problem{Path: w.at(more...), What: what, Mark: mark, Text: text, Cure: cure})
}

// value checks a value that is there.
func (w *walker) value(s *openapi.Schema, v any) {
	switch s.Type {
	case openapi.Object:
		w.object(s, v)
	case openapi.Array:
		w.list(s, v)
	case openapi.Any:
		if m, is := v.(map[string]any); is {
			w.members(s, m)
		}
		if items, is := v.([]any); is {
			w.items(s, items)
		}
		w.limits(s, v)
		w.enum(s, v)
		w.scalarLimits(s, v)
	default:
		w.scalar(s, v)
	}
	w.forms(s, v)
}

func (w *walker) object(s *openapi.Schema, v any) {
	m, is := v.(map[string]any)
	if !is {
		w.wrongType(s, v)
		return
	}
	w.members(s, m)
	w.limits(s, v)
	if s.Rule != "" {
		w.rule(s.Rule, m)
	}
}

// members checks the fields of an object, or the values of a map.
func (w *walker) members(s *openapi.Schema, m map[string]any) {
	w.required(s, m)
	w.unions(s, m)
	for key, v := range m {
		if s.KeyFormat != "" {
			w.keyFormat(s.KeyFormat, key)
		}
		i, listed := slices.BinarySearchFunc(s.Properties, key, func(p openapi.Property, name string) int { return strings.Compare(p.Name, name) })
		switch {
		case listed:
			w.member(w.set.table.Schema(s.Properties[i].Ref), key, v)
		case !s.Values.IsNone():
			w.member(w.set.table.Schema(s.Values), key, v)
		case w.partial > 0 || s.Has(openapi.Open) || s.Type == openapi.Any:
		default:
			w.unknown(s, key)
		}
	}
}

// member checks a field that is given. Null is as if it was not, unless it is a value
// of its own.
func (w *walker) member(s *openapi.Schema, key string, v any) {
	if v == nil {
		return
	}
	w.path = append(w.path, step{key: key})
	w.value(s, v)
	w.path = w.path[:len(w.path)-1]
}

func (w *walker) unknown(s *openapi.Schema, key string) {
	names := make([]string, len(s.Properties))
	for i, p := range s.Properties {
		names[i] = p.Name
	}
	cure := "Remove it, or put it where it belongs."
	switch near := nearest(key, names); {
	case near != "":
		cure = fmt.Sprintf("Did you mean %q?", near)
	case len(names) == 0:
		cure = "Remove it: no field is known here."
	case len(names) <= 12:
		cure = fmt.Sprintf("What there is here: %s.", strings.Join(names, ", "))
	}
	w.report(UnknownField, key, "is no field of "+w.source(), cure, key)
}

// source says whose schema it is.
func (w *walker) source() string {
	what := w.root.Kind + " in " + w.root.APIVersion
	if w.root.Source == kubernetesSource {
		return what + " of Kubernetes " + w.set.Version()
	}
	return what + " of " + w.root.Source
}

// required finds fields that must be there.
func (w *walker) required(s *openapi.Schema, m map[string]any) {
	for _, name := range s.Required {
		if v := m[name]; v != nil && (!s.Has(openapi.Native) || !isEmpty(v)) {
			continue
		}
		if w.isDefaulted(s, name) {
			continue
		}
		w.report(Required, name, "is missing, and "+w.subject()+" needs it", "Add it.", name)
	}
}

// isEmpty reports whether Kubernetes cannot tell a value from none.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}

func (w *walker) isDefaulted(s *openapi.Schema, name string) bool {
	for _, p := range s.Properties {
		if p.Name == name {
			return w.set.table.Schema(p.Ref).Has(openapi.Defaulted)
		}
	}
	return false
}

// subject names what the path leads to.
func (w *walker) subject() string {
	if len(w.path) == 0 {
		return "the object"
	}
	return "each of its kind"
}

// unions finds groups of which too many or too few fields are given.
func (w *walker) unions(s *openapi.Schema, m map[string]any) {
	for _, u := range s.Unions {
		var given []string
		for _, name := range u.Names {
			if v := m[name]; v != nil && (!s.Has(openapi.Native) || !isEmpty(v)) {
				given = append(given, name)
			}
		}
		if len(given) > u.Most {
			w.report(NotAllowed, given[len(given)-1], fmt.Sprintf("has %s, of which only one may be given", strings.Join(given, " and ")), "Remove one of them.")
		}
		if len(given) < u.Least {
			w.report(Required, "", fmt.Sprintf("has none of %s", strings.Join(u.Names, ", ")), "Add one.")
		}
	}
}

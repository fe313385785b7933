package schema

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
	"example.com/metaflow-gitops/generator/manifest"
)

// Check finds what an API server would refuse of an object. Numbers may be of any type
// that a decoder gives them. Of an object of a kind
// without a schema, which Knows tells, only the head is checked.
func (s *Set) Check(object map[string]any) []Problem {
	apiVersion, kind := manifest.Text(object, "apiVersion"), manifest.Text(object, "kind")
	roots := s.roots(apiVersion, kind)
	if len(roots) == 0 {
		if all := s.unserved(apiVersion, kind); len(all) > 0 {
			return all
		}
		roots = s.kinds("") // what is true of all
	}
	var all []Problem
	for _, r := range roots {
		w := &walker{trail: &trail{set: s, root: r, whole: object}}
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
	*trail
	// partial is how many schemas around this one list only some of the fields.
	partial int
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
	if rule := rules[s.Rule]; rule != nil {
		rule(w.trail, m)
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
		property := s.Property(key)
		switch {
		case !property.IsNone():
			w.member(w.set.table.Schema(property), key, v)
		case !s.Values.IsNone():
			w.member(w.set.table.Schema(s.Values), key, v) // which may be anything's
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

// required finds fields that must be there.
func (w *walker) required(s *openapi.Schema, m map[string]any) {
	for _, name := range s.Required {
		if v := m[name]; v != nil && (!s.Has(openapi.Native) || !isEmpty(v)) {
			continue
		}
		if w.isDefaulted(s, name) {
			continue
		}
		w.report(Required, name, "is missing, and is required", "Add it.", name)
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
	property := s.Property(name)
	return !property.IsNone() && w.set.table.Schema(property).Has(openapi.Defaulted)
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

package plan

import "example.com/metaflow-gitops/generator/stack"

// Map is a YAML mapping in the order in which it is written.
type Map []Entry

// Entry is one key of a Map. Its value is a Map, a List, a Sourced value, or a
// string, int or bool that the generator itself decided.
type Entry struct {
	Key   string
	Value any
}

// List is a YAML sequence.
type List []any

// Sourced is a value together with the place that it comes from.
type Sourced struct {
	Value any
	From  stack.Origin
}

// Get returns the value of a key, or nil.
func (m Map) Get(key string) any {
	for _, e := range m {
		if e.Key == key {
			return e.Value
		}
	}
	return nil
}

// Plain is the map as YAML's plain values, as a rendered object has them.
func (m Map) Plain() map[string]any {
	values := make(map[string]any, len(m))
	for _, e := range m {
		values[e.Key] = plain(e.Value)
	}
	return values
}

func plain(v any) any {
	switch v := v.(type) {
	case Sourced:
		return plain(v.Value)
	case Map:
		return v.Plain()
	case List:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = plain(item)
		}
		return list
	}
	return v
}

// with returns the map with one more entry at its end.
func (m Map) with(key string, value any) Map {
	return append(m[:len(m):len(m)], Entry{key, value})
}

// File is one generated YAML file: one or more documents below a comment.
type File struct {
	// Path is relative to the overlay, with slashes.
	Path      string
	Documents []Map
}

// Raw is one generated file that is no YAML.
type Raw struct {
	Path string
	Data []byte
}

// each returns the values as a list.
func each[T any](values []T, to func(int, T) any) List {
	list := make(List, len(values))
	for i, v := range values {
		list[i] = to(i, v)
	}
	return list
}

// names returns plain strings as a list.
func names(values ...string) List {
	return each(values, func(_ int, v string) any { return v })
}

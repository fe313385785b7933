package manifest

// Map is a YAML mapping in the order in which it is written.
type Map []Entry

// Entry is one key of a Map. Its value is a Map, a List, a Sourced value, or a
// string, int or bool that the generator itself decided. It has no name of its own as
// a type, so that a Map of another package can be written as {{"key", value}}.
type Entry = struct {
	Key   string
	Value any
}

// List is a YAML sequence.
type List []any

// Sourced is a value together with the place that it comes from.
type Sourced struct {
	Value any
	From  Origin
}

// From is a value with the place that it comes from.
func From(value any, from Origin) Sourced { return Sourced{value, from} }

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
		values[e.Key] = Plain(e.Value)
	}
	return values
}

// Plain is a value of a Map as YAML's plain values.
func Plain(v any) any {
	switch v := v.(type) {
	case Sourced:
		return Plain(v.Value)
	case Map:
		return v.Plain()
	case List:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = Plain(item)
		}
		return list
	}
	return v
}

// With returns the map with one more entry at its end.
func (m Map) With(key string, value any) Map {
	return append(m[:len(m):len(m)], Entry{key, value})
}

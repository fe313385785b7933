package manifest

import (
	"encoding/json"
	"fmt"
)

// Get returns the value at a path of keys, or nil.
func Get(v any, path ...string) any {
	for _, step := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[step]
	}
	return v
}

// Text returns the scalar at a path as text; "" is nothing.
func Text(v any, path ...string) string {
	switch v := Get(v, path...).(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool, int, int64, uint64, float64:
		return fmt.Sprint(v)
	}
	return ""
}

// Items returns the items of the list at a path.
func Items(v any, path ...string) []any {
	items, _ := Get(v, path...).([]any)
	return items
}

// Texts returns the scalars in the list at a path as texts.
func Texts(v any, path ...string) []string {
	var found []string
	for _, item := range Items(v, path...) {
		found = append(found, Text(item))
	}
	return found
}

// Maps returns the maps in the list at a path.
func Maps(v any, path ...string) []map[string]any {
	var found []map[string]any
	for _, item := range Items(v, path...) {
		if m, isMap := item.(map[string]any); isMap {
			found = append(found, m)
		}
	}
	return found
}

// Fields returns the map at a path.
func Fields(v any, path ...string) map[string]any {
	m, _ := Get(v, path...).(map[string]any)
	return m
}

// TextMap returns a map of texts, such as labels.
func TextMap(v any, path ...string) map[string]string {
	m := Fields(v, path...)
	found := make(map[string]string, len(m))
	for key := range m {
		found[key] = Text(m, key)
	}
	return found
}

package check

import (
	"fmt"

	"example.com/metaflow-gitops/generator/value"
)

// get returns the value at a path of keys in an object's plain values, or nil.
func get(v any, path ...string) any { return value.Get(v, path...) }

// textOf returns the value at a path as text; "" is nothing.
func textOf(v any, path ...string) string {
	if found := get(v, path...); found != nil {
		return fmt.Sprint(found)
	}
	return ""
}

// itemsOf returns the items of the list at a path.
func itemsOf(v any, path ...string) []any { return value.Items(v, path...) }

// stringsOf returns the texts in the list at a path.
func stringsOf(v any, path ...string) []string {
	var found []string
	for _, item := range itemsOf(v, path...) {
		found = append(found, fmt.Sprint(item))
	}
	return found
}

// textMap returns a map of texts, such as labels.
func textMap(v any, path ...string) map[string]string {
	m, _ := get(v, path...).(map[string]any)
	found := make(map[string]string, len(m))
	for key, value := range m {
		found[key] = fmt.Sprint(value)
	}
	return found
}

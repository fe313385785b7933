package check

import (
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// accountOf is the service account of a workload's pods.
func accountOf(o manifest.Object) string {
	if name, ok := o.Pod().Get("spec", "serviceAccountName").(string); ok {
		return name
	}
	return "default"
}

// listAt gives the maps in a list of a map.
func listAt(m map[string]any, key string) []manifest.Object {
	items, _ := m[key].([]any)
	var list []manifest.Object
	for _, item := range items {
		if fields, ok := item.(map[string]any); ok {
			list = append(list, manifest.Object{Fields: fields})
		}
	}
	return list
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

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

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

package diff

import (
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// Leaf is one plain value of an object, and where it is.
type Leaf struct {
	Path  manifest.Path `json:"path"`
	Value any           `json:"value"`
}

// Leaves lists the plain values of an object; an empty map or list is one.
func Leaves(kind string, fields any) []Leaf { return leaves(kind, nil, fields) }

func leaves(kind string, p manifest.Path, v any) []Leaf {
	var all []Leaf
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			all = append(all, leaves(kind, p.Key(k), v[k])...)
		}
	case []any:
		key, named := fieldOf(kind, p).listType(v, v).keyOf(v, v)
		for i, item := range v {
			name := ""
			if named {
				name = itemName(item, key)
			}
			all = append(all, leaves(kind, p.Item(name, i), item)...)
		}
	}
	if len(all) == 0 {
		return []Leaf{{p, v}}
	}
	return all
}

package diff

import (
	"slices"

	"example.com/metaflow-gitops/generator/value"
)

// Follow goes down a path by keys and, in lists, by the names of items.
func Follow(v any, p Path) (any, bool) {
	for _, s := range p {
		switch now := v.(type) {
		case map[string]any:
			inner, there := now[s.Key]
			if !there {
				return nil, false
			}
			v = inner
		case []any:
			i := placeOf(now, s)
			if i < 0 {
				return nil, false
			}
			v = now[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// placeOf finds an item by its name, or where it has none by its place.
func placeOf(list []any, s Step) int {
	if s.Key == "" {
		if s.Index < len(list) {
			return s.Index
		}
		return -1
	}
	return slices.IndexFunc(list, func(item any) bool {
		m, _ := item.(map[string]any)
		for _, key := range []string{"name", "mountPath", "topologyKey", "containerPort", "port", "ip"} {
			if value.Text(m[key]) == s.Key {
				return true
			}
		}
		return false
	})
}

// InDocument is a path with the places that its items have in a document.
func InDocument(v any, p Path) Path {
	at := slices.Clone(p)
	for i, s := range at {
		if s.Item {
			list, _ := Follow(v, at[:i])
			items, _ := list.([]any)
			at[i].Index = max(placeOf(items, s), 0)
		}
	}
	return at
}

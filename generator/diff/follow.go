package diff

import (
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// Follow goes down a path by keys and, in lists, by the names of items.
func Follow(v any, p manifest.Path) (any, bool) {
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
func placeOf(list []any, s manifest.Step) int {
	if s.Key == "" {
		if s.Index < len(list) {
			return s.Index
		}
		return -1
	}
	return slices.IndexFunc(list, func(item any) bool {
		return slices.ContainsFunc(nameKeys, func(key []string) bool { return itemName(item, key) == s.Key })
	})
}

// nameKeys are the keys by which an item of any list may be named, as the table
// of lists has them.
var nameKeys = [][]string{
	{"name"}, {"mountPath"}, {"devicePath"}, {"topologyKey"}, {"containerPort"}, {"port"}, {"ip"}, {"namespace"},
	{"containerPort", "protocol"}, {"port", "protocol"}, {"topologyKey", "whenUnsatisfiable"},
	{"name", "port"}, {"namespace", "name"}, {"namespace", "name", "sectionName"}, {"server", "namespace"},
	{"kind", "namespace", "name"}, {"kind", "namespace"}, {"kind", "name"}, {"group", "kind"},
}

// InDocument is a path with the places that its items have in a document.
func InDocument(v any, p manifest.Path) manifest.Path {
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

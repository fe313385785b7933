package manifest

import (
	"maps"
	"slices"
	"strconv"
)

// Filled is the map with what it does not have itself of further values, in the order
// of their keys and each at the place that its path comes from.
func (m Map) Filled(more map[string]any, from func(path ...string) Origin) Map {
	filled := slices.Clone(m)
	for i, e := range filled {
		inner, isMap := e.Value.(Map)
		further, both := more[e.Key].(map[string]any)
		if isMap && both {
			filled[i].Value = inner.Filled(further, placesBelow(from, e.Key))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(more)) {
		if !slices.ContainsFunc(m, func(e Entry) bool { return e.Key == key }) {
			filled = append(filled, Entry{key, sourced(more[key], placesBelow(from, key))})
		}
	}
	return filled
}

// Clashes are the paths of further values that Filled leaves out, since the map has
// values of its own there.
func (m Map) Clashes(more map[string]any) [][]string {
	var paths [][]string
	for _, e := range m {
		value, is := more[e.Key]
		if !is {
			continue
		}
		inner, isMap := e.Value.(Map)
		further, both := value.(map[string]any)
		if !isMap || !both {
			paths = append(paths, []string{e.Key})
			continue
		}
		for _, path := range inner.Clashes(further) {
			paths = append(paths, append([]string{e.Key}, path...))
		}
	}
	return paths
}

// placesBelow are the places of what is below a step.
func placesBelow(from func(path ...string) Origin, step string) func(path ...string) Origin {
	return func(path ...string) Origin { return from(append([]string{step}, path...)...) }
}

// sourced is a plain value as a Map has it, each of its leaves with a place.
func sourced(v any, from func(path ...string) Origin) any {
	switch v := v.(type) {
	case map[string]any:
		return Map{}.Filled(v, from)
	case []any:
		list := List{}
		for i, item := range v {
			list = append(list, sourced(item, placesBelow(from, strconv.Itoa(i))))
		}
		return list
	}
	return From(v, from())
}

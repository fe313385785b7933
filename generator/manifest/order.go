package manifest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Manifest is the object in the order in which it is written: the head first,
// then alphabetically.
func (o Object) Manifest() Map {
	return ordered(o.Fields, "apiVersion", "kind", "metadata")
}

func ordered(fields map[string]any, first ...string) Map {
	keys := slices.SortedFunc(maps.Keys(fields), func(a, b string) int {
		return strings.Compare(rank(a, first), rank(b, first))
	})
	m := make(Map, 0, len(keys))
	for _, k := range keys {
		value := fields[k]
		if md, ok := value.(map[string]any); ok && k == "metadata" {
			m = append(m, Entry{Key: k, Value: ordered(md, "name", "namespace")})
			continue
		}
		m = append(m, Entry{Key: k, Value: orderedValue(value)})
	}
	return m
}

// rank sorts the first names by their place and before all others.
func rank(key string, first []string) string {
	if i := slices.Index(first, key); i >= 0 {
		return fmt.Sprintf("\x00%d", i)
	}
	return key
}

func orderedValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return ordered(v)
	case []any:
		list := make(List, len(v))
		for i, item := range v {
			list[i] = orderedValue(item)
		}
		return list
	}
	return v
}

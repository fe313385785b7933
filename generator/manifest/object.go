package manifest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Object is one final API object.
type Object struct {
	APIVersion, Kind, Namespace, Name string
	// Fields is the whole object as YAML's plain values.
	Fields map[string]any
}

// String names the object as people do: Kind namespace/name.
func (o Object) String() string {
	if o.Namespace == "" {
		return o.Kind + " " + o.Name
	}
	return o.Kind + " " + o.Namespace + "/" + o.Name
}

// Get returns the value at a path of keys, or nil.
func (o Object) Get(path ...string) any {
	var v any = o.Fields
	for _, step := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[step]
	}
	return v
}

// At returns the value at a path whose steps may also be names or indexes of
// items of lists, or nil.
func (o Object) At(path ...string) any {
	var v any = o.Fields
	for _, step := range path {
		switch now := v.(type) {
		case map[string]any:
			v = now[step]
		case []any:
			v = itemOf(now, step)
		default:
			return nil
		}
	}
	return v
}

func itemOf(list []any, step string) any {
	for i, item := range list {
		if m, ok := item.(map[string]any); ok && m["name"] == step || strconv.Itoa(i) == step {
			return item
		}
	}
	return nil
}

// Containers returns all containers of a workload, init containers first.
func (o Object) Containers() []map[string]any { return Containers(o.Fields) }

// Pod is the pod template of a workload, or the pod itself, as an object of its
// own; it has no fields for what runs no pods.
func (o Object) Pod() Object { return Object{Fields: PodTemplate(o.Fields)} }

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

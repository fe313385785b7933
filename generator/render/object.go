package render

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
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

// Filename is the name of the object's file under rendered/.
func (o Object) Filename() string {
	scope := o.Namespace
	if scope == "" {
		scope = "cluster"
	}
	return safe(scope + "-" + strings.ToLower(o.Kind) + "-" + o.Name + ".yaml")
}

// safe replaces what some file system cannot hold; names of RBAC objects may
// have a colon.
func safe(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' {
			return r
		}
		return '_'
	}, name)
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
func (o Object) Containers() []map[string]any { return containers(o.Fields) }

// Pod is the pod template of a workload, or the pod itself, as an object of its
// own; it has no fields for what runs no pods.
func (o Object) Pod() Object { return Object{Fields: podTemplate(o.Fields)} }

// Wave is the step of the sync that the object belongs to.
func (o Object) Wave() string {
	if wave, ok := o.Get("metadata", "annotations", plan.WaveAnnotation).(string); ok {
		return wave
	}
	return plan.Waves()[0].Number
}

// Manifest is the object in the order in which it is written: the head first,
// then alphabetically.
func (o Object) Manifest() plan.Map {
	return ordered(o.Fields, "apiVersion", "kind", "metadata")
}

func ordered(fields map[string]any, first ...string) plan.Map {
	keys := slices.SortedFunc(maps.Keys(fields), func(a, b string) int {
		return strings.Compare(rank(a, first), rank(b, first))
	})
	m := make(plan.Map, 0, len(keys))
	for _, k := range keys {
		value := fields[k]
		if md, ok := value.(map[string]any); ok && k == "metadata" {
			m = append(m, plan.Entry{Key: k, Value: ordered(md, "name", "namespace")})
			continue
		}
		m = append(m, plan.Entry{Key: k, Value: orderedValue(value)})
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
		list := make(plan.List, len(v))
		for i, item := range v {
			list[i] = orderedValue(item)
		}
		return list
	}
	return v
}

// Waves are the steps of the sync that have objects, each once.
func (r *Rendered) Waves() []string {
	var waves []string
	for _, o := range r.Objects {
		if !slices.Contains(waves, o.Wave()) {
			waves = append(waves, o.Wave())
		}
	}
	slices.Sort(waves)
	return waves
}

package manifest

import (
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

// Ref names the object as people write it down: KIND/NAMESPACE/NAME, or KIND/NAME of
// one without a namespace.
func (o Object) Ref() string {
	if o.Namespace == "" {
		return o.Kind + "/" + o.Name
	}
	return o.Kind + "/" + o.Namespace + "/" + o.Name
}

// New is the object that fields make. A name that is no string is none.
func New(fields map[string]any) Object {
	text := func(path ...string) string {
		s, _ := Get(fields, path...).(string)
		return s
	}
	return Object{text("apiVersion"), text("kind"), text("metadata", "namespace"), text("metadata", "name"), fields}
}

// Group is the group of the object's API; "" is the core's.
func (o Object) Group() string {
	group, _, isGrouped := strings.Cut(o.APIVersion, "/")
	if !isGrouped {
		return ""
	}
	return group
}

// Get returns the value at a path of keys, or nil.
func (o Object) Get(path ...string) any { return Get(o.Fields, path...) }

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

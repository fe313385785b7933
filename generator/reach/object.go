package reach

import (
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// Object is one of the objects that a cluster is made of.
type Object struct {
	manifest.Object
	Index int // where it was among the objects
	group string
}

func newObject(o manifest.Object, index int) *Object {
	group, _, grouped := strings.Cut(o.APIVersion, "/")
	if !grouped {
		group = ""
	}
	return &Object{o, index, group}
}

// is reports whether an object is of a kind of the core API ("") or a group.
func (o *Object) is(group, kind string) bool { return o.Kind == kind && o.group == group }

func (o *Object) text(path ...string) string { return manifest.Text(o.Fields, path...) }

func (o *Object) items(path ...string) []any { return manifest.Items(o.Fields, path...) }

// appendNew appends what a list does not have yet.
func appendNew[T comparable](list []T, item T) []T {
	for _, known := range list {
		if known == item {
			return list
		}
	}
	return append(list, item)
}

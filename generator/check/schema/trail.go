package schema

import (
	"slices"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
	"example.com/metaflow-gitops/generator/manifest"
)

// A trail is where in an object a check is, and what it found on its way.
type trail struct {
	set      *Set
	root     openapi.Root
	whole    map[string]any // the object
	path     []step
	problems []Problem
}

// A step of a path is a key, or the place of an item of a list.
type step struct {
	key    string
	place  int
	item   any // of a list
	inList bool
}

// at is the path so far, with further keys.
func (w *trail) at(more ...string) manifest.Path {
	path := make(manifest.Path, 0, len(w.path)+len(more))
	for _, s := range w.path {
		path = append(path, manifest.Step{Key: s.name(), Item: s.inList, Index: s.place})
	}
	for _, key := range more {
		path = append(path, manifest.Step{Key: key})
	}
	return path
}

// name is the key, or the name of an item of a list, if it has one.
func (s step) name() string {
	if !s.inList {
		return s.key
	}
	name, _ := manifest.Get(s.item, "name").(string)
	return name
}

// key is the last key of the path.
func (w *trail) key() string {
	for _, s := range slices.Backward(w.path) {
		if !s.inList {
			return s.key
		}
	}
	return ""
}

func (w *trail) report(what What, mark, text, cure string, more ...string) {
	w.problems = append(w.problems, Problem{Path: w.at(more...), What: what, Mark: mark, Text: text, Cure: cure})
}

// source says whose schema it is.
func (w *trail) source() string {
	if w.root.Kind == "" {
		return "any object"
	}
	what := w.root.Kind + " in " + w.root.APIVersion
	if w.root.Source == kubernetesSource {
		return what + " of Kubernetes " + w.set.Version()
	}
	return what + " of " + w.root.Source
}

package render

import (
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/tree"
)

// Misses are the statements of components whose target selects nothing, which Kustomize
// passes over. Nothing is built for them unless one seems to miss.
func (r Components) Misses() []Statement {
	var found []Statement
	for _, s := range r.Statements() {
		if s.Target != nil && !r.hits(s, r.Objects) {
			found = append(found, s)
		}
	}
	if len(found) == 0 {
		return nil
	}
	before, isKnown := r.withoutComponents()
	return slices.DeleteFunc(found, func(s Statement) bool {
		return !isKnown || r.hits(s, before)
	})
}

// hits reports whether a statement selects one of some objects.
func (r Components) hits(s Statement, objects []manifest.Object) bool {
	selection := s.selection()
	return slices.ContainsFunc(objects, func(o manifest.Object) bool { return r.selects(selection, o, r.namesOf(o)) })
}

// withoutComponents are the objects that the stack has before its components, of which
// one may have taken some away.
func (r Components) withoutComponents() ([]manifest.Object, bool) {
	bare := *r.stack
	bare.Config.Components = nil
	folder := tree.Overlay(r.stack.Name)
	before, err := kustomize(layOut(r.base, folder, plan.New(&bare, r.base.Images(nil))), folder)
	return before.objects, err == nil
}

// MissingBy is the line of a component by which an object is not there, or not under
// its name.
func (r Components) MissingBy(apiVersion, kind, namespace, name string) (manifest.Origin, bool) {
	gone := manifest.Object{APIVersion: apiVersion, Kind: kind, Namespace: namespace, Name: name, Fields: map[string]any{}}
	for _, s := range r.Statements() {
		for _, p := range s.patches {
			whole := directive(p.node)
			isIt := s.Target != nil && r.selects(s.selection(), gone, []string{name}) || s.Target == nil && r.isNamedIn(gone, p.node)
			if whole != nil && whole.Value == "delete" && isIt {
				return fromBase(p.line(whole)), true
			}
		}
	}
	if len(r.stack.Config.Components) == 0 {
		return manifest.Origin{}, false
	}
	for _, o := range r.Objects {
		if o.Kind != kind || !slices.Contains(r.namesOf(o), name) {
			continue
		}
		for _, field := range []string{"name", "namespace"} {
			if at, is := r.SetBy(o, "metadata", field); is {
				return at, true
			}
		}
	}
	return manifest.Origin{}, false
}

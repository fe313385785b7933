package cause

import (
	"path"
	"reflect"
	"strings"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"sigs.k8s.io/kustomize/api/konfig"
)

// inComponent finds the component that has the last word on a field: the last
// one without which the value would be another. Components come after all else
// that Kustomize builds, so that they win over stack.hcl, too.
func (x *explainer) inComponent(p manifest.Path, v any) (Cause, bool) {
	if x.object.Cluster != "" {
		return Cause{}, false
	}
	components := x.built.Stack.Config.Components
	for i := len(components) - 1; i >= 0; i-- {
		if was, known := x.valueBefore(i, p); known && (was == nil || !reflect.DeepEqual(was, v)) {
			return x.placeIn(components[i].String(), p, v)
		}
	}
	return Cause{}, false
}

// placeIn is where a component sets a field: in one of its manifests, or else
// somewhere in its kustomization file.
func (x *explainer) placeIn(component string, p manifest.Path, v any) (Cause, bool) {
	for _, d := range x.documents {
		if found, there := diff.Follow(d.Fields, p); there && strings.HasPrefix(d.file, component+"/") && sameOrigin(p, found, v) {
			return d.cause(p), true
		}
	}
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		if file := path.Join(component, name); x.base.Files[file] != nil {
			return baseCause(file, 0), true
		}
	}
	return Cause{}, false
}

// valueBefore is the value of a field with only the first components; it is
// known where the stack can be built with these alone.
func (x *explainer) valueBefore(components int, p manifest.Path) (v any, known bool) {
	if _, there := x.with[components]; !there {
		x.with[components] = x.buildWith(components)
	}
	fields := x.with[components]
	v, _ = diff.Follow(fields, p)
	return v, fields != nil
}

// buildWith is the object as it is with only the first components: nil where
// that is not known, and empty where it is not there.
func (x *explainer) buildWith(components int) map[string]any {
	if render.WithoutHash(x.object.Name) != x.object.Name {
		return nil // its name is another one whenever its content is
	}
	s := *x.built.Stack
	s.Config.Components = s.Config.Components[:components]
	rendered, diags := render.Build(x.base, &s, plan.New(&s, x.base.Images(s.Config.Components)))
	if diags.HasErrors() {
		return nil
	}
	for _, o := range rendered.Objects {
		if o.Kind == x.object.Kind && o.Name == x.object.Name && diff.Identify(o) == x.object.ID {
			written := manifest.Document{Line: 1, Text: manifest.Encode(o.Manifest())}
			same, _ := written.Object() // as a file of rendered/ is read
			return same.Fields
		}
	}
	return map[string]any{}
}

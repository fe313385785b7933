package check

import (
	"regexp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
)

// fluxSteps reads the Flux Kustomizations, and proves of each what it must be
// to sync this stack and nothing else.
func (f *findings) fluxSteps(documents []plan.Map) []step {
	f.hashedNames()
	var steps []step
	for _, d := range documents {
		name := textAt(d, "metadata", "name")
		if textAt(d, "kind") != "Kustomization" || textAt(d, "apiVersion") != "kustomize.toolkit.fluxcd.io/v1" {
			f.syncFault("Unexpected sync object", "%s %q is no Flux Kustomization.", textAt(d, "kind"), name)
			continue
		}
		f.fluxSettings(d, name)
		steps = append(steps, step{name: name, holds: f.fluxHolds(d, name), after: namesAt(d, "spec", "dependsOn")})
	}
	return steps
}

// hashedName is the form of a name with Kustomize's content hash.
var hashedName = regexp.MustCompile(`-[bcdfghkmt2456789]{10}$`)

// hashedNames proves that whatever refers to a hashed name is in the same wave
// as what has it. Each Flux Kustomization drops the other waves before
// Kustomize puts the hashes on, so a reference across waves would keep the
// name without hash, and find nothing.
func (f *findings) hashedNames() {
	for _, hashed := range f.rendered.Objects {
		if hashed.Kind != "ConfigMap" && hashed.Kind != "Secret" || !hashedName.MatchString(hashed.Name) {
			continue
		}
		for _, o := range f.rendered.Objects {
			if o.Namespace == hashed.Namespace && o.Wave() != hashed.Wave() && mentions(o.Get("spec"), hashed.Name) {
				f.object(hashed, nil, "Hashed name across waves", "%s is in wave %q, but %s, which refers to it, is in wave %q; Flux would build that reference without the hash. Set the annotation %s: %q in the options of its generator, or disableNameSuffixHash.", hashed, hashed.Wave(), o, o.Wave(), plan.WaveAnnotation, o.Wave())
			}
		}
	}
}

// mentions tells whether a name stands anywhere in a value.
func mentions(v any, name string) bool {
	switch v := v.(type) {
	case string:
		return v == name
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return mentions(item, name) })
	case map[string]any:
		for _, item := range v {
			if mentions(item, name) {
				return true
			}
		}
	}
	return false
}

func (f *findings) fluxSettings(d plan.Map, name string) {
	if got, want := textAt(d, "spec", "path"), "./overlays/"+f.stack.Name; got != want {
		f.syncFault("Wrong path", "Kustomization %q syncs %q, but this stack's overlay is %q.", name, got, want)
	}
	if got, want := textAt(d, "metadata", "namespace"), f.stack.Config.Sync.Namespace.String(); got != want {
		f.syncFault("Wrong namespace", "Kustomization %q is in namespace %q, but its source is in %q.", name, got, want)
	}
	if got := textAt(d, "spec", "sourceRef", "namespace"); got != "" {
		f.syncFault("Source in another namespace", "Kustomization %q names a source in namespace %q; AKS's Flux extension refuses that.", name, got)
	}
	for _, setting := range []string{"prune", "wait"} {
		if at(d, "spec", setting) != true {
			f.syncFault("Incomplete sync", "Kustomization %q must have spec.%s: true.", name, setting)
		}
	}
	if at(d, "spec", "postBuild") != nil {
		f.syncFault("Substitution", "Kustomization %q has spec.postBuild, which would rewrite text that was reviewed.", name)
	}
	if at(d, "spec", "targetNamespace") != nil {
		f.syncFault("Namespace override", "Kustomization %q has spec.targetNamespace, which would move objects of three namespaces into one.", name)
	}
}

// fluxHolds tells which objects a Kustomization keeps, after the patches that
// delete.
func (f *findings) fluxHolds(d plan.Map, name string) func(render.Object) bool {
	var selectors []selector
	patches, _ := at(d, "spec", "patches").(plan.List)
	for _, item := range patches {
		patch, _ := item.(plan.Map)
		s, err := parseSelector(textAt(patch, "target", "annotationSelector"))
		if err != nil || !strings.HasPrefix(textAt(patch, "patch"), "$patch: delete\n") {
			f.syncFault("Unexpected patch", "Kustomization %q has a patch that changes what was reviewed.", name)
			continue
		}
		selectors = append(selectors, s)
	}
	return func(o render.Object) bool {
		annotations, _ := o.Get("metadata", "annotations").(map[string]any)
		for _, s := range selectors {
			if s.matches(annotations) {
				return false
			}
		}
		return true
	}
}

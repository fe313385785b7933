package check

import (
	"strings"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
)

// fluxSteps reads the Flux Kustomizations, and proves of each what it must be
// to sync this stack and nothing else.
func (f *findings) fluxSteps(documents []plan.Map) []step {
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

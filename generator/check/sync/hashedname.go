package sync

import (
	"regexp"
	"slices"

	"example.com/metaflow-gitops/generator/plan"
)

// hashedName is the form of a name with Kustomize's content hash.
var hashedName = regexp.MustCompile(`-[bcdfghkmt2456789]{10}$`)

// hashedNames checks that whatever refers to a hashed name is in the same wave
// as what has it. Each Flux Kustomization drops the other waves before
// Kustomize puts the hashes on, so a reference across waves would keep the
// name without hash, and find nothing.
func (f checks) hashedNames() {
	for _, hashed := range f.Rendered.Objects {
		if !isHashed(hashed) {
			continue
		}
		for _, o := range f.Rendered.Objects {
			if o.Namespace == hashed.Namespace && plan.WaveOf(o) != plan.WaveOf(hashed) && mentions(o.Get("spec"), hashed.Name) {
				f.Object(hashed, nil, "Hashed name across waves", "%s is in wave %q, but %s, which refers to it, is in wave %q; Flux would build that reference without the hash. Set the annotation %s: %q in the options of its generator, or disableNameSuffixHash.", hashed, plan.WaveOf(hashed), o, plan.WaveOf(o), plan.WaveAnnotation, plan.WaveOf(o))
			}
		}
	}
}

// mentions reports whether a name stands anywhere in a value.
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

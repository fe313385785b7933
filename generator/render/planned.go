package render

import "example.com/metaflow-gitops/generator/manifest"

// Planned is the value that the plan gives to a field of an object, as YAML's plain
// values.
func (r *Rendered) Planned(o manifest.Object, path ...string) (v any, is bool) {
	for _, d := range r.planned(o) {
		if d.isKustomization {
			continue
		}
		if v := (manifest.Object{Fields: d.Map.Plain()}).At(path...); v != nil {
			return v, true
		}
	}
	return nil, false
}

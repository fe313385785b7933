package render

import (
	"slices"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/manifest"
)

// Declaration is the line of base/ or of a component that has a field of an object and
// the last word on it. There is none for what no document has, as the operations of a
// JSON patch or what a kustomization file sets.
func (r *Rendered) Declaration(o manifest.Object, p manifest.Path) (manifest.Origin, bool) {
	for _, d := range slices.Backward(r.documentsOf(o)) {
		at, has := within(d.Fields, p)
		if !has {
			continue
		}
		file := d.at.Filename
		for _, text := range manifest.Documents(r.base.Files[file]) {
			if text.Line == d.at.Start.Line {
				return manifest.Origin{Kind: manifest.FromBase, Name: file, Range: diag.Line(file, text.Lines().Of(at))}, true
			}
		}
	}
	return manifest.Origin{}, false
}

// within is a path in a document that has only some of the items of a list: those with
// a name are found by it.
func within(v any, p manifest.Path) (at manifest.Path, has bool) {
	for _, s := range p {
		switch now := v.(type) {
		case map[string]any:
			v, has = now[s.Key], now[s.Key] != nil && !s.Item
		case []any:
			s, has = itemLike(now, s)
			if has {
				v = now[s.Index]
			}
		default:
			has = false
		}
		if !has {
			return nil, false
		}
		at = at.With(s)
	}
	return at, true
}

func itemLike(list []any, s manifest.Step) (manifest.Step, bool) {
	if !s.Item {
		return s, false
	}
	if s.Key != "" {
		s.Index = slices.IndexFunc(list, func(item any) bool { return manifest.Text(item, "name") == s.Key })
	}
	return s, s.Index >= 0 && s.Index < len(list)
}

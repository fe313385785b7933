package cause

import (
	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
)

// Sources are the origins that the plan gave to a field of an object; none where
// nothing is built.
func Sources(b *build.Built, o diff.Subject, p manifest.Path) []manifest.Origin {
	if o.Object.Cluster != "" && b != nil {
		return syncSources(b, o.Object, p)
	}
	if obj, found := objectOf(b, o); found {
		return b.Rendered.Sources(obj, p.Keys()...)
	}
	return nil
}

// objectOf is the rendered object that a change is about, by its name now or else
// by what it was called.
func objectOf(b *build.Built, o diff.Subject) (manifest.Object, bool) {
	if b == nil || b.Rendered == nil {
		return manifest.Object{}, false
	}
	for _, id := range []*diff.ID{&o.Object, o.From} {
		for _, obj := range b.Rendered.Objects {
			if id != nil && obj.Kind == id.Kind && obj.Name == id.Name && diff.Identify(obj) == *id {
				return obj, true
			}
		}
	}
	return manifest.Object{}, false
}

func syncSources(b *build.Built, id diff.ID, p manifest.Path) []manifest.Origin {
	for _, d := range b.Sync {
		if d.Get("kind") == id.Kind && render.NameOf(d) == id.Name {
			return render.SourcesIn(d, p.Keys()...)
		}
	}
	return nil
}

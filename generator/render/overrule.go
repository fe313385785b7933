package render

import (
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/tree"
)

// planned is a document of the overlay, and the file that it is in.
type planned struct {
	manifest.Map
	file            string
	isKustomization bool
}

// planned are the documents of the overlay that have a part in an object. Where
// several files have one of its kind and name, they are of several namespaces,
// and only Kustomize knows which is which.
func (r *Rendered) planned(o manifest.Object) []planned {
	all, files := r.likelyPlanned(o)
	trail := Trail{}
	if files > 1 {
		trail = r.TrailOf(o)
	}
	if trail.File == "" {
		return all
	}
	return slices.DeleteFunc(all, func(d planned) bool {
		_, is := trail.layerOfFile(r.overlayPath(d.file))
		return !is && !d.isKustomization
	})
}

// likelyPlanned are the documents of the overlay that have an object's kind and name,
// and how many of them are not kustomization files, which are of all objects.
func (r *Rendered) likelyPlanned(o manifest.Object) (all []planned, files int) {
	for _, f := range r.overlay.Files {
		for _, d := range f.Documents {
			isKustomization := d.Get("kind") == "Kustomization"
			if isKustomization || d.Get("kind") == o.Kind && NameOf(d) == o.Name {
				all = append(all, planned{d, f.Path, isKustomization})
				if !isKustomization {
					files++
				}
			}
		}
	}
	return all, files
}

func (r *Rendered) overlayPath(file string) string {
	return path.Join(tree.Overlay(r.stack.Name), file)
}

// isOverruled reports whether a component has the last word on a field that the
// plan sets in these files of the overlay: one of its patches sets the field,
// and Kustomize takes it later.
func (r *Rendered) isOverruled(o manifest.Object, files, field []string) bool {
	if len(r.stack.Config.Components) == 0 || len(files) == 0 || len(field) == 0 {
		return false
	}
	trail, own := r.TrailOf(o), 0
	for _, f := range files {
		if layer, is := trail.layerOfFile(r.overlayPath(f)); is {
			own = max(own, layer)
		}
	}
	return slices.ContainsFunc(r.documentsOf(o), func(d document) bool {
		layer, is := trail.layerOfFile(d.at.Filename)
		isComponent := strings.HasPrefix(d.at.Filename, "base/components/")
		return is && isComponent && layer > own && d.At(field...) != nil
	})
}

// layerOfFile is the layer of what a file sets in the object.
func (t Trail) layerOfFile(file string) (layer int, is bool) {
	if file == t.File {
		return 0, true
	}
	return t.LayerOf(t.base.kustomizationOf(file))
}

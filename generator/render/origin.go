package render

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"github.com/hashicorp/hcl/v2"
)

// OriginOf tells where a field of an object comes from: the output or
// stack.hcl line behind it where the generator set it, and else the base file
// of the object. Without a path it tells where the object itself comes from.
// A step of the path is a key, or for a list the name or the index of an item.
func (r *Rendered) OriginOf(o manifest.Object, path ...string) manifest.Origin {
	for _, f := range r.overlay.Files {
		for _, d := range f.Documents {
			if d.Get("kind") != o.Kind || NameOf(d) != o.Name {
				continue
			}
			if from, ok := originIn(d, path); ok && len(path) > 0 {
				return from
			}
		}
	}
	return r.objectOrigin(o)
}

// objectOrigin is where base/ declares the object, or the kustomization file of
// the generator that makes it.
func (r *Rendered) objectOrigin(o manifest.Object) manifest.Origin {
	trail := r.TrailOf(o)
	for _, d := range r.documentsOf(o) {
		if d.at.Filename == trail.File {
			return manifest.Origin{Kind: manifest.FromBase, Name: d.at.Filename, Range: d.at}
		}
	}
	if o.Kind == "Namespace" {
		return r.stack.Fact("namespaces")
	}
	if line := trail.generatorLine(); line > 0 {
		start := hcl.Pos{Line: line, Column: 1}
		return manifest.Origin{Kind: manifest.FromBase, Name: trail.File, Range: hcl.Range{Filename: trail.File, Start: start, End: start}}
	}
	return manifest.Origin{Kind: manifest.FromGenerator, Name: o.String()}
}

// documentsOf are the documents of base/ that make an object, in the order in
// which Kustomize takes them: what declares it, and then the patches.
func (r *Rendered) documentsOf(o manifest.Object) []document {
	trail, layers := r.TrailOf(o), map[int][]document{}
	for _, d := range r.declared() {
		if layer, is := trail.Layer(d.at.Filename, d.APIVersion, d.Kind, d.Namespace, d.Name); is {
			layers[layer] = append(layers[layer], d)
		}
	}
	var all []document
	for _, layer := range slices.Sorted(maps.Keys(layers)) {
		all = append(all, layers[layer]...)
	}
	return all
}

// NameOf is the name of a planned object.
func NameOf(d manifest.Map) any {
	md, _ := d.Get("metadata").(manifest.Map)
	return plain(md.Get("name"))
}

func plain(v any) any {
	if s, ok := v.(manifest.Sourced); ok {
		return s.Value
	}
	return v
}

// originIn follows a path into a planned document, down to a sourced value.
func originIn(d manifest.Map, path []string) (manifest.Origin, bool) {
	if sources := SourcesIn(d, path...); len(sources) > 0 {
		return sources[0], true
	}
	return manifest.Origin{}, false
}

// Sources returns the origins of everything that the plan put into a field of
// an object, each once; none where the field is as in base/, or as a component
// has it.
func (r *Rendered) Sources(o manifest.Object, path ...string) []manifest.Origin {
	var all []manifest.Origin
	var files []string
	for _, d := range r.planned(o) {
		found := SourcesIn(d.Map, path...)
		if d.isKustomization {
			found = transformed(d.Map, o, path)
		}
		if len(found) > 0 {
			all, files = append(all, found...), append(files, d.file)
		}
	}
	if r.isOverruled(o, files, path) {
		return nil
	}
	return unique(all)
}

// transformed is what a kustomization file sets in objects: their namespace,
// labels and images.
func transformed(d manifest.Map, o manifest.Object, path []string) []manifest.Origin {
	switch at := strings.Join(path, "."); {
	case at == "metadata.namespace" && plain(d.Get("namespace")) == o.Namespace:
		return sourcedIn(d.Get("namespace"))
	case len(path) == 3 && strings.HasPrefix(at, "metadata.labels."):
		return SourcesIn(manifest.Map{{Key: "labels", Value: d.Get("labels")}}, "labels", "0", "pairs", path[2])
	case strings.HasSuffix(at, ".image"):
		image, _ := o.At(path...).(string)
		images, _ := d.Get("images").(manifest.List)
		for _, item := range images {
			name, _ := plain(item.(manifest.Map).Get("newName")).(string)
			if name == fact.ParseImage(image).Name {
				return sourcedIn(item)
			}
		}
	}
	return nil
}

// SourcesIn returns the origins of all that is sourced below a path of a
// planned document, or of the sourced value that the path leads into.
func SourcesIn(d manifest.Map, path ...string) []manifest.Origin {
	var v any = d
	for _, step := range path {
		if s, ok := v.(manifest.Sourced); ok {
			return []manifest.Origin{s.From}
		}
		v = child(v, step)
	}
	return unique(sourcedIn(v))
}

// child is a member of a map, or an item of a list by its name or index.
func child(v any, step string) any {
	switch v := v.(type) {
	case manifest.Map:
		return v.Get(step)
	case manifest.List:
		for i, item := range v {
			if named, ok := item.(manifest.Map); ok && isCalled(named, step) || strconv.Itoa(i) == step {
				return item
			}
		}
	}
	return nil
}

// isCalled reports whether a step of a path means this item of a list: by its
// name, or by several keys of which the name is the last, as in Group/NAME.
func isCalled(item manifest.Map, step string) bool {
	name, ok := plain(item.Get("name")).(string)
	return ok && (step == name || strings.HasSuffix(step, "/"+name))
}

func sourcedIn(v any) []manifest.Origin {
	var all []manifest.Origin
	switch v := v.(type) {
	case manifest.Sourced:
		return []manifest.Origin{v.From}
	case manifest.Map:
		for _, e := range v {
			all = append(all, sourcedIn(e.Value)...)
		}
	case manifest.List:
		for _, item := range v {
			all = append(all, sourcedIn(item)...)
		}
	}
	return all
}

func unique(origins []manifest.Origin) []manifest.Origin {
	var all []manifest.Origin
	for _, o := range origins {
		if !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	return all
}

// Mention finds the line that has a text, such as a key or the name of a
// variable: in the files that declare an object or patch it, or in any file of
// the stack's own components. Components come before base/, since they have the
// last word.
func (r *Rendered) Mention(o manifest.Object, text string) (manifest.Origin, bool) {
	if text == "" {
		return manifest.Origin{}, false
	}
	var inComponents, inBase []string
	for _, d := range slices.Backward(r.documentsOf(o)) {
		if path := d.at.Filename; strings.HasPrefix(path, "base/components/") {
			inComponents = append(inComponents, path)
		} else {
			inBase = append(inBase, path)
		}
	}
	for _, c := range slices.Backward(r.stack.Config.Components) {
		for _, path := range slices.Sorted(maps.Keys(r.base.Files)) {
			if strings.HasPrefix(path, c.String()+"/") {
				inComponents = append(inComponents, path)
			}
		}
	}
	for _, path := range append(inComponents, inBase...) {
		if at, found := r.base.lineOf(path, text); found {
			return at, true
		}
	}
	return manifest.Origin{}, false
}

func (b Base) lineOf(path, text string) (manifest.Origin, bool) {
	before, _, found := strings.Cut(string(b.Files[path]), text)
	start := hcl.Pos{Line: 1 + strings.Count(before, "\n"), Column: 1}
	return manifest.Origin{Kind: manifest.FromBase, Name: path, Range: hcl.Range{Filename: path, Start: start, End: start}}, found
}

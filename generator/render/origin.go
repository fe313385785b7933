package render

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

// OriginOf tells where a field of an object comes from: the output or
// stack.hcl line behind it where the generator set it, and else the base file
// of the object. Without a path it tells where the object itself comes from.
// A step of the path is a key, or for a list the name or the index of an item.
func (r *Rendered) OriginOf(o Object, path ...string) stack.Origin {
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

// objectOrigin is the file below base/ that declares the object. Components
// come second, since their patches have the kind and name of what they patch.
func (r *Rendered) objectOrigin(o Object) stack.Origin {
	documents := r.declared()
	inComponent := func(d document) bool { return strings.HasPrefix(d.at.Filename, "base/components/") }
	own := slices.DeleteFunc(slices.Clone(documents), inComponent)
	listed := slices.DeleteFunc(slices.Clone(documents), func(d document) bool {
		return !inComponent(d) || isUnlisted(d.at.Filename, r.stack.Config.Components)
	})
	for _, candidates := range [][]document{own, listed} {
		if d, found := declaration(candidates, o); found {
			return stack.Origin{Kind: stack.FromBase, Name: d.at.Filename, Range: d.at}
		}
	}
	if o.Kind == "Namespace" {
		return r.stack.Fact("namespaces")
	}
	return stack.Origin{Kind: stack.FromGenerator, Name: o.String()}
}

// declaration finds the document that an object comes from; a suffix may have
// been added to its name since.
func declaration(documents []document, o Object) (document, bool) {
	best := document{}
	for _, d := range documents {
		if d.kind == o.Kind && (d.name == o.Name || strings.HasPrefix(o.Name, d.name+"-")) && len(d.name) > len(best.name) {
			best = d
		}
	}
	return best, best.name != ""
}

// NameOf is the name of a planned object.
func NameOf(d plan.Map) any {
	md, _ := d.Get("metadata").(plan.Map)
	return plain(md.Get("name"))
}

func plain(v any) any {
	if s, ok := v.(plan.Sourced); ok {
		return s.Value
	}
	return v
}

// originIn follows a path into a planned document, down to a sourced value.
func originIn(d plan.Map, path []string) (stack.Origin, bool) {
	if sources := SourcesIn(d, path...); len(sources) > 0 {
		return sources[0], true
	}
	return stack.Origin{}, false
}

// Sources returns the origins of everything that the plan put into a field of
// an object, each once; none where the field is as in base/.
func (r *Rendered) Sources(o Object, path ...string) []stack.Origin {
	var all []stack.Origin
	for _, f := range r.overlay.Files {
		for _, d := range f.Documents {
			switch {
			case d.Get("kind") == "Kustomization":
				all = append(all, transformed(d, o, path)...)
			case d.Get("kind") == o.Kind && NameOf(d) == o.Name:
				all = append(all, SourcesIn(d, path...)...)
			}
		}
	}
	return unique(all)
}

// transformed is what a kustomization file sets in objects: their namespace,
// labels and images.
func transformed(d plan.Map, o Object, path []string) []stack.Origin {
	switch at := strings.Join(path, "."); {
	case at == "metadata.namespace" && plain(d.Get("namespace")) == o.Namespace:
		return sourcedIn(d.Get("namespace"))
	case len(path) == 3 && strings.HasPrefix(at, "metadata.labels."):
		return SourcesIn(plan.Map{{Key: "labels", Value: d.Get("labels")}}, "labels", "0", "pairs", path[2])
	case strings.HasSuffix(at, ".image"):
		image, _ := o.At(path...).(string)
		images, _ := d.Get("images").(plan.List)
		for _, item := range images {
			name, _ := plain(item.(plan.Map).Get("newName")).(string)
			if name == fact.ParseImage(image).Name {
				return sourcedIn(item)
			}
		}
	}
	return nil
}

// SourcesIn returns the origins of all that is sourced below a path of a
// planned document, or of the sourced value that the path leads into.
func SourcesIn(d plan.Map, path ...string) []stack.Origin {
	var v any = d
	for _, step := range path {
		if s, ok := v.(plan.Sourced); ok {
			return []stack.Origin{s.From}
		}
		v = child(v, step)
	}
	return unique(sourcedIn(v))
}

// child is a member of a map, or an item of a list by its name or index.
func child(v any, step string) any {
	switch v := v.(type) {
	case plan.Map:
		return v.Get(step)
	case plan.List:
		for i, item := range v {
			if named, ok := item.(plan.Map); ok && isCalled(named, step) || strconv.Itoa(i) == step {
				return item
			}
		}
	}
	return nil
}

// isCalled tells whether a step of a path means this item of a list: by its
// name, or by several keys of which the name is the last, as in Group/NAME.
func isCalled(item plan.Map, step string) bool {
	name, ok := plain(item.Get("name")).(string)
	return ok && (step == name || strings.HasSuffix(step, "/"+name))
}

func sourcedIn(v any) []stack.Origin {
	var all []stack.Origin
	switch v := v.(type) {
	case plan.Sourced:
		return []stack.Origin{v.From}
	case plan.Map:
		for _, e := range v {
			all = append(all, sourcedIn(e.Value)...)
		}
	case plan.List:
		for _, item := range v {
			all = append(all, sourcedIn(item)...)
		}
	}
	return all
}

func unique(origins []stack.Origin) []stack.Origin {
	var all []stack.Origin
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
func (r *Rendered) Mention(o Object, text string) (stack.Origin, bool) {
	if text == "" {
		return stack.Origin{}, false
	}
	inComponents, inBase := r.declaring(o)
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
	return stack.Origin{}, false
}

// declaring lists the files that may declare an object. Where a suffix was
// added to its name, a folder of that name comes first.
func (r *Rendered) declaring(o Object) (inComponents, inBase []string) {
	for _, d := range r.declared() {
		path := d.at.Filename
		suffix, found := strings.CutPrefix(o.Name, d.name)
		switch {
		case !found || d.kind != o.Kind || d.name == "" || isUnlisted(path, r.stack.Config.Components):
		case strings.HasPrefix(path, "base/components/"):
			inComponents = append(inComponents, path)
		case strings.Contains(path, "/"+strings.TrimPrefix(suffix, "-")+"/"):
			inBase = slices.Insert(inBase, 0, path)
		default:
			inBase = append(inBase, path)
		}
	}
	return inComponents, inBase
}

func (b Base) lineOf(path, text string) (stack.Origin, bool) {
	before, _, found := strings.Cut(string(b.Files[path]), text)
	start := hcl.Pos{Line: 1 + strings.Count(before, "\n"), Column: 1}
	return stack.Origin{Kind: stack.FromBase, Name: path, Range: hcl.Range{Filename: path, Start: start, End: start}}, found
}

package render

import (
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

// OriginOf tells where a field of an object comes from: the output or
// stack.hcl line behind it where the generator set it, and else the base file
// of the object. Without a path it tells where the object itself comes from.
// A step of the path is a key, or for a list the name or the index of an item.
func (r *Rendered) OriginOf(o Object, path ...string) stack.Origin {
	for _, f := range r.overlay.Files {
		for _, d := range f.Documents {
			if d.Get("kind") != o.Kind || nameOf(d) != o.Name {
				continue
			}
			if from, ok := originIn(d, path); ok {
				return from
			}
		}
	}
	return r.objectOrigin(o)
}

// objectOrigin is the base file that declares the object; a name suffix may
// have been added since.
func (r *Rendered) objectOrigin(o Object) stack.Origin {
	best := document{}
	documents, _ := r.base.documents(anyText)
	for _, d := range documents {
		if d.kind == o.Kind && (d.name == o.Name || strings.HasPrefix(o.Name, d.name+"-")) && len(d.name) > len(best.name) {
			best = d
		}
	}
	if best.name == "" && o.Kind == "Namespace" {
		return r.stack.Fact("namespaces")
	}
	if best.name == "" {
		return stack.Origin{Kind: stack.FromGenerator, Name: o.String()}
	}
	return stack.Origin{Kind: stack.FromBase, Name: best.at.Filename, Range: best.at}
}

func nameOf(d plan.Map) any {
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
func originIn(v any, path []string) (stack.Origin, bool) {
	if s, ok := v.(plan.Sourced); ok {
		return s.From, true
	}
	if len(path) == 0 {
		return stack.Origin{}, false
	}
	switch v := v.(type) {
	case plan.Map:
		if next := v.Get(path[0]); next != nil {
			return originIn(next, path[1:])
		}
	case plan.List:
		for i, item := range v {
			if named, ok := item.(plan.Map); ok && plain(named.Get("name")) == path[0] || strconv.Itoa(i) == path[0] {
				return originIn(item, path[1:])
			}
		}
	}
	return stack.Origin{}, false
}

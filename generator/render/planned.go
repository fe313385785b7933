package render

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/tree"
)

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

// BaseOf is the document of base/, its components aside, that declares an object of a
// kind and name; or one without fields.
func (r *Rendered) BaseOf(kind, name string) manifest.Object {
	documents, _ := r.base.documents(func(text []byte) bool { return bytes.Contains(text, []byte("kind: "+kind)) })
	for _, d := range documents {
		if d.Kind == kind && d.Name == name && !strings.HasPrefix(d.at.Filename, tree.Components+"/") {
			return d.Object
		}
	}
	return manifest.Object{}
}

// A Decision is a field of an object that stack.hcl decides.
type Decision struct {
	Path  []string
	Value any
	From  manifest.Origin
}

// Decisions are what stack.hcl decides of an object, as far as a filter wants to know.
// To tell objects of one kind and name apart takes another build of the stack, so it is
// done only where the filter wants something.
func (r *Rendered) Decisions(o manifest.Object, wants func(Decision) bool) []Decision {
	likely, _ := r.likelyPlanned(o)
	if !slices.ContainsFunc(decisionsOf(likely), wants) {
		return nil
	}
	return slices.DeleteFunc(decisionsOf(r.planned(o)), func(d Decision) bool { return !wants(d) })
}

func decisionsOf(documents []planned) []Decision {
	var all []Decision
	for _, d := range documents {
		if !d.isKustomization {
			all = append(all, decisionsIn(d.Map, nil)...)
		}
	}
	return all
}

func decisionsIn(v any, path []string) []Decision {
	var all []Decision
	switch v := v.(type) {
	case manifest.Sourced:
		if v.From.Kind == manifest.FromStackFile {
			return []Decision{{path, manifest.Plain(v.Value), v.From}}
		}
	case manifest.Map:
		for _, e := range v {
			all = append(all, decisionsIn(e.Value, append(path[:len(path):len(path)], e.Key))...)
		}
	case manifest.List:
		for i, item := range v {
			step := strconv.Itoa(i)
			if named, isMap := item.(manifest.Map); isMap && named.Get("name") != nil {
				step = fmt.Sprint(manifest.Plain(named.Get("name")))
			}
			all = append(all, decisionsIn(item, append(path[:len(path):len(path)], step))...)
		}
	}
	return all
}

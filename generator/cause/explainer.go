package cause

import (
	"cmp"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
)

// explainer finds the origins of one object's fields.
type explainer struct {
	built  *build.Built
	base   render.Base
	object diff.Object
	trail  render.Trail
	// documents are those of base/ that are about the object, the last word first.
	documents []layered
	// with are the object's fields with the first components alone, by their number.
	with map[int]map[string]any
}

// layered is a document of a file, and in which order Kustomize takes it.
type layered struct {
	document
	file  string
	layer int
}

func newExplainer(b *build.Built, base render.Base, o diff.Object) *explainer {
	x := &explainer{built: b, base: base, object: o, with: map[int]map[string]any{}}
	if obj, found := objectOf(b, diff.Subject{Object: o.ID}); found && o.Cluster == "" {
		x.trail = b.Rendered.TrailOf(obj)
	}
	for _, file := range slices.Sorted(maps.Keys(base.Files)) {
		if !strings.HasSuffix(file, ".yaml") && !strings.HasSuffix(file, ".yml") {
			continue
		}
		for _, d := range documentsIn(base.Files[file]) {
			if layer, is := d.layer(file, x.trail); is {
				x.documents = append(x.documents, layered{d, file, layer})
			}
		}
	}
	slices.SortStableFunc(x.documents, func(a, b layered) int { return cmp.Compare(b.layer, a.layer) })
	return x
}

func (x *explainer) origins(p manifest.Path, v any) []Cause {
	var all []Cause
	isImage := p[len(p)-1].Key == "image" // its name and its tag may have two origins
	if c, found := x.inComponent(p, v); found && !isImage {
		return []Cause{c}
	}
	for _, from := range Sources(x.built, diff.Subject{Object: x.object.ID}, p) {
		all = append(all, causeOf(from))
	}
	if len(all) > 0 && !isImage {
		return all
	}
	for _, find := range []func(manifest.Path, any) (Cause, bool){x.inBase, x.inKustomization, x.inFile} {
		if at, found := find(p, v); found {
			return append(all, at)
		}
	}
	if len(all) > 0 {
		return all
	}
	return []Cause{{Kind: manifest.FromGenerator, Name: "generator"}}
}

func causeOf(from manifest.Origin) Cause {
	return Cause{Kind: from.Kind, Name: from.Name, File: from.Range.Filename, Line: from.Range.Start.Line}
}

// inBase finds the file of base/ that has this value in this field. What
// Kustomize takes last wins, since its value is the one that came out.
func (x *explainer) inBase(p manifest.Path, v any) (Cause, bool) {
	for _, d := range x.documents {
		if found, there := diff.Follow(d.Fields, p); there && sameOrigin(p, found, v) {
			return d.cause(p), true
		}
	}
	return Cause{}, false
}

// cause is the line of a field in a document.
func (d layered) cause(p manifest.Path) Cause {
	return baseCause(d.file, d.lines.Of(diff.InDocument(d.Fields, p)))
}

func baseCause(file string, line int) Cause {
	return Cause{Kind: manifest.FromBase, Name: file, File: file, Line: line}
}

// sameOrigin reports whether a value in base/ can have become another one: it is
// equal, or an image of the same repository's last part.
func sameOrigin(p manifest.Path, was, is any) bool {
	if p[len(p)-1].Key != "image" {
		return reflect.DeepEqual(was, is)
	}
	b, a := fact.ParseImage(manifest.Text(was)), fact.ParseImage(manifest.Text(is))
	return path.Base(b.Name) == path.Base(a.Name) && (b.Tag == a.Tag || a.Digest != "")
}

// inKustomization finds the kustomization file that sets a label: of several the
// last one.
func (x *explainer) inKustomization(p manifest.Path, v any) (Cause, bool) {
	if len(p) < 2 || p[len(p)-2].Key != "labels" {
		return Cause{}, false
	}
	label := p[len(p)-1].Key
	for _, file := range slices.Backward(x.trail.Kustomizations) {
		for _, d := range documentsIn(x.base.Files[file]) {
			labels := manifest.Items(d.Fields, "labels")
			for i, item := range slices.Backward(labels) {
				if manifest.Get(item, "pairs", label) == v {
					return baseCause(file, d.lines.Of(manifest.Path{}.Key("labels").Item("", i).Key("pairs").Key(label))), true
				}
			}
		}
	}
	return Cause{}, false
}

// inFile finds the file that Kustomize made into a value of a ConfigMap.
func (x *explainer) inFile(p manifest.Path, v any) (Cause, bool) {
	if len(p) != 2 || p[0].Key != "data" || x.trail.File == "" {
		return Cause{}, false
	}
	folder := path.Dir(x.trail.File) + "/"
	for _, file := range slices.Sorted(maps.Keys(x.base.Files)) {
		if strings.HasPrefix(file, folder) && path.Base(file) == p[1].Key && string(x.base.Files[file]) == v {
			return baseCause(file, 0), true
		}
	}
	return Cause{}, false
}

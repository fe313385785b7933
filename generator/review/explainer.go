package review

import (
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
)

// explainer finds the origins of one object's fields.
type explainer struct {
	built  *Built
	base   render.Base
	object Object
	// pieces are the documents of base/ that are about the object, by file.
	pieces map[string][]piece
}

func (x *explainer) origins(p Path, v any) []Cause {
	var all []Cause
	for _, from := range x.built.sources(ObjectChange{Object: x.object.ID}, p) {
		all = append(all, causeOf(from))
	}
	isImage := p[len(p)-1].Key == "image" // its name and its tag may have two origins
	if len(all) > 0 && !isImage {
		return all
	}
	for _, find := range []func(Path, any) (Cause, bool){x.inBase, x.inKustomization, x.inFile} {
		if at, found := find(p, v); found {
			return append(all, at)
		}
	}
	if len(all) > 0 {
		return all
	}
	return []Cause{{Kind: stack.FromGenerator, Name: "generator"}}
}

func causeOf(from stack.Origin) Cause {
	return Cause{Kind: from.Kind, Name: from.Name, File: from.Range.Filename, Line: from.Range.Start.Line}
}

// inBase finds the file of base/ that has this value in this field. A patch
// wins over what it patches, since its value is the one that came out.
func (x *explainer) inBase(p Path, v any) (Cause, bool) {
	x.readBase()
	var best Cause
	size := -1
	for _, file := range sortedKeys(x.pieces) {
		for _, d := range x.pieces[file] {
			found, there := follow(d.fields, p)
			leaves := len(leavesOf(x.object.Kind, nil, d.fields))
			if there && sameOrigin(p, found, v) && (size < 0 || leaves < size) {
				best = Cause{Kind: stack.FromBase, Name: file, File: file, Line: d.line - 1 + lineOf(d.node, inDocument(d.fields, p))}
				size = leaves
			}
		}
	}
	return best, size >= 0
}

// sameOrigin tells whether a value in base/ can have become another one: it is
// equal, or an image of the same repository's last part.
func sameOrigin(p Path, was, is any) bool {
	if p[len(p)-1].Key != "image" {
		return canonical([]any{was})[0] == canonical([]any{is})[0]
	}
	b, a := fact.ParseImage(scalarText(was)), fact.ParseImage(scalarText(is))
	return path.Base(b.Name) == path.Base(a.Name) && (b.Tag == a.Tag || a.Digest != "")
}

// inKustomization finds the kustomization file that sets a label. Of several
// it is the one nearest to where the object stands.
func (x *explainer) inKustomization(p Path, v any) (Cause, bool) {
	if len(p) < 2 || p[len(p)-2].Key != "labels" {
		return Cause{}, false
	}
	x.readBase()
	var best Cause
	nearest := -1
	for _, file := range sortedKeys(x.base.Files) {
		near := x.nearness(path.Dir(file))
		if path.Base(file) != "kustomization.yaml" || !x.isListed(file) || near <= nearest {
			continue
		}
		for _, d := range pieces(x.base.Files[file]) {
			labels, _ := d.fields["labels"].([]any)
			for i, item := range labels {
				if at(item, "pairs", p[len(p)-1].Key) == v {
					line := lineOf(d.node, Path{}.key("labels").item("", i).key("pairs").key(p[len(p)-1].Key))
					best, nearest = Cause{Kind: stack.FromBase, Name: file, File: file, Line: d.line - 1 + line}, near
				}
			}
		}
	}
	return best, nearest >= 0
}

// nearness is how far a folder goes along with the files of the object; -1 is
// not at all.
func (x *explainer) nearness(folder string) int {
	best := -1
	for file := range x.pieces {
		if strings.HasPrefix(file, folder+"/") {
			best = max(best, len(folder))
		}
	}
	return best
}

// inFile finds the file that Kustomize made into a value of a ConfigMap.
func (x *explainer) inFile(p Path, v any) (Cause, bool) {
	for _, file := range sortedKeys(x.base.Files) {
		if len(p) == 2 && p[0].Key == "data" && path.Base(file) == p[1].Key && string(x.base.Files[file]) == v && x.isListed(file) {
			return Cause{Kind: stack.FromBase, Name: file, File: file}, true
		}
	}
	return Cause{}, false
}

func (x *explainer) readBase() {
	if x.pieces != nil {
		return
	}
	x.pieces = map[string][]piece{}
	for file, data := range x.base.Files {
		if !strings.HasSuffix(file, ".yaml") || !x.isListed(file) {
			continue
		}
		for _, d := range pieces(data) {
			if (baseChange{kind: d.kind, name: d.name}).matches(ObjectChange{Object: x.object.ID}, nil) {
				x.pieces[file] = append(x.pieces[file], d)
			}
		}
	}
}

// isListed tells whether a file is of no component, or of one of this stack's.
func (x *explainer) isListed(file string) bool {
	return !strings.HasPrefix(file, "base/components/") || slices.ContainsFunc(x.built.Stack.Config.Components, func(c stack.ComponentPath) bool {
		return strings.HasPrefix(file, c.String()+"/")
	})
}

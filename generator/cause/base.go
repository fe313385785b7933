package cause

import (
	"bytes"
	"path"
	"slices"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
)

// baseChange is one change within an object or patch of base/.
type baseChange struct {
	document
	path manifest.Path
	line int
	gone bool
}

// changedBase lists the files of base/ that differ, with what differs in them.
func changedBase(before, after Inputs) []input {
	var all []input
	for _, p := range diff.Keys(before.Base.Files, after.Base.Files) {
		old, now := before.Base.Files[p], after.Base.Files[p]
		if bytes.Equal(old, now) && (old == nil) == (now == nil) || path.Ext(p) == ".md" {
			continue
		}
		gone := now == nil
		all = append(all, input{path: p, base: changesInFile(p, old, now), Cause: Cause{Kind: manifest.FromBase, Name: p, File: p, Gone: gone}})
	}
	return all
}

// changesInFile compares a file of base/ by meaning. What is no manifest has
// no changes that could be told apart.
func changesInFile(p string, old, now []byte) []baseChange {
	if path.Ext(p) != ".yaml" && path.Ext(p) != ".yml" {
		return nil
	}
	before, after := documentsIn(old), documentsIn(now)
	var all []baseChange
	for _, a := range after {
		if b, there := a.in(before); there {
			all = append(all, a.changes(b)...)
		} else {
			all = append(all, baseChange{document: a, line: a.lines.Of(nil)})
		}
	}
	for _, b := range before {
		if _, there := b.in(after); !there {
			all = append(all, baseChange{document: b, line: b.lines.Of(nil), gone: true})
		}
	}
	return all
}

// document is one object or patch in a file of base/.
type document struct {
	manifest.Object
	lines manifest.Lines
}

// documentsIn are those of a file, in its order.
func documentsIn(data []byte) []document {
	var all []document
	for _, d := range manifest.Documents(data) {
		if o, err := d.Object(); err == nil && len(o.Fields) > 0 {
			all = append(all, document{o, d.Lines()})
		}
	}
	return all
}

// in finds the same document in another version of its file.
func (d document) in(others []document) (document, bool) {
	i := slices.IndexFunc(others, func(other document) bool { return diff.Identify(other.Object) == diff.Identify(d.Object) })
	if i < 0 {
		return document{}, false
	}
	return others[i], true
}

// layer reports whether a document of a file is an object or a patch of it, and
// in which order Kustomize takes it.
func (d document) layer(file string, trail render.Trail) (layer int, is bool) {
	return trail.Layer(file, d.APIVersion, d.Kind, d.Namespace, d.Name)
}

func (a document) changes(b document) []baseChange {
	var all []baseChange
	for _, ch := range diff.Values(a.Kind, b.Fields, a.Fields) {
		one := baseChange{document: a, path: ch.Path, line: a.lines.Of(ch.Path)}
		if ch.After == nil {
			one.document, one.gone, one.line = b, true, b.lines.Of(ch.Path)
		}
		all = append(all, one)
	}
	return all
}

// shows reports whether a change in base/ is one of a field of an object, or of
// the object as a whole.
func (b baseChange) shows(p manifest.Path) bool {
	return p == nil && b.path == nil || p != nil && p.Touches(b.path)
}

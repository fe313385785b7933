package cause

import (
	"bytes"
	"path"
	"slices"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// baseChange is one change within an object or patch of base/.
type baseChange struct {
	document
	path diff.Path
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
			all = append(all, baseChange{document: a, line: a.line})
		}
	}
	for _, b := range before {
		if _, there := b.in(after); !there {
			all = append(all, baseChange{document: b, line: b.line, gone: true})
		}
	}
	return all
}

// document is one object or patch in a file of base/.
type document struct {
	diff.ID
	apiVersion string
	line       int
	fields     map[string]any
	node       *yaml.Node
}

// documentsIn are those of a file, in its order.
func documentsIn(data []byte) []document {
	var all []document
	for _, d := range manifest.Documents(data) {
		fields, err := manifest.Decode(d.Text)
		node := new(yaml.Node)
		if err == nil && len(fields) > 0 && yaml.Unmarshal(d.Text, node) == nil {
			all = append(all, document{diff.Identify(fields), manifest.Text(fields, "apiVersion"), d.Line, fields, node})
		}
	}
	return all
}

// in finds the same document in another version of its file.
func (d document) in(others []document) (document, bool) {
	i := slices.IndexFunc(others, func(other document) bool { return other.ID == d.ID })
	if i < 0 {
		return document{}, false
	}
	return others[i], true
}

// layer reports whether a document of a file is an object or a patch of it, and
// in which order Kustomize takes it.
func (d document) layer(file string, trail render.Trail) (layer int, is bool) {
	return trail.Layer(file, d.apiVersion, d.Kind, d.Namespace, d.Name)
}

func (a document) changes(b document) []baseChange {
	var all []baseChange
	for _, ch := range diff.Values(a.Kind, b.fields, a.fields) {
		one := baseChange{document: a, path: ch.Path, line: a.line - 1 + lineOf(a.node, ch.Path)}
		if ch.After == nil {
			one.document, one.gone, one.line = b, true, b.line-1+lineOf(b.node, ch.Path)
		}
		all = append(all, one)
	}
	return all
}

// lineOf is the line of a field in a parsed document, or that of the nearest
// field above it.
func lineOf(n *yaml.Node, p diff.Path) int {
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	line := max(n.Line, 1)
	for _, s := range p {
		var next, at *yaml.Node
		switch {
		case s.Item && n.Kind == yaml.SequenceNode && s.Index < len(n.Content):
			next = n.Content[s.Index]
			at = next
		case !s.Item && n.Kind == yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == s.Key {
					at, next = n.Content[i], n.Content[i+1]
				}
			}
		}
		if next == nil {
			return line
		}
		n, line = next, at.Line
	}
	return line
}

// shows reports whether a change in base/ is one of a field of an object, or of
// the object as a whole.
func (b baseChange) shows(p diff.Path) bool {
	return p == nil && b.path == nil || p != nil && p.Touches(b.path)
}

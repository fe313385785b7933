package review

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/value"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// baseChange is one change within an object or patch of base/.
type baseChange struct {
	kind, name string
	path       Path
	line       int
	gone       bool
}

// changedBase lists the files of base/ that differ, with what differs in them.
func changedBase(before, after Inputs) []input {
	var all []input
	for _, p := range slices.Sorted(maps.Keys(union(before.Base.Files, after.Base.Files))) {
		old, now := before.Base.Files[p], after.Base.Files[p]
		if bytes.Equal(old, now) && (old == nil) == (now == nil) || path.Ext(p) == ".md" {
			continue
		}
		gone := now == nil
		all = append(all, input{path: p, base: changesInFile(p, old, now), Cause: Cause{Kind: stack.FromBase, Name: p, File: p, Gone: gone}})
	}
	return all
}

// changesInFile compares a file of base/ by meaning. What is no manifest has
// no changes that could be told apart.
func changesInFile(p string, old, now []byte) []baseChange {
	if path.Ext(p) != ".yaml" && path.Ext(p) != ".yml" {
		return nil
	}
	before, after := pieces(old), pieces(now)
	var all []baseChange
	for key, a := range after {
		if b, there := before[key]; there {
			all = append(all, a.changes(b)...)
		} else {
			all = append(all, baseChange{kind: a.kind, name: a.name, line: a.line})
		}
	}
	for key, b := range before {
		if _, there := after[key]; !there {
			all = append(all, baseChange{kind: b.kind, name: b.name, line: b.line, gone: true})
		}
	}
	return all
}

// piece is one document of a file of base/.
type piece struct {
	kind, name string
	line       int
	fields     map[string]any
	node       *yaml.Node
}

func pieces(data []byte) map[ID]piece {
	all := map[ID]piece{}
	for _, d := range value.Documents(data) {
		fields, err := decode(d.Text)
		node := new(yaml.Node)
		if err == nil && len(fields) > 0 && yaml.Unmarshal(d.Text, node) == nil {
			id := identify(fields)
			all[id] = piece{id.Kind, id.Name, d.Line, fields, node}
		}
	}
	return all
}

func (a piece) changes(b piece) []baseChange {
	c := comparer{kind: a.kind}
	c.value(nil, b.fields, a.fields)
	var all []baseChange
	for _, ch := range c.changes {
		one := baseChange{kind: a.kind, name: a.name, path: ch.Path, line: a.line - 1 + lineOf(a.node, ch.Path)}
		if ch.After == nil {
			one.gone, one.line = true, b.line-1+lineOf(b.node, ch.Path)
		}
		all = append(all, one)
	}
	return all
}

// lineOf is the line of a field in a parsed document, or that of the nearest
// field above it.
func lineOf(n *yaml.Node, p Path) int {
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

// matches tells whether a change in base/ shows as a change of an object: its
// own kind, its name or what a prefix or suffix made of it, and its field.
func (b baseChange) matches(o ObjectChange, p Path) bool {
	names := []string{o.Object.Name}
	if o.From != nil {
		names = append(names, o.From.Name)
	}
	isNamed := slices.ContainsFunc(names, func(n string) bool {
		return n == b.name || strings.HasPrefix(n, b.name+"-") || strings.HasSuffix(n, "-"+b.name)
	})
	return b.kind == o.kind() && b.name != "" && isNamed && (p == nil && b.path == nil || p != nil && p.touches(b.path))
}

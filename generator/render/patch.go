package render

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/resid"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// patch is one document of a patch, and where its text begins.
type patch struct {
	file   string
	line   int // of the first line of the text, from 1
	text   []byte
	target *types.Selector // nil: the document names its object
}

func (p patch) origin(line int) manifest.Origin { return originAtLine(p.file, line) }

// patchesOf are the patches of a kustomization file, in the order in which
// Kustomize takes them.
func (b Base) patchesOf(file string) []patch {
	var k types.Kustomization
	node := new(yaml.Node)
	if yaml.Unmarshal(b.Files[file], &k) != nil || yaml.Unmarshal(b.Files[file], node) != nil {
		return nil
	}
	var all []patch
	for i, given := range k.PatchesStrategicMerge {
		at := valueAt(node, "patchesStrategicMerge", index(i))
		all = append(all, b.patch(file, string(given), at, nil)...)
	}
	for _, field := range []struct {
		key  string
		list []types.Patch
	}{{"patches", k.Patches}, {"patchesJson6902", k.PatchesJson6902}} {
		for i, given := range field.list {
			text, at := given.Path, (*yaml.Node)(nil)
			if given.Patch != "" {
				text, at = given.Patch, valueAt(node, field.key, index(i), "patch")
			}
			all = append(all, b.patch(file, text, at, given.Target)...)
		}
	}
	return all
}

// patch are the documents of one patch, which is a file or stands in the
// kustomization file itself.
func (b Base) patch(file, text string, at *yaml.Node, target *types.Selector) []patch {
	first := 1
	if other := path.Join(path.Dir(file), text); !strings.Contains(text, "\n") && b.Files[other] != nil {
		file, text = other, string(b.Files[other])
	} else if at != nil {
		first = at.Line
		if at.Style == yaml.LiteralStyle || at.Style == yaml.FoldedStyle {
			first++
		}
	}
	var all []patch
	for _, d := range manifest.Documents([]byte(text)) {
		all = append(all, patch{file, first - 1 + d.Line, d.Text, target})
	}
	return all
}

// isFor reports whether a patch is of the object of a trail.
func (p patch) isFor(t Trail) bool {
	d, err := manifest.Document{Text: p.text}.Object()
	if p.target == nil {
		isNamed := err == nil && d.Kind == t.object.Kind && slices.Contains(t.names, d.Name)
		return isNamed && (d.Namespace == "" || d.Namespace == t.object.Namespace || t.isMoved)
	}
	selector, err := types.NewSelectorRegex(p.target)
	if err != nil {
		return false
	}
	group, version := resid.ParseGroupVersion(t.object.APIVersion)
	gvk := resid.Gvk{Group: group, Version: version, Kind: t.object.Kind}
	return selector.MatchGvk(gvk) && (t.isMoved || selector.MatchNamespace(t.object.Namespace)) && slices.ContainsFunc(t.names, selector.MatchName)
}

// deletes reports whether a patch deletes an object of a kind by one of some names.
func (p patch) deletes(kind string, names []string) bool {
	d, err := manifest.Document{Text: p.text}.Object()
	if err != nil || d.Get("$patch") != "delete" {
		return false
	}
	if p.target == nil {
		return d.Kind == kind && slices.ContainsFunc(names, func(name string) bool { return isNamedLike(d.Name, name) })
	}
	selector, err := types.NewSelectorRegex(p.target)
	return err == nil && (p.target.Kind == "" || p.target.Kind == kind) && slices.ContainsFunc(names, selector.MatchName)
}

// isNamedLike reports whether a name is another one, or that before Kustomize put
// something behind it.
func isNamedLike(name, final string) bool { return name == final || strings.HasPrefix(final, name+"-") }

// find is the line of a text, from one on; where it is not there, that one.
func (p patch) find(text string, from int) (line int, found bool) {
	number := p.line - 1
	for line := range bytes.Lines(p.text) {
		number++
		if number >= from && bytes.Contains(line, []byte(text)) {
			return number, true
		}
	}
	return max(p.line, from), false
}

package render

import (
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A Statement is one thing that the kustomization file of a component does to objects:
// a patch, one target of a replacement, a prefix of names …
type Statement struct {
	// Field is that of the kustomization file.
	Field string
	// At is the line of it.
	At hcl.Range
	// Target is what it selects, or nil where it names its objects, or means all.
	Target *types.Selector

	rejects []*types.Selector
	node    *yaml.Node // in the kustomization file
	patches []patchText
}

// patchText is a document of a patch: a part of an object, or operations.
type patchText struct {
	file  string
	lines int // before the first one of the document
	node  *yaml.Node
}

// Components are what the components of a stack do to its objects.
type Components struct{ *Rendered }

// Components are those of the stack.
func (r *Rendered) Components() Components { return Components{r} }

// Statements are what the components of the stack do to objects, in the order of their
// precedence, the last word first.
func (r Components) Statements() []Statement {
	if r.statements == nil {
		return nil
	}
	return r.statements()
}

func (r Components) findStatements() []Statement {
	if len(r.stack.Config.Components) == 0 {
		return nil
	}
	var files []string
	for _, p := range r.Read {
		if strings.HasPrefix(p, tree.Components+"/") && slices.Contains(konfig.RecognizedKustomizationFileNames(), path.Base(p)) {
			files = append(files, p)
		}
	}
	slices.SortStableFunc(files, func(a, b string) int { return r.rank(b) - r.rank(a) })
	var all []Statement
	for _, file := range files {
		all = append(all, r.base.statementsOf(file)...)
	}
	return all
}

// rank is where stack.hcl has the component of a file; -1 is one that comes by another.
func (r Components) rank(file string) int {
	for i, c := range slices.Backward(r.stack.Config.Components) {
		if strings.HasPrefix(file, c.String()+"/") {
			return i
		}
	}
	return -1
}

// statementsOf reads a kustomization file, the last statement first.
func (b Base) statementsOf(file string) []Statement {
	root := parseNode(b.Files[file])
	if root == nil || root.Kind != yaml.MappingNode {
		return nil
	}
	var all []Statement
	for i := 0; i+1 < len(root.Content); i += 2 {
		field, value := root.Content[i].Value, root.Content[i+1]
		at := diag.Line(file, root.Content[i].Line)
		if value.Kind != yaml.SequenceNode || field == "resources" || field == "components" {
			all = append(all, Statement{Field: field, At: at, node: value})
			continue
		}
		for _, item := range value.Content {
			all = append(all, b.statement(file, field, item)...)
		}
	}
	slices.Reverse(all)
	return all
}

func parseNode(text []byte) *yaml.Node {
	var n yaml.Node
	if yaml.Unmarshal(text, &n) != nil || len(n.Content) == 0 {
		return nil
	}
	return n.Content[0]
}

// statement reads an item of a field.
func (b Base) statement(file, field string, item *yaml.Node) []Statement {
	s := Statement{Field: field, At: diag.Line(file, item.Line), node: item}
	switch field {
	case "patches", "patchesJson6902":
		var p types.Patch
		if item.Decode(&p) != nil {
			return nil
		}
		s.Target = selectorOf(item)
		s.patches = b.patchTexts(file, item, p.Path)
	case "patchesStrategicMerge":
		s.patches = b.patchTexts(file, item, item.Value)
	case "replacements":
		return b.replacements(file, item)
	}
	return []Statement{s}
}

// selectorOf reads the target of a patch.
func selectorOf(item *yaml.Node) *types.Selector {
	n := member(item, "target")
	if n == nil {
		return nil
	}
	return selector(n)
}

// selector reads one, whose fields Kustomize takes in any case of their letters.
func selector(n *yaml.Node) *types.Selector {
	s := &types.Selector{}
	for name, field := range map[string]*string{"group": &s.Group, "version": &s.Version, "kind": &s.Kind, "name": &s.Name, "namespace": &s.Namespace, "labelSelector": &s.LabelSelector, "annotationSelector": &s.AnnotationSelector} {
		if v := member(n, name); v != nil {
			*field = v.Value
		}
	}
	return s
}

// patchTexts are the documents of a patch, which is in line or in a file beside.
func (b Base) patchTexts(file string, item *yaml.Node, name string) []patchText {
	text, lines := b.Files[path.Join(path.Dir(file), name)], 0
	inline := member(item, "patch")
	if item.Kind == yaml.ScalarNode && text == nil {
		inline = item
	}
	at := path.Join(path.Dir(file), name)
	if inline != nil && inline.Value != "" {
		text, at, lines = []byte(inline.Value), file, inline.Line-1
		if inline.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			lines++
		}
	}
	var all []patchText
	for _, d := range manifest.Documents(text) {
		if n := parseNode(d.Text); n != nil {
			all = append(all, patchText{at, lines + d.Line - 1, n})
		}
	}
	return all
}

// replacements are the targets of one, each a statement of its own.
func (b Base) replacements(file string, item *yaml.Node) []Statement {
	list := []*yaml.Node{item}
	if p := member(item, "path"); p != nil {
		file = path.Join(path.Dir(file), p.Value)
		if list = nil; parseNode(b.Files[file]) != nil {
			root := parseNode(b.Files[file])
			list = []*yaml.Node{root}
			if root.Kind == yaml.SequenceNode {
				list = root.Content
			}
		}
	}
	var all []Statement
	for _, replacement := range list {
		for _, target := range items(member(replacement, "targets")) {
			s := Statement{Field: "replacements", At: diag.Line(file, target.Line), node: target, Target: &types.Selector{}}
			if n := member(target, "select"); n != nil {
				s.Target = selector(n)
			}
			for _, n := range items(member(target, "reject")) {
				s.rejects = append(s.rejects, selector(n))
			}
			all = append(all, s)
		}
	}
	return all
}

// member is a member of a mapping, by its name in any case.
func member(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if strings.EqualFold(n.Content[i].Value, name) {
			return n.Content[i+1]
		}
	}
	return nil
}

func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

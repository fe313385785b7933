package render

import (
	"encoding/json"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/manifest"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// patched are the places at which a patch says something of a field of an object.
func (r Components) patched(s Statement, o manifest.Object, field []string) []setting {
	if s.Target != nil && !r.selects(s.selection(), o, r.namesOf(o)) {
		return nil
	}
	var all []setting
	for _, p := range s.patches {
		switch {
		case p.node.Kind == yaml.SequenceNode:
			all = append(all, p.operations(o, field)...)
		case s.Target != nil || r.isNamedIn(o, p.node):
			all = append(all, p.merged(field)...)
		}
	}
	return all
}

// isNamedIn reports whether a patch without target is of an object.
func (r Components) isNamedIn(o manifest.Object, n *yaml.Node) bool {
	metadata := member(n, "metadata")
	namespace := textOf(member(metadata, "namespace"))
	return textOf(member(n, "kind")) == o.Kind && textOf(member(n, "apiVersion")) == o.APIVersion &&
		(namespace == "" || namespace == o.Namespace) && r.isCalled(o, textOf(member(metadata, "name")))
}

func textOf(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	return n.Value
}

// merged are the places of a field in a patch that is a part of an object.
func (p patchText) merged(field []string) []setting {
	found := follow(p.node, field)
	if found.key == nil || found.steps < len(field) && !found.isWhole {
		return nil
	}
	return []setting{{p.line(found.key), found.value}}
}

func (p patchText) line(n *yaml.Node) hcl.Range { return diag.Line(p.file, p.lines+n.Line) }

// operations are the operations of a JSON patch that say something of a field, the
// last one first.
func (p patchText) operations(o manifest.Object, field []string) []setting {
	var all []setting
	for _, op := range p.node.Content {
		at := member(op, "path")
		if at == nil || textOf(member(op, "op")) == "test" {
			continue
		}
		steps := pointer(at.Value)
		value := member(op, "value")
		n, fits := fitting(steps, field, o, value)
		switch {
		case !fits:
		case n < len(steps): // it says something below the field
			all = append([]setting{{p.line(at), nil}}, all...)
		case n == len(field) || value == nil:
			all = append([]setting{{p.line(at), value}}, all...)
		default:
			found := follow(value, field[n:])
			if found.key == nil || found.steps == 0 {
				found = followed{key: at}
			}
			all = append([]setting{{p.line(found.key), found.value}}, all...)
		}
	}
	return all
}

// pointer splits a JSON pointer.
func pointer(text string) []string {
	steps := strings.Split(strings.TrimPrefix(text, "/"), "/")
	for i := range steps {
		steps[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(steps[i])
	}
	return steps
}

// fitting reports whether an operation leads to a field, to what holds it or below it,
// and how many steps both have.
func fitting(steps, field []string, o manifest.Object, value *yaml.Node) (n int, fits bool) {
	n = min(len(steps), len(field))
	for i := range n {
		isLast := i == len(steps)-1
		named := isLast && value != nil && (textOf(member(value, "name")) == field[i] || steps[i] == "-" && isValue(value, o.At(field[:i+1]...)))
		if !named && (steps[i] == "-" || !sameItem(steps[i], field[:i+1], o)) {
			return n, false
		}
	}
	return n, true
}

// isValue reports whether an object has a value as a patch has it.
func isValue(n *yaml.Node, v any) bool {
	var given any
	if v == nil || n.Decode(&given) != nil {
		return false
	}
	a, err := json.Marshal(given)
	b, failed := json.Marshal(v)
	return err == nil && failed == nil && string(a) == string(b)
}

func itemAt(list []any, step string) any {
	i, err := strconv.Atoi(step)
	if err != nil || i < 0 || i >= len(list) {
		return nil
	}
	return list[i]
}

// followed is how far a path leads into a document.
type followed struct {
	steps   int
	key     *yaml.Node // of the last step, for its line
	value   *yaml.Node
	isWhole bool // what is there replaces or deletes all below
}

// follow goes along a path of keys, and of names or places of items.
func follow(n *yaml.Node, field []string) followed {
	f := followed{value: n}
	for _, step := range field {
		if whole := directive(f.value); whole != nil {
			return followed{f.steps, whole, nil, true}
		}
		key, next := inside(f.value, step)
		if next == nil {
			f.isWhole = f.steps > 0 && f.value.Kind == yaml.ScalarNode
			return f
		}
		f = followed{f.steps + 1, key, next, false}
	}
	if whole := directive(f.value); whole != nil && f.key == nil {
		return followed{f.steps, whole, nil, true}
	}
	return f
}

// directive is the $patch of a map that deletes or replaces what is there.
func directive(n *yaml.Node) *yaml.Node {
	if d := member(n, "$patch"); d != nil && (d.Value == "delete" || d.Value == "replace") {
		return d
	}
	return nil
}

// inside is a member of a mapping with its key, or an item of a list by its name or
// place.
func inside(n *yaml.Node, step string) (key, value *yaml.Node) {
	switch {
	case n.Kind == yaml.MappingNode:
		if key := keyOf(n, step); key != nil {
			return key, member(n, step)
		}
	case n.Kind == yaml.SequenceNode:
		for i, item := range n.Content {
			if textOf(member(item, "name")) == step || strconv.Itoa(i) == step {
				return item, item
			}
		}
	}
	return nil, nil
}

package render

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// SetBy is the line of a component that has the last word on a field of an object: it
// sets the field, replaces what holds it, or takes it away. What a component declares
// it sets as a whole.
func (r Components) SetBy(o manifest.Object, field ...string) (manifest.Origin, bool) {
	if len(r.Statements()) == 0 || len(field) == 0 {
		return manifest.Origin{}, false
	}
	at, isLast, is := r.stated(o, field)
	if isLast {
		return at, true
	}
	if at, is := r.declaredIn(o, field); is {
		return at, true
	}
	return at, is
}

// Overrules is the line of a component that changes a field of an object which it does
// not declare.
func (r Components) Overrules(o manifest.Object, field ...string) (manifest.Origin, bool) {
	at, _, is := r.stated(o, field)
	return at, is
}

// stated is the line of a statement that sets a field, if one does, and whether it has
// the last word.
func (r Components) stated(o manifest.Object, field []string) (at manifest.Origin, isLast, is bool) {
	for _, s := range r.Statements() {
		for _, setting := range r.settings(s, o, field) {
			if setting.isLast(o, field) {
				return fromBase(setting.place), true, true
			}
			if !is {
				at, is = fromBase(setting.place), true
			}
		}
	}
	return at, false, is
}

func fromBase(at hcl.Range) manifest.Origin {
	return manifest.Origin{Kind: manifest.FromBase, Name: at.Filename, Range: at}
}

// setting is a place at which something is said of a field.
type setting struct {
	place hcl.Range
	node  *yaml.Node // of the value, or nil where it is another's
}

// isLast reports whether the value is the one that the object has.
func (s setting) isLast(o manifest.Object, field []string) bool {
	if s.node == nil || s.node.Kind != yaml.ScalarNode {
		return true
	}
	v := o.At(field...)
	return v == nil && s.node.ShortTag() == yaml.NodeTagNull || manifest.IsScalar(v) && v != nil && manifest.Text(v) == s.node.Value
}

// settings are the places at which a statement says something of a field of an object.
func (r Components) settings(s Statement, o manifest.Object, field []string) []setting {
	last := field[len(field)-1]
	switch s.Field {
	case "patches", "patchesJson6902", "patchesStrategicMerge":
		return r.patched(s, o, field)
	case "replacements":
		return r.replaced(s, o, field)
	case "namePrefix", "nameSuffix":
		if len(field) == 2 && field[0] == "metadata" && last == "name" {
			return []setting{{s.At, nil}}
		}
	case "namespace":
		if len(field) == 2 && field[0] == "metadata" && last == "namespace" {
			return []setting{{s.At, nil}}
		}
	case "commonLabels", "commonAnnotations", "labels":
		pairs := s.node
		if s.Field == "labels" {
			pairs = member(s.node, "pairs")
		}
		isHere := len(field) > 1 && strings.HasSuffix(strings.ToLower(s.Field), field[len(field)-2])
		if key := keyOf(pairs, last); isHere && key != nil {
			return []setting{{diag.Line(s.At.Filename, key.Line), member(pairs, last)}}
		}
	case "images":
		image := fact.ParseImage(manifest.Text(o.At(field...)))
		for _, given := range [][2]string{{"newName", image.Name}, {"name", image.Name}, {"newTag", image.Tag}, {"digest", image.Digest}} {
			if n := member(s.node, given[0]); last == "image" && n != nil && n.Value == given[1] && n.Value != "" {
				return []setting{{diag.Line(s.At.Filename, n.Line), nil}}
			}
		}
	case "replicas":
		if n := member(s.node, "name"); last == "replicas" && n != nil && r.isCalled(o, n.Value) {
			return []setting{{s.At, member(s.node, "count")}}
		}
	case "configMapGenerator", "secretGenerator":
		if n := member(s.node, "name"); n != nil && strings.HasPrefix(strings.ToLower(s.Field), strings.ToLower(o.Kind)) && r.isCalled(o, n.Value) {
			return []setting{{diag.Line(s.At.Filename, lineMentioning(s.node, last)), nil}}
		}
	}
	return nil
}

// isCalled reports whether an object has a name, or had it before.
func (r Components) isCalled(o manifest.Object, name string) bool {
	return slices.Contains(r.namesOf(o), name)
}

// keyOf is the node of a key in a mapping.
func keyOf(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i]
		}
	}
	return nil
}

// lineMentioning is the line of a scalar that starts with a text, or the first one.
func lineMentioning(n *yaml.Node, text string) int {
	for _, c := range n.Content {
		if c.Kind == yaml.ScalarNode && strings.HasPrefix(c.Value, text) {
			return c.Line
		}
		if line := lineMentioning(c, text); line != c.Line || strings.HasPrefix(c.Value, text) {
			return line
		}
	}
	return n.Line
}

// replaced are the fields of a target of a replacement.
func (r Components) replaced(s Statement, o manifest.Object, field []string) []setting {
	if !r.selects(s.selection(), o, r.namesOf(o)) {
		return nil
	}
	for _, n := range items(member(s.node, "fieldPaths")) {
		if sameField(splitFieldPath(n.Value), field, o) {
			return []setting{{diag.Line(s.At.Filename, n.Line), nil}}
		}
	}
	return nil
}

// splitFieldPath splits the path of a replacement at its dots, of which those in
// brackets and behind a backslash are none.
func splitFieldPath(text string) []string {
	var steps []string
	step, depth := "", 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			i++
			step += string(text[i])
		case c == '.' && depth == 0:
			steps, step = append(steps, step), ""
		default:
			depth += strings.Count("[", string(c)) - strings.Count("]", string(c))
			step += string(c)
		}
	}
	return append(steps, step)
}

// sameField reports whether the path of a replacement leads to a field, or to what
// holds it.
func sameField(steps, field []string, o manifest.Object) bool {
	if len(steps) > len(field) {
		return false
	}
	for i, step := range steps {
		name, isNamed := strings.CutPrefix(strings.TrimSuffix(step, "]"), "[name=")
		if isNamed && name == field[i] || step == "*" || step == "["+field[i]+"]" {
			continue
		}
		if !sameItem(step, field[:i+1], o) {
			return false
		}
	}
	return true
}

// sameItem reports whether a step of a path that counts the items of lists is the last
// one of a path that names them.
func sameItem(step string, field []string, o manifest.Object) bool {
	last := field[len(field)-1]
	if step == last {
		return true
	}
	list, isList := o.At(field[:len(field)-1]...).([]any)
	if !isList {
		return false
	}
	item := itemAt(list, step)
	return item != nil && manifest.Text(item, "name") == last
}

// declaredIn is the line of a field in the file of a component that declares the
// object.
func (r Components) declaredIn(o manifest.Object, field []string) (manifest.Origin, bool) {
	trail := r.TrailOf(o)
	if !strings.HasPrefix(trail.File, tree.Components+"/") {
		return manifest.Origin{}, false
	}
	for _, d := range manifest.Documents(r.base.Files[trail.File]) {
		n := parseNode(d.Text)
		declared, err := d.Object()
		if n == nil || err != nil || declared.Kind != o.Kind || !r.isCalled(o, declared.Name) {
			continue
		}
		line := 0
		if found := follow(n, field); found.key != nil {
			line = found.key.Line
		}
		return fromBase(diag.Line(trail.File, d.Line+max(line, 1)-1)), true
	}
	return manifest.Origin{}, false
}

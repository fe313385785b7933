package review

import (
	"strings"

	"example.com/metaflow-gitops/generator/render"
)

// Explanation tells where the fields of one object come from.
type Explanation struct {
	Stack  string           `json:"stack"`
	Object ID               `json:"object"`
	Fields []ExplainedField `json:"fields"`
}

// ExplainedField is one plain value, and where it comes from.
type ExplainedField struct {
	Path    Path    `json:"path"`
	Value   any     `json:"value"`
	Origins []Cause `json:"origins"`
}

// Explain tells where the fields come from that a query is about. The query is
// an object, as Kind/name or Kind/namespace/name, and may go on with the path
// of a field. Objects are those of the stack; none matches: nothing is said.
func Explain(b *Built, base render.Base, objects []Object, query string) []Explanation {
	var all []Explanation
	for _, o := range objects {
		asked, is := o.asked(query)
		if !is {
			continue
		}
		e := Explanation{Stack: b.Stack.Name, Object: o.ID}
		x := newExplainer(b, base, o)
		for _, leaf := range leavesOf(o.Kind, nil, o.Fields) {
			if text := leaf.Path.String(); text == asked || asked == "" || strings.HasPrefix(text, asked+".") || strings.HasPrefix(text, asked+"[") {
				leaf.Origins = x.origins(leaf.Path, leaf.Value)
				e.Fields = append(e.Fields, leaf)
			}
		}
		if len(e.Fields) > 0 {
			all = append(all, e)
		}
	}
	return all
}

// asked tells whether a query is about this object, and what path follows.
func (o Object) asked(query string) (field string, is bool) {
	kind, rest, _ := strings.Cut(query, "/")
	if !strings.EqualFold(kind, o.Kind) {
		return "", false
	}
	for _, name := range []string{o.Namespace + "/" + o.Name, o.Name} {
		field, is := strings.CutPrefix(rest, name)
		if is && (field == "" || field[0] == '.' || field[0] == '[') {
			return strings.TrimPrefix(field, "."), true
		}
	}
	return "", false
}

// Queries are the names by which objects can be asked about.
func Queries(objects []Object) []string {
	var all []string
	for _, o := range objects {
		all = append(all, strings.ToLower(o.Kind)+"/"+o.Name)
	}
	return all
}

// leavesOf lists the plain values of an object; an empty map or list is one.
func leavesOf(kind string, p Path, v any) []ExplainedField {
	var all []ExplainedField
	switch v := v.(type) {
	case map[string]any:
		for _, k := range sortedKeys(v) {
			all = append(all, leavesOf(kind, p.key(k), v[k])...)
		}
	case []any:
		key, named := p.field(kind).listType(v, v).keyOf(v, v)
		for i, item := range v {
			name := ""
			if named {
				name = itemName(item, key)
			}
			all = append(all, leavesOf(kind, p.item(name, i), item)...)
		}
	}
	if len(all) == 0 {
		return []ExplainedField{{Path: p, Value: v}}
	}
	return all
}

package cause

import (
	"strings"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/render"
)

// Explanation tells where the fields of one object come from.
type Explanation struct {
	Stack  string           `json:"stack"`
	Object diff.ID          `json:"object"`
	Fields []ExplainedField `json:"fields"`
}

// ExplainedField is one plain value, and where it comes from.
type ExplainedField struct {
	diff.Leaf
	Origins []Cause `json:"origins"`
}

// Explain tells where the fields come from that a query is about. The query is
// an object, as Kind/name or Kind/namespace/name, and may go on with the path
// of a field. Objects are those of the stack; none matches: nothing is said.
func Explain(b *build.Built, base render.Base, objects []diff.Object, query string) []Explanation {
	var all []Explanation
	for _, o := range objects {
		asked, is := asked(o, query)
		if !is {
			continue
		}
		e := Explanation{Stack: b.Stack.Name, Object: o.ID}
		x := newExplainer(b, base, o)
		for _, leaf := range diff.Leaves(o.Kind, o.Fields) {
			if text := leaf.Path.String(); text == asked || asked == "" || strings.HasPrefix(text, asked+".") || strings.HasPrefix(text, asked+"[") {
				e.Fields = append(e.Fields, ExplainedField{leaf, x.origins(leaf.Path, leaf.Value)})
			}
		}
		if len(e.Fields) > 0 {
			all = append(all, e)
		}
	}
	return all
}

// asked reports whether a query is about an object, and what path follows.
func asked(o diff.Object, query string) (field string, is bool) {
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
func Queries(objects []diff.Object) []string {
	var all []string
	for _, o := range objects {
		all = append(all, strings.ToLower(o.Kind)+"/"+o.Name)
	}
	return all
}

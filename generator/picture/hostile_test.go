package picture

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"
)

// nasty are texts that would break out of a picture, if they could.
var nasty = []string{`<script>alert(1)</script>`, `"><image href="https://example.com/x"/>`, `</text></svg><p>`, "]]>", "&lt;b&gt;&#x3c;", "a\x00b\x1b[31m\r\n\tc", "\u202eevil\u2066\u200b\ufeff",
	"\xff\xfe", "\ufffe\uffff", "javascript:alert(1)", "##vso[task.setvariable]x", "::error::x", strings.Repeat("界", 300), strings.Repeat("m", 1<<20), "<!--", "<![CDATA[", "' onload='alert(1)"}

// TestHostile writes such texts everywhere in the objects of a stack.
func TestHostile(t *testing.T) {
	for _, text := range nasty {
		var objects []Object
		for _, o := range rendered(t, "prod") {
			o.Fields = infect(o.Fields, text, "").(map[string]any)
			o.Mark, o.Link = Changed, text
			objects = append(objects, o)
		}
		g := Of(objects)
		if len(g.nodes) == 0 {
			t.Fatal("nothing is drawn")
		}
		checkSVG(t, g.SVG(text, text))
		checkTexts(t, g)
	}
}

// checkTexts holds that sentences are text that can be shown.
func checkTexts(t testing.TB, g Graph) {
	t.Helper()
	for _, s := range g.Sentences() {
		if len(s.Text) > 5000 {
			t.Fatalf("a sentence of %d bytes", len(s.Text))
		}
		for _, r := range s.Text {
			if r != ' ' && !unicode.IsPrint(r) {
				t.Fatalf("%q in %q", r, s.Text)
			}
		}
	}
}

// infect appends a text to all texts that are not what the picture goes by.
func infect(v any, text, under string) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = infect(v[k], text, k)
		}
	case []any:
		for i := range v {
			v[i] = infect(v[i], text, under)
		}
	case string:
		switch under {
		case "kind", "apiVersion", "type", "policyTypes", "operator", "protocol", "driver", "from", "group":
			return v
		}
		return v + text
	}
	return v
}

// TestMalformed takes away, or replaces, each field of a stack's objects in turn.
func TestMalformed(t *testing.T) {
	for _, wrong := range []any{nil, "(secret)", json.Number("7"), true, []any{}, []any{nil, "x", []any{}}, map[string]any{}, map[string]any{"x": nil}} {
		objects := rendered(t, "prod")
		for i := range objects {
			for _, path := range pathsOf(objects[i].Fields) {
				restore := path.set(wrong)
				if g := Of(objects[i : i+1]); len(g.nodes) > 0 {
					checkSVG(t, g.SVG("x", "x"))
				}
				restore()
			}
		}
		if len(Of(objects).nodes) < 10 {
			t.Fatal("the objects were not restored")
		}
	}
}

// spot is where a value is in a map or list.
type spot struct {
	fields map[string]any
	key    string
	items  []any
	index  int
}

func (p spot) set(v any) (restore func()) {
	if p.fields != nil {
		old := p.fields[p.key]
		p.fields[p.key] = v
		return func() { p.fields[p.key] = old }
	}
	old := p.items[p.index]
	p.items[p.index] = v
	return func() { p.items[p.index] = old }
}

func pathsOf(v any) []spot {
	var found []spot
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			found = append(append(found, spot{fields: v, key: k}), pathsOf(v[k])...)
		}
	case []any:
		for i := range v {
			found = append(append(found, spot{items: v, index: i}), pathsOf(v[i])...)
		}
	}
	return found
}

// FuzzOf draws any JSON objects: nothing panics, the picture is well formed, and
// another order makes no other.
func FuzzOf(f *testing.F) {
	for _, stack := range stacks {
		var all []map[string]any
		for _, o := range rendered(f, stack) {
			all = append(all, o.Fields)
		}
		text, err := json.Marshal(all)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, seed := range []string{`[]`, `[null]`, `[{"kind":"Gateway"}]`, `[{"kind":"NetworkPolicy","apiVersion":"networking.k8s.io/v1","spec":{"ingress":[{"from":[{"ipBlock":{"cidr":"::/0","except":["::/1"]}}]}]}}]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var all []map[string]any
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if d.Decode(&all) != nil {
			return
		}
		marks := []Mark{"", Added, Removed, Changed}
		var objects []Object
		for i, fields := range all {
			objects = append(objects, Object{Fields: fields, Mark: marks[i%len(marks)], Link: fmt.Sprint("c", i)})
		}
		g := Of(objects)
		svg := g.SVG(text, "x")
		checkSVG(t, svg)
		checkTexts(t, g)
		shuffle(objects)
		if Of(objects).SVG(text, "x") != svg {
			t.Fatal("another order of the objects gives another picture")
		}
	})
}

// BenchmarkOf draws the picture of a stack.
func BenchmarkOf(b *testing.B) {
	objects := rendered(b, "prod")
	for b.Loop() {
		g := Of(objects)
		if len(g.SVG("prod", "prod")) == 0 || len(g.Sentences()) == 0 {
			b.Fatal("nothing is drawn")
		}
	}
}

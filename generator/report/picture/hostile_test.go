package picture

import (
	"encoding/json"
	"maps"
	"slices"
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

func (p spot) value() any {
	if p.fields != nil {
		return p.fields[p.key]
	}
	return p.items[p.index]
}

// pathsOf lists all places in a value, in order.
func pathsOf(v any) []spot {
	var found []spot
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			found = append(append(found, spot{fields: v, key: k}), pathsOf(v[k])...)
		}
	case []any:
		for i := range v {
			found = append(append(found, spot{items: v, index: i}), pathsOf(v[i])...)
		}
	}
	return found
}

// FuzzOf edits the objects of a scene in any way, and draws them: nothing panics,
// the picture is well formed, and another order makes no other. Three bytes are an
// edit: where, and what to put there.
func FuzzOf(f *testing.F) {
	for i := range 40 {
		f.Add([]byte{byte(i), byte(i * 37), byte(i), byte(i / 2), byte(i * 91), byte(i * 3)}, `{"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}`)
	}
	for _, text := range nasty {
		f.Add([]byte("abcdefghijkl"), text[:min(len(text), 100)])
	}
	f.Fuzz(func(t *testing.T, edits []byte, text string) {
		objects := objectsOf(t, routed+"\n---\n"+notebook+"\n---\n"+openMetadata)
		for ; len(edits) >= 3; edits = edits[3:] {
			change(objects, int(edits[0])<<8+int(edits[1]), int(edits[2]), text)
		}
		if fields, isMap := decoded(text).(map[string]any); isMap {
			objects = append(objects, Object{Fields: fields, Mark: Removed})
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

// change puts something into one of the places that objects have: the text,
// what it is as JSON, a value of another place, or something plain.
func change(objects []Object, where, what int, text string) {
	o := &objects[where%len(objects)]
	o.Mark, o.Link = []Mark{"", Added, Removed, Changed}[what%4], text
	places, others := pathsOf(o.Fields), pathsOf(objects[what%len(objects)].Fields)
	if len(places) == 0 {
		return
	}
	values := []any{nil, true, json.Number(text), "(secret)", text, decoded(text), []any{decoded(text)}, []any{}, map[string]any{}, json.Number("8080")}
	if len(others) > 0 {
		values = append(values, copied(others[where%len(others)].value()))
	}
	places[where%len(places)].set(values[what%len(values)])
}

// decoded is text as JSON, or nil.
func decoded(text string) any {
	var v any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

// copied is a value that shares nothing with its original.
func copied(v any) any {
	text, err := json.Marshal(v)
	if err != nil {
		return nil // a number that is none
	}
	return decoded(string(text))
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

package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

// position is a place in stack.hcl where an expression can stand: the lines
// before and after it.
type position struct{ name, before, after string }

// positionsOf walks the schema of stack.hcl.
func positionsOf(config reflect.Type, at position) []position {
	var found []position
	for f := range config.Fields() {
		name, kind, _ := strings.Cut(f.Tag.Get("hcl"), ",")
		here := position{strings.TrimPrefix(at.name+"."+name, "."), at.before, at.after}
		switch {
		case name == "":
		case f.Type == reflect.TypeFor[hcl.Attributes]():
			for c := range reflect.TypeFor[stack.Contract]().Fields() {
				output, _, _ := strings.Cut(c.Tag.Get("cty"), ",")
				found = append(found, position{here.name + "." + output, at.before + name + " {\n" + output + " = ", "\n}\n" + at.after})
			}
		case kind == "block":
			inner, label := f.Type, ""
			if l := f.Tag.Get("label"); l != "" {
				first, _, closed := strings.Cut(l, ",")
				if !closed {
					first = "mine"
				}
				inner, label = inner.Elem(), fmt.Sprintf(" %q", first)
			}
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			here.before, here.after = at.before+name+label+" {\n", "\n}\n"+at.after
			found = append(found, positionsOf(inner, here)...)
		default:
			here.before += name + " = "
			found = append(found, here)
		}
	}
	return found
}

// expressions reach a sensitive output in every way that the language has.
var expressions = []string{
	`output.planted`, `output["planted"]`, `[output.planted]`, `"x-${output.planted}-y"`, `output.nested.password`, `output.nested.list[0]`, `[output.nested]`,
	`output.nested.list`, `output.nested.list[*]`, `upper(output.planted)`, `lower(output.planted)`, `format("%s", output.planted)`, `format("%d", output.planted)`,
	`join("-", [output.planted, "x"])`, `split("", output.planted)`, `replace("abc", "b", output.planted)`, `regex(output.planted, "abc")`, `regex("(", output.planted)`,
	`{ a = 1 }[output.planted]`, `output[output.planted]`, `lookup({}, output.planted)`, `lookup({ a = output.planted }, "a", 1)`, `merge({ a = output.planted }, {})`,
	`try(output.planted, "x")`, `try(output.nope, output.planted)`, `coalesce(output.planted, "x")`, `concat([output.planted], [])`, `values({ a = output.planted })`,
	`keys({ (output.planted) = 1 })`, `[for x in output.nested.list : x]`, `[for x in [1] : output.planted]`, `{ for x in output.nested.list : x => x }`,
	`output.planted == "a" ? "a" : "b"`, `true ? output.planted : "b"`, `output.planted + 1`, `-output.planted`, `!output.planted`, `length(output.planted)`,
	`trimprefix(output.planted, "x")`, `"%{ if output.planted == "x" }a%{ else }b%{ endif }"`, `"%{ for x in output.nested.list }${x}%{ endfor }"`, `output.planted.x`, `output`, `stack[output.planted]`,
	"<<-EOT\n${output.planted}\nEOT\n",
}

// credentials make up unmarked secrets of known shapes.
var credentials = map[string]func() string{
	"storage key": func() string { return base64.StdEncoding.EncodeToString(randomBytes(64)) },
	"connection string": func() string {
		return "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + base64.StdEncoding.EncodeToString(randomBytes(64))
	},
	"SAS": func() string {
		return "sv=2026-01-01&sp=r&sig=" + strings.ReplaceAll(base64.StdEncoding.EncodeToString(randomBytes(32)), "=", "%3D")
	},
	"client secret": func() string { return "abc8Q~" + letters(34) },
	"JWT":           func() string { return "eyJ" + letters(20) + ".eyJ" + letters(30) + "." + letters(43) },
	"private key":   func() string { return "-----BEGIN PRIVATE KEY-----\n" + letters(60) + "\n-----END PRIVATE KEY-----" },
	"database URL":  func() string { return "postgres://metaflow:" + letters(20) + "@host/db" },
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return b
}

func letters(n int) string {
	const all = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	var b strings.Builder
	for range n {
		b.WriteByte(all[rand.IntN(len(all))])
	}
	return b.String()
}

// TestPlantedSecrets plants random secrets in every position that stack.hcl can
// reach: as sensitive outputs, as unmarked outputs of a credential's shape, and
// as literals. Each is refused with its place; none gets into a file or a
// message.
func TestPlantedSecrets(t *testing.T) {
	root := t.TempDir()
	if err := copyRepository("..", root); err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"staging", "research"} { // they cost time and say nothing
		if err := os.RemoveAll(filepath.Join(root, "terraform/stacks", gone)); err != nil {
			t.Fatal(err)
		}
	}
	positions := positionsOf(reflect.TypeFor[stack.Config](), position{})
	if len(positions) < 50 {
		t.Fatalf("only %d positions", len(positions))
	}
	p := planting{T: t, root: root, before: generatedTree(t, root)}
	for i, at := range positions {
		for n := range 4 {
			p.sensitive(at, expressions[(4*i+n)%len(expressions)], n == 0, n%2 == 1)
		}
		p.sensitive(at, expressions[0], i%2 == 0, i%3 == 0)
		for name, make := range credentials {
			if rand.IntN(3) == 0 {
				p.literal(at, name, make())
				p.unmarked(at, name, make())
			}
		}
	}
	for _, e := range expressions {
		p.sensitive(positions[rand.IntN(len(positions))], e, true, false)
	}
	t.Logf("%d runs over %d positions", p.runs, len(positions))
}

type planting struct {
	*testing.T
	root   string
	before map[string]string
	runs   int
}

// sensitive plants a sensitive output.
func (p *planting) sensitive(at position, expression string, refresh, json bool) {
	value := letters(12 + rand.IntN(30))
	if rand.IntN(2) == 0 {
		value += "\"<&\\é'\n" + letters(30)
	}
	p.outputs(map[string]any{
		"planted": map[string]any{"sensitive": true, "type": "string", "value": value},
		"nested": map[string]any{"sensitive": true, "type": []any{"object", map[string]any{"password": "string", "list": []any{"list", "string"}}},
			"value": map[string]any{"password": value, "list": []string{value}}},
	})
	line := p.stackFile(at.before, expression, at.after)
	p.refused(at.name+" = "+expression, value, fmt.Sprintf("stack.hcl line %d", line), refresh, json)
}

// unmarked plants an output that nobody marked.
func (p *planting) unmarked(at position, name, value string) {
	p.outputs(map[string]any{"planted": map[string]any{"sensitive": false, "type": "string", "value": value}})
	p.stackFile(at.before, "output.planted", at.after)
	p.refused(at.name+" = unmarked "+name, value, "plain.json line 1", true, false)
}

// literal plants a credential that somebody wrote into stack.hcl.
func (p *planting) literal(at position, name, value string) {
	p.outputs(nil)
	line := p.stackFile(at.before, strings.ReplaceAll(fmt.Sprintf("%q", value), "%", "%%"), at.after)
	if name == "SAS" { // HCL has no escape for a lone percent sign
		line = p.stackFile(at.before, fmt.Sprintf("%q", value), at.after)
	}
	p.refused(at.name+" = literal "+name, value, fmt.Sprintf("stack.hcl line %d", line), false, false)
}

// outputs writes the document of outputs, with more than the contract has.
func (p *planting) outputs(more map[string]any) {
	p.Helper()
	var doc struct{ Outputs map[string]any }
	data, err := os.ReadFile("../terraform/stacks/prod/outputs.json")
	if err == nil {
		err = json.Unmarshal(data, &doc)
	}
	for name, o := range more {
		doc.Outputs[name] = o
	}
	if err == nil {
		data, err = json.Marshal(doc.Outputs)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(p.root, "plain.json"), data, 0o644)
	}
	if err != nil {
		p.Fatal(err)
	}
}

// stackFile writes stack.hcl and returns the line of the expression.
func (p *planting) stackFile(before, expression, after string) int {
	p.Helper()
	if err := os.WriteFile(filepath.Join(p.root, "terraform/stacks/prod/stack.hcl"), []byte(before+expression+after+"\n"), 0o644); err != nil {
		p.Fatal(err)
	}
	return 1 + strings.Count(before, "\n")
}

func (p *planting) refused(name, value, place string, refresh, json bool) {
	p.Helper()
	p.runs++
	args := []string{"--root", p.root, "--stack", "prod", "--outputs", filepath.Join(p.root, "plain.json")}
	if refresh {
		args = append(args, "--refresh")
	}
	if json {
		args = append(args, "--format", "json")
		place = fmt.Sprintf(`"line": %s`, place[strings.LastIndex(place, " ")+1:])
	}
	var out, talk bytes.Buffer
	if status := run(args, stdio{strings.NewReader(""), &out, &talk}); status != exitFailed {
		p.Errorf("%s: exit status %d\n%s%s", name, status, out.String(), talk.String())
	}
	said := out.String() + talk.String()
	if !strings.Contains(said, place) {
		p.Errorf("%s: %q is not in\n%s", name, place, said)
	}
	var known secret.Known
	known.Add("planted", value)
	// A part of it is too much, too.
	for i := 0; i+12 <= len(value); i += 6 {
		known.Add("part", value[i:i+12])
	}
	if strings.Contains(name, "unmarked connection") || strings.Contains(name, "literal connection") {
		known = secret.Known{}
		known.Add("key", value[strings.Index(value, "AccountKey=")+len("AccountKey="):])
	}
	if found := known.Find([]byte(said)); len(found) > 0 {
		p.Errorf("%s: the secret is in\n%s", name, said)
	}
	if after := generatedTree(p.T, p.root); !reflect.DeepEqual(p.before, after) {
		p.Fatalf("%s: files were changed", name)
	}
}

// generatedTree is what a run may write.
func generatedTree(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, folder := range []string{"overlays", "clusters", "terraform/stacks"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || d.Name() == "stack.hcl" {
				return err
			}
			data, err := os.ReadFile(p)
			files[p] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

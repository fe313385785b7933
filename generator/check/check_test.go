package check

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tfoutput"
)

// fixture is one example stack, rendered; a mutant changes something in it.
type fixture struct {
	stack    *stack.Stack
	rendered *render.Rendered
	sync     []plan.Map
}

const root = "../.."

// builds are the renderings of the examples, which take most of the time.
var builds = map[string]*render.Rendered{}

// load gives an example stack to change.
func load(t *testing.T, name string) *fixture {
	t.Helper()
	asItIs := func(_, text string) string { return text }
	if builds[name] == nil {
		builds[name] = loadWith(t, name, asItIs).rendered
	}
	s, fresh := parse(t, name, asItIs), *builds[name]
	fresh.Objects = slices.Clone(fresh.Objects)
	for i, o := range fresh.Objects {
		fresh.Objects[i].Fields = copied(o.Fields).(map[string]any)
	}
	return &fixture{s, &fresh, plan.NewSync(s, fresh.Waves())}
}

// copied copies a value as deep as it goes.
func copied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, item := range v {
			m[key] = copied(item)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = copied(item)
		}
		return list
	}
	return v
}

// loadWith lets a test edit outputs.json and stack.hcl on their way in.
func loadWith(t *testing.T, name string, edit func(file, text string) string) *fixture {
	t.Helper()
	s, base := parse(t, name, edit), loadBase(t)
	rendered, diags := render.Build(base, s, plan.New(s, base.Images(s.Config.Components)))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return &fixture{s, rendered, plan.NewSync(s, rendered.Waves())}
}

// parse reads an example stack, or one of generator/testdata/stack.
func parse(t *testing.T, name string, edit func(file, text string) string) *stack.Stack {
	t.Helper()
	folder := filepath.Join(root, "terraform/stacks", name)
	if _, err := os.Stat(folder); err != nil {
		folder = filepath.Join(root, "generator/testdata/stack", name)
	}
	outputs, diags := tfoutput.Parse("outputs.json", []byte(edit("outputs.json", read(t, filepath.Join(folder, "outputs.json")))))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	text := edit("stack.hcl", read(t, filepath.Join(folder, "stack.hcl")))
	s, diags := stack.Parse(stack.Source{Name: name, Filename: "stack.hcl", HCL: []byte(text), Outputs: outputs})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s
}

func loadBase(t *testing.T) render.Base {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(filepath.Join(root, "base"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, p)
		files[filepath.ToSlash(rel)] = []byte(read(t, p))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return render.Base{Files: files}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// object finds a rendered object to change.
func (f *fixture) object(t *testing.T, kind, name string) *render.Object {
	t.Helper()
	for i := range f.rendered.Objects {
		if o := &f.rendered.Objects[i]; o.Kind == kind && o.Name == name {
			return o
		}
	}
	t.Fatalf("no %s %s", kind, name)
	return nil
}

// set changes a value of an object, making maps on the way.
func set(o *render.Object, value any, path ...string) {
	m := o.Fields
	for _, step := range path[:len(path)-1] {
		next, ok := m[step].(map[string]any)
		if !ok {
			next = map[string]any{}
			m[step] = next
		}
		m = next
	}
	if value == nil {
		delete(m, path[len(path)-1])
		return
	}
	m[path[len(path)-1]] = value
}

// setSync changes a value of a sync object; nil takes it away.
func setSync(d plan.Map, value any, path ...string) plan.Map {
	for i, e := range d {
		switch {
		case e.Key != path[0]:
			continue
		case len(path) > 1:
			d[i].Value = setSync(e.Value.(plan.Map), value, path[1:]...)
		case value == nil:
			return slices.Delete(d, i, i+1)
		default:
			d[i].Value = value
		}
		return d
	}
	if len(path) == 1 {
		return append(d, plan.Entry{Key: path[0], Value: value})
	}
	return append(d, plan.Entry{Key: path[0], Value: setSync(plan.Map{}, value, path[1:]...)})
}

func TestExamplesHaveNoFinding(t *testing.T) {
	for _, name := range []string{"prod", "staging", "research", "ingress", "private"} {
		f := load(t, name)
		for _, d := range Check(f.stack, f.rendered, f.sync) {
			t.Errorf("%s: %s: %s", name, d.Summary, d.Detail)
		}
	}
}

// mutant is a change that some other fact contradicts, and the finding that it
// must cause.
type mutant struct {
	name, stack string
	mutate      func(t *testing.T, f *fixture)
	summary     string // of the finding
	says        string // part of its detail
}

func testMutants(t *testing.T, mutants []mutant) {
	t.Helper()
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			f := load(t, m.stack)
			m.mutate(t, f)
			m.test(t, f)
		})
	}
}

// test holds that the mutant is found, with a place.
func (m mutant) test(t *testing.T, f *fixture) {
	t.Helper()
	var found []string
	for _, d := range Check(f.stack, f.rendered, f.sync) {
		if d.Summary == m.summary && strings.Contains(d.Detail, m.says) {
			if d.Subject == nil || d.Subject.Filename == "" {
				t.Errorf("the finding has no place: %s", d.Detail)
			}
			return
		}
		found = append(found, d.Summary+": "+d.Detail)
	}
	t.Errorf("want %q with %q, found\n%s", m.summary, m.says, strings.Join(found, "\n"))
}

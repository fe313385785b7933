// Package checktest gives tests of checks the example stacks, rendered, to change
// something in. No program links it.
package checktest

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tfoutput"
)

// Fixture is one example stack, rendered; a mutant changes something in it.
type Fixture struct {
	Stack    *stack.Stack
	Rendered *render.Rendered
	Sync     []manifest.Map
}

// builds are the renderings of the examples, which take most of the time.
var builds = map[string]*render.Rendered{}

// Load gives an example stack to change.
func Load(t *testing.T, name string) *Fixture {
	t.Helper()
	asItIs := func(_, text string) string { return text }
	if builds[name] == nil {
		builds[name] = LoadWith(t, name, asItIs).Rendered
	}
	s, fresh := Parse(t, name, asItIs), *builds[name]
	fresh.Objects = slices.Clone(fresh.Objects)
	for i, o := range fresh.Objects {
		fresh.Objects[i].Fields = Copied(o.Fields).(map[string]any)
	}
	return &Fixture{s, &fresh, plan.NewSync(s, fresh.Waves())}
}

// Copied copies a value as deep as it goes.
func Copied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, item := range v {
			m[key] = Copied(item)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = Copied(item)
		}
		return list
	}
	return v
}

// LoadWith lets a test edit outputs.json and stack.hcl on their way in.
func LoadWith(t *testing.T, name string, edit func(file, text string) string) *Fixture {
	t.Helper()
	s, base := Parse(t, name, edit), LoadBase(t)
	rendered, diags := render.Build(base, s, plan.New(s, base.Images(s.Config.Components)))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return &Fixture{s, rendered, plan.NewSync(s, rendered.Waves())}
}

// Parse reads an example stack, or one of generator/testdata/stack.
func Parse(t *testing.T, name string, edit func(file, text string) string) *stack.Stack {
	t.Helper()
	folder := filepath.Join(Root(), "terraform/stacks", name)
	if _, err := os.Stat(folder); err != nil {
		folder = filepath.Join(Root(), "generator/testdata/stack", name)
	}
	outputs, diags := tfoutput.Parse("outputs.json", []byte(edit("outputs.json", Read(t, filepath.Join(folder, "outputs.json")))))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	text := edit("stack.hcl", Read(t, filepath.Join(folder, "stack.hcl")))
	s, diags := stack.Parse(stack.Source{Name: name, Filename: "stack.hcl", HCL: []byte(text), Outputs: outputs})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s
}

// LoadBase reads base/.
func LoadBase(t *testing.T) render.Base {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(filepath.Join(Root(), "base"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(Root(), p)
		files[filepath.ToSlash(rel)] = []byte(Read(t, p))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return render.Base{Files: files}
}

// Read reads a file.
func Read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Object finds a rendered object to change.
func (f *Fixture) Object(t *testing.T, kind, name string) *manifest.Object {
	t.Helper()
	for i := range f.Rendered.Objects {
		if o := &f.Rendered.Objects[i]; o.Kind == kind && o.Name == name {
			return o
		}
	}
	t.Fatalf("no %s %s", kind, name)
	return nil
}

// Set changes a value of an object, making maps on the way.
func Set(o *manifest.Object, value any, path ...string) {
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

// Root is the root of the repository, above the package that is tested.
func Root() string {
	dir := "."
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		dir = filepath.Join(dir, "..")
	}
}

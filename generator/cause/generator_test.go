package cause

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/tfoutput"
)

const root = "../.."

// inputsOf are those of a stack of this repository, with files of base/ put in
// and each old text of stack.hcl replaced by the new one.
func inputsOf(t *testing.T, name string, base map[string]string, edits ...string) Inputs {
	t.Helper()
	read := func(p string) []byte {
		data, err := os.ReadFile(filepath.Join(root, p))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	folder := path.Join("terraform/stacks", name)
	outputs, diags := tfoutput.Parse(path.Join(folder, "outputs.json"), read(path.Join(folder, "outputs.json")))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(root), "base", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[p] = read(p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for p, text := range base {
		files[p] = []byte(text)
	}
	decisions := string(read(path.Join(folder, "stack.hcl")))
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(decisions, edits[i]) {
			t.Fatalf("stack.hcl of %s has no %q", name, edits[i])
		}
		decisions = strings.Replace(decisions, edits[i], edits[i+1], 1)
	}
	return Inputs{Name: name, HCL: []byte(decisions), Outputs: outputs, Base: render.Base{Files: files}}
}

// withComponent lists a component in a stack.hcl.
func withComponent(in Inputs, folder string) Inputs {
	in.HCL = []byte(checktest.WithComponents(string(in.HCL), folder))
	return in
}

func mustBuild(t *testing.T, in Inputs) *build.Built {
	t.Helper()
	built, diags := in.Build()
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return built
}

// sideOf is a side that is built.
func sideOf(t *testing.T, in Inputs) Side {
	t.Helper()
	built := mustBuild(t, in)
	objects, err := diff.Objects(built.Files)
	if err != nil {
		t.Fatal(err)
	}
	return Side{Inputs: in, Files: built.Files, Objects: objects, Built: built}
}

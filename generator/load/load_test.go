package load

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/tree"
)

// project is the repository that this package is part of, with its example stacks.
const project = "../.."

// repository makes one of the base of the project, of its stacks, and of files.
// A file without content is removed.
func repository(t *testing.T, files map[string]string) *os.Root {
	t.Helper()
	folder := t.TempDir()
	for _, part := range []string{tree.Base, tree.Stacks} {
		if err := os.CopyFS(filepath.Join(folder, part), os.DirFS(filepath.Join(project, part))); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		p := filepath.Join(folder, name)
		if text == "" {
			if err := os.Remove(p); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

// TestRead tells what a run finds wrong with what is there, by severity, place and
// summary, and which stacks it could read.
func TestRead(t *testing.T) {
	all := []string{"prod", "research", "staging"}
	large := map[string]string{}
	for i := range limit.TreeSize/limit.FileSize + 1 {
		large[fmt.Sprintf("base/large/%d.yaml", i)] = strings.Repeat("#", limit.FileSize)
	}
	for _, c := range []struct {
		name   string
		files  map[string]string
		asked  []string
		want   []string // diagnostics
		stacks []string // read
	}{
		{"all is well", nil, nil, nil, all},
		{"one of several", nil, []string{"staging"}, nil, all},
		{"unknown stack", nil, []string{"stagin"}, []string{`error : Unknown stack: There is no stack "stagin" under terraform/stacks; did you mean "staging"?`}, all},
		{"two unknown stacks", nil, []string{"a", "zzz"}, []string{"error : Unknown stack: There is no stack \"a\"", "error : Unknown stack: There is no stack \"zzz\""}, all},
		{"folder without decisions", map[string]string{"terraform/stacks/staging/stack.hcl": ""}, nil, []string{"error terraform/stacks/staging/stack.hcl:1: Missing stack.hcl"}, []string{"prod", "research"}},
		{"folder without outputs", map[string]string{"terraform/stacks/staging/outputs.json": ""}, nil, []string{"error terraform/stacks/staging/outputs.json:1: Missing outputs"}, []string{"prod", "research"}},
		{"a mistake in another stack", map[string]string{"terraform/stacks/staging/stack.hcl": "x {"}, []string{"prod"}, []string{"warning terraform/stacks/staging:1: Stack not compared"}, []string{"prod", "research"}},
		{"a folder that is no stack", map[string]string{"terraform/stacks/My_Lab/stack.hcl": "x"}, nil, []string{"error terraform/stacks/My_Lab:1: Invalid stack name"}, all},
		{"a folder that is no stack, and not asked for", map[string]string{"terraform/stacks/My_Lab/stack.hcl": "x"}, []string{"prod"}, nil, all},
		{"a file beside the stacks", map[string]string{"terraform/stacks/README.md": "words"}, nil, nil, all},
		{"huge decisions", map[string]string{"terraform/stacks/staging/stack.hcl": strings.Repeat("#\n", 1<<20)}, nil, []string{"error terraform/stacks/staging/stack.hcl:1: stack.hcl too large"}, []string{"prod", "research"}},
		{"a credential in decisions", map[string]string{"terraform/stacks/staging/stack.hcl": "#\nx = \"ghp_" + strings.Repeat("a1B2", 9) + "\"\n"}, nil, []string{"error terraform/stacks/staging/stack.hcl:2: Credential in stack.hcl"}, []string{"prod", "research"}},
		{"a huge base", large, nil, []string{"error base:1: Too much to read"}, nil},
		{"a base above a limit", map[string]string{"base/x.yaml": strings.Repeat("[", 200) + strings.Repeat("]", 200)}, nil, []string{"error base/x.yaml:1: File above a limit"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := Read(t.Context(), Request{Root: repository(t, c.files), Stacks: c.asked})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range r.Diags {
				severity := map[bool]string{true: "error", false: "warning"}[d.Severity == 1]
				at := ""
				if p := diag.Place(d); p.Filename != "" {
					at = fmt.Sprintf("%s:%d", p.Filename, p.Start.Line)
				}
				got = append(got, fmt.Sprintf("%s %s: %s: %s", severity, at, d.Summary, d.Detail))
			}
			if !slices.EqualFunc(got, c.want, strings.HasPrefix) {
				t.Errorf("it found\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			var stacks []string
			for _, s := range r.Stacks {
				stacks = append(stacks, s.Name)
				if r.Stack(s.Name) != s {
					t.Errorf("stack %s is not found", s.Name)
				}
			}
			if !slices.Equal(stacks, c.stacks) {
				t.Errorf("it read the stacks %v, not %v", stacks, c.stacks)
			}
		})
	}
}

// TestAsked holds which stacks a run is about.
func TestAsked(t *testing.T) {
	root := repository(t, nil)
	for _, c := range []struct{ asked, want []string }{
		{nil, []string{"prod", "research", "staging"}},
		{[]string{"staging", "prod"}, []string{"prod", "staging"}},
		{[]string{"lab"}, []string{}},
	} {
		r, err := Read(t.Context(), Request{Root: root, Stacks: c.asked})
		if err != nil || !slices.Equal(r.Asked, c.want) {
			t.Errorf("asked for %v, the run is about %v (%v)", c.asked, r.Asked, err)
		}
	}
	if r, _ := Read(t.Context(), Request{Root: root}); r.Stack("lab") != nil {
		t.Error("a stack that is not there was found")
	}
}

// TestGivenOutputs holds that given outputs are used, and recorded only if that is
// asked for.
func TestGivenOutputs(t *testing.T) {
	recorded, err := os.ReadFile(filepath.Join(project, tree.Record("staging")))
	if err != nil {
		t.Fatal(err)
	}
	moved := strings.ReplaceAll(string(recorded), `"psql-metaflow-staging.`, `"psql-elsewhere.`)
	for _, record := range []bool{false, true} {
		r, err := Read(t.Context(), Request{Root: repository(t, nil), Stacks: []string{"staging"}, Outputs: "-", Stdin: strings.NewReader(moved), Record: record})
		if err != nil || r.Diags.HasErrors() {
			t.Fatal(err, r.Diags)
		}
		out := r.Outputs["staging"]
		if host := r.Stack("staging").Contract.Database.Host.String(); !strings.HasPrefix(host, "psql-elsewhere.") {
			t.Errorf("the database is %s", host)
		}
		if isRecord := out.Record != nil; isRecord != record {
			t.Errorf("with Record %v there is a new record: %v", record, isRecord)
		}
		if record && (len(out.Changed) != 1 || out.Changed[0].Name != "database") {
			t.Errorf("what changed is %v", out.Changed)
		}
	}
}

// TestSearch finds secrets in every file that people keep, tracked by git or not, and in
// none that is Terraform's own or of a stack that the run is not about.
func TestSearch(t *testing.T) {
	token := "ghp_" + strings.Repeat("a1B2", 9)
	const manifest = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  password: qwertz\n"
	for _, c := range []struct {
		file, text string
		asked      []string
		want       string // of the diagnostic, if there is one
	}{
		{"base/components/mine/kustomization.yaml", "# " + token, nil, "base/components/mine/kustomization.yaml:1: Secret in a file"},
		{"base/components/mine/notes.txt", "a\n" + token, nil, "base/components/mine/notes.txt:2: Secret in a file"},
		{"base/components/mine/.env", "TOKEN=" + token, nil, "base/components/mine/.env:1: Secret in a file"},
		{"base/components/mine/secret.yaml", manifest, nil, "base/components/mine/secret.yaml:6: Secret in git"},
		{"base/README.md", token, nil, "base/README.md:1: Secret in a file"},
		{"clusters/one/secret.yaml", manifest, nil, "clusters/one/secret.yaml:6: Secret in git"},
		{"clusters/one/deep/er/a.json", "{\n\"a\": \"" + token + "\"}", nil, "clusters/one/deep/er/a.json:2: Secret in a file"},
		{"clusters/one/" + token + ".yaml", "a: b", nil, "clusters/one:1: Secret in a file"},
		{"clusters/README.md", token, nil, "clusters/README.md:1: Secret in a file"},
		{"terraform/stacks/staging/terraform.tfvars", "secret = \"abc8Q~" + strings.Repeat("a1B2", 9) + "\"", nil, "terraform/stacks/staging/terraform.tfvars:1: Secret in a file"},
		{"terraform/stacks/staging/more.auto.tfvars.json", "{\"a\": \"" + token + "\"}", nil, "terraform/stacks/staging/more.auto.tfvars.json:1: Secret in a file"},
		{"terraform/stacks/other/terraform.tfvars", token, nil, "terraform/stacks/other/stack.hcl:1: Missing stack.hcl"},
		{"terraform/main.tf", "# " + token, nil, "terraform/main.tf:1: Secret in a file"},
		{"terraform/backend.tfbackend", "access_key = \"" + strings.Repeat("aB3dE6gH9", 10)[:86] + "==\"", nil, "terraform/backend.tfbackend:1: Secret in a file"},

		{"terraform/stacks/staging/terraform.tfvars", token, []string{"prod"}, ""},
		{"terraform/terraform.tfstate", token, nil, ""},
		{"terraform/stacks/staging/plan.tfplan", token, nil, ""},
		{"terraform/.terraform/a", token, nil, ""},
		{"terraform/stacks/staging/.terraform/a", token, nil, ""},
		{"clusters/one/secret.yaml", strings.Replace(manifest, "qwertz", "${PASSWORD}", 1), nil, ""},
	} {
		r, err := Read(t.Context(), Request{Root: repository(t, map[string]string{c.file: c.text}), Stacks: c.asked})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, d := range r.Diags {
			if c.want == "" || got == "" {
				got += fmt.Sprintf("%s:%d: %s", diag.Place(d).Filename, diag.Place(d).Start.Line, d.Summary)
			}
			if strings.Contains(d.Detail, token) || strings.Contains(d.Detail, "qwertz") {
				t.Errorf("%s is quoted: %s", c.file, d.Detail)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, not %q", c.file, got, c.want)
		}
	}
}

// TestSearchValues searches what people keep for values of sensitive outputs too, and
// for keys of theirs that are no names.
func TestSearchValues(t *testing.T) {
	recorded, err := os.ReadFile(filepath.Join(project, tree.Record("staging")))
	if err != nil {
		t.Fatal(err)
	}
	more := `"outputs": {"keys": {"sensitive": true, "type": ["map", "string"], "value": {"tok-Xy7Zk2Wq9Lm4": "qwertz-4711", "password": "Mf-correct-horse"}},`
	outputs := strings.Replace(string(recorded), `"outputs": {`, more, 1)
	for _, c := range []struct{ file, text, want string }{
		{"base/components/mine/a.yaml", "a: Mf-correct-horse", `base/components/mine/a.yaml: The value of the sensitive output "keys[…]"`},
		{"clusters/one/a.yaml", "tok-Xy7Zk2Wq9Lm4: a", `clusters/one/a.yaml: The value of the sensitive output "keys"`},
		{"terraform/stacks/staging/terraform.tfvars", "a = \"%71wertz-4711\"", `terraform/stacks/staging/terraform.tfvars: The value of the sensitive output "keys[…]"`},
		{"clusters/one/b.yaml", "password: a", ""},
	} {
		r, err := Read(t.Context(), Request{Root: repository(t, map[string]string{c.file: c.text}), Stacks: []string{"staging"}, Outputs: "-", Stdin: strings.NewReader(outputs)})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, d := range r.Diags {
			got += diag.Place(d).Filename + ": " + d.Detail
		}
		if !strings.HasPrefix(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%s: %q, not %q", c.file, got, c.want)
		}
	}
}

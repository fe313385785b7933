package fence

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/limit"
)

// attacks are kustomization files that make Kustomize reach for others. A test
// of the command has many more.
var attacks = []string{
	"resources: [\"http://127.0.0.1:1/x.yaml\"]\n",
	"resources:\n- github.com/acme/none\n",
	"resources:\n- GitHub.com/acme/none\n",
	"resources:\n- git@example.com/a/b\n",
	"resources:\n- git@example.com:acme/none\n",
	"resources: [\"file:///none?ref=--upload-pack=false\"]\n",
	"Resources: [!!binary aHR0cDovLzEyNy4wLjAuMToxL3gK]\n",
	"bases:\n- &a >-\n  git::https://example.com/a/b\nresources: [*a]\n",
	"components: [\"ssh://example.com/a/b\"]\n",
	"configMapGenerator: [{name: a, files: [\"a=http://127.0.0.1:1/x\"]}]\n",
	"configMapGenerator: [{name: a, envs: [\"http://127.0.0.1:1/x\"]}]\n",
	"secretGenerator: [{name: a, env: \"http://127.0.0.1:1/x\"}]\n",
	"openapi: {path: \"http://127.0.0.1:1/x\"}\n",
	"crds: [\"http://127.0.0.1:1/x\"]\n",
	"configurations: [\"http://127.0.0.1:1/x\"]\n",
	"replacements: [{path: \"http://127.0.0.1:1/x\"}]\n",
	"patches: [{path: \"http://127.0.0.1:1/x\"}]\n",
	"patchesStrategicMerge: [\"http://127.0.0.1:1/x\"]\n",
	"patchesStrategicMerge: [\"http://127.0.0.1:1/{a: b}\"]\n",
	"patchesJson6902: [{path: \"http://127.0.0.1:1/x\", target: {kind: ConfigMap, name: a}}]\nresources: [a.yaml]\n",
	"transformers: [\"{apiVersion: builtin, kind: PatchTransformer, metadata: {name: a}, path: 'http://127.0.0.1:1/x'}\"]\n",
	"transformers:\n- |-\n  github.com/a/b?x: 1\n  apiVersion: builtin\n  kind: PatchTransformer\n",
	"generators:\n- |\n  apiVersion: builtin\n  kind: ConfigMapGenerator\n  metadata: {name: a}\n  Files: [\"http://127.0.0.1:1/x\"]\n",
	"validators:\n- |\n  apiVersion: v1\n  kind: List\n  items: [{apiVersion: builtin, kind: PatchTransformer, metadata: {name: a}, path: \"http://127.0.0.1:1/x\"}]\n",
	"transformers:\n- |\n  --- {apiVersion: builtin, kind: PatchTransformer, metadata: {name: a}, path: \"http://127.0.0.1:1/x\"}\n",
	"transformers: [github.com/acme/none/kustomization.yaml]\n",
	"helmCharts: [{name: a, repo: \"http://127.0.0.1:1\"}]\n",
}

// TestPlaces has mistakes at lines that are not the first of their file.
func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		name, text, summary string
		line                int
	}{
		{"itself", "resources: [a.yaml]\ncomponents: [.]\n", "Cycle", 3},
		{"above", "resources:\n- ..\n", "Cycle", 3},
		{"empty", "resources:\n- \"\"\n", "Invalid path", 3},
		{"twice", "crds:\n- gone.yaml\n- gone.yaml\n", "Missing file", 3},
		{"unknown field", "resources: [a.yaml]\nresource: [a.yaml]\n", "Invalid kustomization file", 3},
		{"wrong type", "resources: [a.yaml]\nimages: a\n", "Invalid kustomization file", 3},
		{"second document", "resources: [a.yaml]\n---\nresources: [b]\n", "Two documents", 4},
		{"second configuration", "transformers:\n- |\n  apiVersion: builtin\n  kind: PrefixTransformer\n  metadata: {name: a}\n  ---\n  apiVersion: builtin\n  kind: PatchTransformer\n  metadata: {name: b}\n  path: gone.yaml\n", "Missing file", 11},
		{"definitions of themselves", "resources: [a.yaml]\ncrds: [b/endless.json]\n", "Definition of itself", 3},
		{"a chart", "resources: [a.yaml]\nhelmCharts: [{name: a, repo: \"https://example.com\"}]\n", "Helm chart", 3},
		{"a configuration that is none", "resources: [a.yaml]\ntransformers:\n- |\n  apiVersion: builtin\n  kind: PatchTransformer\n  metadata: {name: a}\n  path: [a.yaml]\n", "Invalid plugin", 6},
		{"a deep text", "resources: [a.yaml]\npatches:\n- patch: |\n    a: " + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "\n", "Text above a limit", 4},
		{"a function", "transformers:\n- |\n  apiVersion: builtin\n  kind: PrefixTransformer\n  metadata: {name: a, annotations: {config.kubernetes.io/function: \"container: {image: a}\"}}\n", "Plugin", 6},
	} {
		diags := Local(filesOf("kind: Component\n"+c.text), "overlays/x")
		if len(diags) != 1 || diags[0].Summary != c.summary || diags[0].Subject.Start.Line != c.line {
			t.Errorf("%s: got %v, want %s at line %d", c.name, diags, c.summary, c.line)
		}
	}
}

// TestManyFiles has mistakes that are of several files.
func TestManyFiles(t *testing.T) {
	for summary, add := range map[string]map[string]string{
		"Two kustomization files": {"base/c/kustomization.yml": "resources: []\n"},
		"Too many objects":        {"base/c/a.yaml": strings.Repeat("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", limit.Objects+1)},
	} {
		files := filesOf("kind: Component\nresources: [a.yaml]\n")
		for p, text := range add {
			files[p] = []byte(text)
		}
		if diags := Local(files, "overlays/x"); len(diags) != 1 || diags[0].Summary != summary {
			t.Errorf("%s: %v", summary, diags)
		}
	}
}

// TestUnknownField has a field of Kustomize whose meaning nobody wrote down.
func TestUnknownField(t *testing.T) {
	files := filesOf("kind: Component\nresources: [a.yaml]\n")
	w := newWalk(files)
	w.text(newDocument("base/c/kustomization.yaml", files["base/c/kustomization.yaml"], "base/c", 1), "someday[]", "a.yaml")
	if len(w.diags) != 1 || w.diags[0].Summary != "Unknown field" || !strings.Contains(w.diags[0].Detail, "someday[]") {
		t.Errorf("a field of no meaning: %v", w.diags)
	}
}

// TestManyPlugins finds the place of each without going through all others.
func TestManyPlugins(t *testing.T) {
	var text strings.Builder
	for i := range 3_000 {
		fmt.Fprintf(&text, "- '{apiVersion: builtin, kind: PrefixTransformer, metadata: {name: a%d}}'\n", i)
	}
	if diags := Local(filesOf("kind: Component\ntransformers:\n"+text.String()), "overlays/x"); len(diags) != 0 {
		t.Error(diags)
	}
}

func TestManyMistakes(t *testing.T) {
	var text strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&text, "- gone-%d.yaml\n", i)
	}
	if diags := Local(filesOf("kind: Component\nresources:\n"+text.String()), "overlays/x"); len(diags) != mostMistakes {
		t.Errorf("told of %d", len(diags))
	}
}

func TestAttacksAreRefused(t *testing.T) {
	for _, attack := range attacks {
		files := filesOf("kind: Component\n" + attack)
		diags := Local(files, "overlays/x")
		if !diags.HasErrors() {
			t.Errorf("the first fence lets through:\n%s", attack)
		}
		for _, d := range diags {
			if d.Subject.Filename != "base/c/kustomization.yaml" || d.Subject.Start.Line < 2 {
				t.Errorf("%v is not at the line of the attack:\n%s", d, attack)
			}
		}
		if err := Offline(func() error { return build(files) }); err == nil {
			t.Errorf("the second fence lets through:\n%s", attack)
		}
	}
}

// TestHarmless has what looks like an address and is none.
func TestHarmless(t *testing.T) {
	for _, c := range []string{
		"configMapGenerator: [{name: a, literals: [\"a=http://127.0.0.1:1/x\"], files: [a.yaml, b=a.yaml]}]\n",
		"commonAnnotations: {a: \"git@example.com:a/b\"}\nresources: [a.yaml, ./b, b/../b]\n",
		"patches: [{patch: \"[{op: add, path: /metadata/annotations, value: {a: 'http://127.0.0.1:1/x'}}]\", target: {kind: ConfigMap}}]\n",
		"patchesStrategicMerge:\n- |\n  apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a, annotations: {a: \"http://127.0.0.1:1/x\"}}\n- a.yaml\n",
		"transformers:\n- |\n  apiVersion: builtin\n  kind: PrefixTransformer\n  metadata: {name: a}\n  prefix: a-\n  fieldSpecs: [{path: metadata/name}]\n",
		"openapi: {version: v1.20.4}\nimages: [{name: a, newName: registry.example.com/a, newTag: b}]\n",
	} {
		if diags := Local(filesOf("kind: Component\n"+c), "overlays/x"); diags.HasErrors() {
			t.Errorf("%v\n%s", diags, c)
		}
	}
}

func TestOfflineGivesBack(t *testing.T) {
	path, transport := os.Getenv("PATH"), http.DefaultTransport
	t.Setenv("TMPDIR", t.TempDir())
	err := Offline(func() error {
		if err := Offline(func() error { return nil }); err != ErrBusy {
			t.Errorf("a second build ran at the same time: %v", err)
		}
		if _, err := os.MkdirTemp("", ""); err == nil {
			t.Error("a temporary folder was made")
		}
		_, err := http.Get("http://127.0.0.1:1/")
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "opens no connections") {
		t.Errorf("a request was sent: %v", err)
	}
	if os.Getenv("PATH") != path || http.DefaultTransport != transport {
		t.Error("the process is not as it was")
	}
	if _, err := os.MkdirTemp("", ""); err != nil {
		t.Error(err)
	}
}

package cluster

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
	"github.com/hashicorp/hcl/v2"
)

// expect wants one finding at a place, which is a file and a line; without a
// place it wants none.
func expect(t *testing.T, diags hcl.Diagnostics, place, summary, detail string) {
	t.Helper()
	if place == "" {
		if len(diags) > 0 {
			t.Errorf("there is a finding: %v", diags)
		}
		return
	}
	if len(diags) != 1 {
		t.Fatalf("there are %d findings, not one: %v", len(diags), diags)
	}
	d := diags[0]
	if got := fmt.Sprintf("%s:%d", d.Subject.Filename, d.Subject.Start.Line); got != place || d.Summary != summary || !strings.Contains(d.Detail, detail) {
		t.Errorf("it is %v, not %q with %q at %s", d, summary, detail, place)
	}
}

const (
	mineOfFlux = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: mine\n  namespace: flux-system\nspec:\n  path: ./overlays/prod/\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n"
	mineOfArgo = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: mine\nspec:\n  destination:\n    server: https://kubernetes.default.svc\n  source:\n    path: overlays/research\n    repoURL: https://git.example.com/platform/metaflow-gitops\n"
)

// TestFolder breaks what people keep in the folder of a cluster.
func TestFolder(t *testing.T) {
	const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: team\n"
	for _, c := range []struct {
		name, stack, file, text string
		line                    int // 0 is no finding
		summary, detail         string
	}{
		{"lists the stack", "prod", "kustomization.yaml", "resources: [team.yaml, ./prod.yaml]", 0, "", ""},
		{"lists others", "prod", "kustomization.yaml", "kind: Kustomization\nresources: [team.yaml]", 2, "Stack is never synced", `"prod.yaml" is not among its resources`},
		{"lists others by another name", "prod", "Kustomization", "resources: []", 1, "Stack is never synced", `"prod.yaml"`},
		{"lists others, for Argo CD", "research", "kustomization.yml", "resources: [team.yaml]", 1, "Stack is never synced", `"research.yaml"`},
		{"lists a folder, which may list the stack", "prod", "kustomization.yaml", "resources: [stacks.d]", 0, "", ""},
		{"has a component, which may list the stack", "prod", "kustomization.yaml", "components: [stacks.d]", 0, "", ""},
		{"has a component that is not there", "prod", "kustomization.yaml", "resources: [prod.yaml]\ncomponents: [gone]", 2, "Listed file is missing", "clusters/aks-metaflow-prod/gone will not be there"},
		{"lists what Flux leaves out", "prod", "kustomization.yaml", "resources: [prod.yaml, left.zip]", 1, "Listed file is missing", "A .sourceignore leaves out clusters/aks-metaflow-prod/left.zip"},
		{"lists another repository without a scheme", "prod", "kustomization.yaml", "resources: [prod.yaml, GitHub.com/a/b//c]", 0, "", ""},
		{"lists another repository", "prod", "kustomization.yaml", "resources: [prod.yaml, 'https://git.example.com/a?ref=v1']", 0, "", ""},
		{"lists what is not there", "prod", "kustomization.yaml", "resources:\n  - prod.yaml\n  - gone.yaml\n", 3, "Listed file is missing", "clusters/aks-metaflow-prod/gone.yaml will not be there"},
		{"is an old list", "prod", "kustomization.yaml", "bases: [prod.yaml]", 0, "", ""},
		{"renames", "prod", "kustomization.yaml", "resources: [prod.yaml]\nnamePrefix: x-\n", 2, "Stacks would be renamed", "namePrefix would rename"},
		{"renames, as a comment said", "prod", "kustomization.yaml", "resources:\n  - prod.yaml # not a-namePrefix\nnamePrefix: x-\n", 3, "Stacks would be renamed", ""},
		{"moves to another namespace", "prod", "kustomization.yaml", "resources: [prod.yaml]\nnamespace: other\n", 2, "Stacks would be renamed", "namespace would rename"},
		{"has the same namespace", "prod", "kustomization.yaml", "resources: [prod.yaml]\nnamespace: flux-system\n", 0, "", ""},
		{"patches", "prod", "kustomization.yaml", "resources: [prod.yaml]\npatches: []\n", 0, "", ""},
		{"list is no YAML", "prod", "kustomization.yaml", "resources: [", 1, "Invalid YAML", "no stack of the cluster would be synced"},

		{"file of the team", "prod", "team.yaml", "---\n" + configMap + "---\n# nothing\n", 0, "", ""},
		{"list of the team", "prod", "team.yaml", "apiVersion: v1\nkind: List\nitems: []\n", 0, "", ""},
		{"file is no YAML", "prod", "team.yaml", configMap + "---\na: [\n", 6, "Invalid YAML", "no stack of the cluster would be synced"},
		{"values of a chart", "prod", "values.yaml", "# ours\nreplicas: 3\n", 2, "No object", "no kind or no metadata.name"},
		{"list of patches", "prod", "patch.yaml", "- op: remove\n", 1, "No object", ""},
		{"values of a chart, for Argo CD", "research", "values.yaml", "replicas: 3\n", 0, "", ""},
		{"words for Argo CD", "research", "words.yaml", "a: [\n", 0, "", ""},
		{"values of a chart after an object, for Argo CD", "research", "values.yaml", configMap + "---\nreplicas: 3\n", 6, "No object", ""},
		{"broken object, for Argo CD", "research", "team.yaml", configMap + "a: [\n", 1, "Invalid YAML", ""},
		{"nameless, for Argo CD", "research", "team.yaml", "kind: ConfigMap\n", 0, "", ""},
		{"empty documents", "prod", "team.yaml", "{}\n---\nnull\n---\n" + configMap, 0, "", ""},
		{"nothing, for Argo CD", "research", "team.yaml", configMap + "---\nnull\n", 0, "", ""},
		{"in a folder", "prod", "more/values.yaml", "replicas: 3\n", 1, "No object", "out of clusters/"},
		{"nameless", "prod", "team.yaml", "kind: ConfigMap\n", 1, "No object", ""},
		{"rules of SOPS, which Flux leaves out", "prod", ".sops.yaml", "creation_rules: []\n", 0, "", ""},
		{"words", "prod", "README.md", "[", 0, "", ""},

		{"same object", "prod", "old.yml", configMap + "---\n" + strings.ReplaceAll(strings.ReplaceAll(mineOfFlux, "mine", "prod-services"), "overlays/prod", "elsewhere"), 6, "Object is synced twice", `Kustomization "prod-services" is in clusters/aks-metaflow-prod/prod.yaml too`},
		{"same name in another group", "prod", "old.yml", strings.ReplaceAll(strings.ReplaceAll(mineOfFlux, "mine", "prod-services"), "kustomize.toolkit.fluxcd.io", "example.com"), 0, "", ""},
		{"same folder", "prod", "old.yaml", mineOfFlux, 1, "Object is synced twice", `Kustomization "mine" applies the same folder of the same source`},
		{"same folder, in a list", "prod", "old.yaml", "kind: List\nitems:\n  - " + strings.ReplaceAll(mineOfFlux, "\n", "\n    "), 1, "Object is synced twice", `"mine"`},
		{"same folder, Argo CD", "research", "old.yaml", mineOfArgo, 1, "Object is synced twice", `Application "mine" applies the same folder`},
		{"same folder, as JSON for Argo CD", "research", "old.json", `{"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "mine"}, "spec": {"destination": {"server": "https://kubernetes.default.svc"}, "source": {"path": "overlays/research", "repoURL": "https://git.example.com/platform/metaflow-gitops"}}}`, 1, "Object is synced twice", `Application "mine" applies the same folder`},
		{"JSON that is no object, for Argo CD", "research", "values.json", `{"replicas": 3}`, 1, "No object", ""},
		{"broken JSON, for Argo CD", "research", "values.json", `{"replicas`, 1, "Invalid YAML", ""},
		{"JSON, which Flux does not read", "prod", "values.json", `{"replicas": 3}`, 0, "", ""},
		{"a program for Argo CD", "research", "team.jsonnet", "{}", 1, "Program in the folder of a cluster", "applies what it returns"},
		{"a program, which Flux does not read", "prod", "team.jsonnet", "{}", 0, "", ""},
		{"same folder of another source", "prod", "old.yaml", strings.Replace(mineOfFlux, "name: flux-system", "name: podinfo", 1), 0, "", ""},
		{"same folder of another repository", "research", "old.yaml", strings.Replace(mineOfArgo, "platform", "other", 1), 0, "", ""},
		{"same folder for another cluster", "prod", "old.yaml", mineOfFlux + "  kubeConfig: {}\n", 0, "", ""},
		{"same folder, suspended", "prod", "old.yaml", mineOfFlux + "  suspend: true\n", 0, "", ""},
		{"another folder", "prod", "old.yaml", strings.ReplaceAll(mineOfFlux, "overlays/prod", "overlays/products"), 0, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := folderOf(t, c.stack)
			f.People[c.file] = []byte(c.text)
			place := ""
			if c.line > 0 {
				place = fmt.Sprintf("%s/%s:%d", f.Path, c.file, c.line)
			}
			expect(t, f.Check(), place, c.summary, c.detail)
		})
	}
}

// folderOf is the folder of the cluster of a stack, with a file and a folder of
// people in it.
func folderOf(t *testing.T, stack string) Folder {
	t.Helper()
	s := checktest.Load(t, stack)
	folder := "clusters/aks-metaflow-" + stack
	there := []string{folder + "/team.yaml", folder + "/left.zip", folder + "/" + stack + ".yaml"}
	f := Folder{
		Path: folder, Look: func(p string) (bool, bool) {
			isFolder := p == folder+"/stacks.d"
			return isFolder || slices.Contains(there, p), isFolder
		},
		People: map[string][]byte{}, Stacks: map[string][]manifest.Map{stack + ".yaml": s.Sync},
	}
	if s.Stack.Config.Engine.String() == "flux" {
		a := NewArtifact(nil)
		f.Flux = &a
	}
	return f
}

// TestFolderWithoutStacks holds that where no stack is left, nothing is renamed.
func TestFolderWithoutStacks(t *testing.T) {
	f := folderOf(t, "prod")
	f.Stacks = nil
	f.People["kustomization.yaml"] = []byte("resources: [team.yaml]\nnamePrefix: x-\nnamespace: y\n")
	expect(t, f.Check(), "", "", "")
}

// TestFolderListedFiles holds that with a kustomization only what it lists counts.
func TestFolderListedFiles(t *testing.T) {
	f := folderOf(t, "prod")
	f.People = map[string][]byte{"kustomization.yaml": []byte("resources: [prod.yaml]"), "team.yaml": []byte(mineOfFlux)}
	expect(t, f.Check(), "", "", "")
	f = folderOf(t, "prod")
	f.People = map[string][]byte{"kustomization.yaml": []byte("resources: [prod.yaml, team.yaml]"), "team.yaml": []byte(mineOfFlux)}
	expect(t, f.Check(), "clusters/aks-metaflow-prod/team.yaml:1", "Object is synced twice", "")
}

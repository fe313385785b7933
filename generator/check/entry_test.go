package check

import (
	"strings"
	"testing"
)

// TestEntry breaks what people keep beside the generated files.
func TestEntry(t *testing.T) {
	const prod, research = "clusters/aks-metaflow-prod/", "clusters/aks-metaflow-research/"
	files := []string{"base/ui-static/service.yaml", "overlays/prod/services/ui-static.yaml", prod + "prod.yaml"}
	const foundation = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  namespace: flux-system\n  name: prod-foundation\n"
	const byHand = "kind: Kustomization\nmetadata:\n  name: mine\n  namespace: flux-system\nspec:\n  path: ./overlays/prod/\n"
	for _, c := range []struct {
		name, stack, file, text string
		summary, detail         string // "" is no finding
		line                    int
	}{
		{"lists the stack", "prod", prod + "kustomization.yaml", "resources: [flux-system, ./prod.yaml]", "", "", 0},
		{"lists others", "prod", prod + "kustomization.yaml", "resources: [flux-system]", "Stack is never synced", `"prod.yaml" is not among its resources`, 1},
		{"lists others by another name", "prod", prod + "Kustomization", "resources: []", "Stack is never synced", `"prod.yaml"`, 1},
		{"lists others, for Argo CD", "research", research + "kustomization.yml", "resources: [x.yaml]", "Stack is never synced", `"research.yaml"`, 1},
		{"list of another cluster", "prod", research + "kustomization.yaml", "resources: [x.yaml]", "", "", 0},
		{"list is no YAML", "prod", prod + "kustomization.yaml", "resources: [", "Invalid YAML", "it would sync nothing", 1},

		{"file of the team", "prod", prod + "team.yaml", "kind: ConfigMap\nmetadata:\n  name: team\n---\n# nothing\n", "", "", 0},
		{"file is no YAML", "prod", prod + "team.yaml", "a: b\n---\na: [\n", "Invalid YAML", "it would sync nothing", 2},
		{"words", "prod", prod + "README.md", "[", "", "", 0},
		{"same object", "prod", prod + "old.yml", "kind: ConfigMap\n---\n" + foundation, "Object is synced twice", "Kustomization flux-system/prod-foundation is in clusters/aks-metaflow-prod/prod.yaml too", 2},
		{"same folder", "prod", prod + "old.yaml", byHand, "Object is synced twice", "Kustomization flux-system/mine applies overlays/prod", 1},
		{"same folder, Argo CD", "research", research + "old.yaml", "kind: Application\nspec:\n  source:\n    path: overlays/research\n", "Object is synced twice", "applies overlays/research", 1},
		{"folder of another stack", "prod", prod + "old.yaml", strings.ReplaceAll(byHand, "prod", "products"), "", "", 0},

		{"leaves out what nobody reads", "prod", ".sourceignore", "/docs/\n/overlays/*/rendered/\n", "", "", 0},
		{"leaves out a base", "prod", ".sourceignore", "#\nui-static/\n", "Object is never synced", "Flux would not bring base/ui-static/service.yaml to the cluster, as \"ui-static/\" leaves it out", 2},
		{"leaves out everything", "prod", ".sourceignore", "*.yaml\n", "Object is never synced", "nor 2 more files of the stack, as", 1},
		{"leaves out the entry point", "prod", "clusters/.sourceignore", "/*/prod.yaml\n", "Object is never synced", "prod.yaml to the cluster, as", 1},
		{"Argo CD reads no such file", "research", ".sourceignore", "*\n", "", "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := load(t, c.stack)
			diags := Entry(f.stack, f.sync, files, map[string][]byte{c.file: []byte(c.text)})
			if c.summary == "" {
				if len(diags) > 0 {
					t.Fatalf("there is a finding: %v", diags)
				}
				return
			}
			if len(diags) != 1 {
				t.Fatalf("there are %d findings, not one: %v", len(diags), diags)
			}
			d := diags[0]
			if d.Summary != c.summary || !strings.Contains(d.Detail, c.detail) || d.Subject.Filename != c.file || d.Subject.Start.Line != c.line {
				t.Errorf("it is %v", d)
			}
		})
	}
}

// TestEntryListedFiles holds that with a kustomization only what it lists counts.
func TestEntryListedFiles(t *testing.T) {
	f := load(t, "prod")
	const folder = "clusters/aks-metaflow-prod/"
	beside := map[string][]byte{
		folder + "kustomization.yaml": []byte("resources: [prod.yaml]"),
		folder + "patch.yaml":         []byte("kind: Kustomization\nspec:\n  path: overlays/prod\n"),
	}
	if diags := Entry(f.stack, f.sync, nil, beside); len(diags) > 0 {
		t.Errorf("a file that nobody applies counts: %v", diags)
	}
	beside[folder+"kustomization.yaml"] = []byte("resources: [prod.yaml, patch.yaml]")
	if diags := Entry(f.stack, f.sync, nil, beside); len(diags) != 1 {
		t.Errorf("a file that is listed does not count: %v", diags)
	}
}

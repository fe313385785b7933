package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// pins are where each version of docs/versions.md stands, by what its line calls it:
// files, and in them a pattern whose group is the version.
var pins = []struct {
	what, files, pattern string
}{
	{"oauth2-proxy", "base/auth-proxy/proxy/deployment.yaml", `image: \S+/oauth2-proxy:(\S+)`},
	{"oauth2-proxy", "e2e/lib/programs/oauth2-proxy/go.mod", `github\.com/oauth2-proxy/oauth2-proxy/v7 (v\S+)`},
	{"Argo Workflows", "generator/plan/argovalues.go", `workflowsTag += "(\S+)"`},
	{"chart argo-workflows", "generator/stack/configjobs.go", `default:"(\S+)" doc:"The exact version of the chart argo-workflows`},
	{"chart argo-workflows", "generator/plan/argovalues.go", `workflowsChartVersion += "(\S+)"`},
	{"chart argo-events", "generator/stack/configjobs.go", `default:"(\S+)" doc:"The exact version of the chart argo-events`},
	{"NATS", "generator/plan/argovalues.go", `natsVersion += "(\S+)"`},
	{"NATS", "base/argo-events/bus/event-bus.yaml", `version: (\S+)`},
	{"Metaflow's services", "base/metadata-service/deployment.yaml", `metaflow_metadata_service:(\S+)`},
	{"Metaflow's services", "base/ui-backend/deployment.yaml", `metaflow_metadata_service:(\S+)`},
	{"Metaflow's user interface", "base/ui-static/deployment.yaml", `metaflow_ui:(\S+)`},
	{"Kubernetes", "terraform/variables.cluster.tf", `version += optional\(string, "([0-9.]+)"\)`},
	{"AKS versions", "terraform/modules/kubernetes-version/kubernetes-versions.json", `"date": "(\S+)"`},
	{"AKS versions", "generator/check/support/kubernetes-versions.json", `"date": "(\S+)"`},
	{"Terraform", ".github/workflows/check.yml", `terraform_version: (\S+)`},
	{"azurerm", "terraform/versions.tf", `version = "~> (\S+)"`},
	{"azurerm", "terraform/modules/*/versions.tf", `version = "~> (\S+)"`},
}

// TestPins holds docs/versions.md and all places of each version together.
func TestPins(t *testing.T) {
	page := string(read(t, "../docs/versions.md"))
	lines := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| ([^|]+) \| ([^|]+) \| [^|]*`+"`"+`[^|]* \| [^|]+ \|$`).FindAllStringSubmatch(page, -1) {
		lines[m[1]] = m[2]
	}
	compared := map[string]bool{}
	for _, p := range pins {
		files, err := filepath.Glob(filepath.Join("..", p.files))
		if err != nil || len(files) == 0 {
			t.Fatalf("no file is %s", p.files)
		}
		compared[p.what] = true
		for _, f := range files {
			for _, m := range regexp.MustCompile(p.pattern).FindAllStringSubmatch(string(read(t, f)), -1) {
				if m[1] != lines[p.what] {
					t.Errorf("%s has %s %s, docs/versions.md says %q", f, p.what, m[1], lines[p.what])
				}
			}
		}
		if text := string(read(t, files[0])); !strings.Contains(p.files, "*") && !regexp.MustCompile(p.pattern).MatchString(text) {
			t.Errorf("%s has no %s", files[0], p.pattern)
		}
	}
	for what := range lines {
		if !compared[what] {
			t.Errorf("docs/versions.md has %q, which nothing is compared with", what)
		}
	}
}

// TestActions holds that each action is pinned by one commit, and has its tag beside it.
func TestActions(t *testing.T) {
	files, err := filepath.Glob("../.github/workflows/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	pinned := map[string]string{}
	for _, f := range files {
		for _, m := range regexp.MustCompile(`(?m)uses: *(\S+?)(@.*)?$`).FindAllStringSubmatch(string(read(t, f)), -1) {
			action, at := m[1], m[2]
			if !regexp.MustCompile(`^@[0-9a-f]{40} # v[0-9.]+$`).MatchString(at) {
				t.Errorf("%s has %s%s, which is no commit with its tag", f, action, at)
			}
			if was := pinned[action]; was != "" && was != at {
				t.Errorf("%s has %s%s, elsewhere it is %s", f, action, at, was)
			}
			pinned[action] = at
		}
	}
}

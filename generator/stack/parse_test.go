package stack

import (
	"os"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/hashicorp/hcl/v2"
)

func outputsOf(t testing.TB, name string) *tfoutput.Document {
	t.Helper()
	path := "../../terraform/stacks/" + name + "/outputs.json"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, diags := tfoutput.Parse(path, data)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return doc
}

func parse(t testing.TB, name, text string) (*Stack, hcl.Diagnostics) {
	t.Helper()
	return Parse(Source{Name: name, Filename: "stack.hcl", HCL: []byte(text), Outputs: outputsOf(t, name)})
}

func TestOrigins(t *testing.T) {
	s, diags := parse(t, "prod", "default_task_role = \"task-default\"\n\nsync {\n  interval = \"5m\"\n}\n\ncontract {\n  location = lower(output.location)\n}\n")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, c := range []struct {
		got  manifest.Origin
		want string
	}{
		{s.Decision("sync.interval"), "stack.hcl sync.interval (stack.hcl:4)"},
		{s.Decision("sync.timeout"), "default sync.timeout"},
		{s.Fact("location"), "stack.hcl contract.location (stack.hcl:8)"},
	} {
		if c.got.String() != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if from := s.Fact("database.host"); from.Kind != manifest.FromOutput || from.Range.Start.Line < 2 {
		t.Errorf("the database's host comes from %v", from)
	}
}

func TestPresets(t *testing.T) {
	s, diags := parse(t, "prod", "default_task_role = \"task-default\"\nsync {\n  preset = \"aks-flux-extension\"\n}\n")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if got := s.Config.Sync; got.Source.String() != "cluster-config" || got.Namespace.String() != "cluster-config" || got.ServiceAccount.String() != "flux-applier" {
		t.Errorf("the preset gives %v", got)
	}
}

// FuzzParse looks for panics in everything that reads stack.hcl, and for
// mistakes without a place.
func FuzzParse(f *testing.F) {
	outputs := outputsOf(f, "prod")
	for _, name := range []string{"prod", "research"} {
		data, err := os.ReadFile("../../terraform/stacks/" + name + "/stack.hcl")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	for _, seed := range []string{"", "engine = null", "components = [output.stack]", "contract {\n cluster = {}\n}", "expose {\n provider = \"oidc\"\n program \"x\" {}\n}", "service \"x\" {}", "network {\n jobs_egress = [1]\n}", "components = try(output.absent, [])", "contract {\n auth = null\n}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, diags := Parse(Source{Name: "prod", Filename: "stack.hcl", HCL: []byte(text), Outputs: outputs})
		if (s == nil) != diags.HasErrors() {
			t.Fatalf("stack %v with diagnostics %v", s, diags)
		}
		for _, d := range diags {
			if strings.TrimSpace(d.Summary) == "" || strings.TrimSpace(d.Detail) == "" {
				t.Errorf("a diagnostic without words: %v", d)
			}
		}
	})
}

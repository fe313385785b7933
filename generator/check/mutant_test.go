package check

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/hashicorp/hcl/v2"
)

// A mutation changes one thing on the way from outputs to objects; what it
// leaves nil stays as it is. The constructors below are all that the table of
// mutants needs.
type mutation struct {
	outputs, decisions func(t *testing.T, text string) string
	contract           func(*stack.Contract)
	component          string            // a kustomization file of kind Component
	files              map[string]string // beside it
	client             func(t *testing.T, path, text string) string
	objects            func(*testing.T, *checktest.Fixture)
}

// identityMutant is a mutation that some other fact contradicts, and the
// finding that it must cause.
type identityMutant struct {
	name, stack string
	mutation    mutation
	summary     string // of the finding
	symptom     string // in its detail: the code of Entra ID, or what people would have seen
	place       string // start of the file that the finding points at
}

const componentPath = "base/components/mutant"

// replaced replaces every place of a text, of which there must be one.
func replaced(old, new string) func(*testing.T, string) string {
	return func(t *testing.T, text string) string {
		t.Helper()
		if !strings.Contains(text, old) {
			t.Fatalf("nothing to mutate: no %q", old)
		}
		return strings.ReplaceAll(text, old, new)
	}
}

// outputs edits outputs.json, and decisions stack.hcl.
func outputs(old, new string) mutation   { return mutation{outputs: replaced(old, new)} }
func decisions(old, new string) mutation { return mutation{decisions: replaced(old, new)} }

// credentials changes the federated credentials of an identity.
func credentials(key string, change func([]stack.Credential) []stack.Credential) mutation {
	return mutation{contract: func(c *stack.Contract) {
		id := c.WorkloadIdentities[key]
		id.FederatedCredentials = change(id.FederatedCredentials)
		c.WorkloadIdentities[key] = id
	}}
}

// patch adds a component with one strategic-merge patch, and more with more
// of its kustomization file.
func patch(text string) mutation {
	return component("patches:\n  - patch: |-\n      " + strings.ReplaceAll(text, "\n", "\n      ") + "\n")
}

func component(text string) mutation {
	return mutation{component: "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" + text}
}

// object sets a value of a rendered object; nil removes it.
func object(kind, name string, value any, path ...string) mutation {
	return onObjects(func(t *testing.T, f *checktest.Fixture) { checktest.Set(f.Object(t, kind, name), value, path...) })
}

func onObjects(change func(*testing.T, *checktest.Fixture)) mutation {
	return mutation{objects: change}
}

// removed removes a rendered object.
func removed(kind, name string) mutation {
	return onObjects(func(t *testing.T, f *checktest.Fixture) {
		f.Object(t, kind, name) // which must be there
		var kept []manifest.Object
		for _, o := range f.Rendered.Objects {
			if o.Kind != kind || o.Name != name {
				kept = append(kept, o)
			}
		}
		f.Rendered.Objects = kept
	})
}

// profile edits the client profile.
func profile(old, new string) mutation {
	edit := replaced(old, new)
	return mutation{client: func(t *testing.T, path, text string) string {
		if path != plan.ProfilePath {
			return text
		}
		return edit(t, text)
	}}
}

// diagnose takes a mutated stack through every step, and gives what is found in
// the first that finds anything.
func (m mutation) diagnose(t *testing.T, name string) hcl.Diagnostics {
	t.Helper()
	if m.objects != nil {
		f := checktest.Load(t, name)
		m.objects(t, f)
		return Check(f.Stack, f.Rendered, f.Sync)
	}
	s, diags := m.read(t, name)
	if diags.HasErrors() {
		return diags
	}
	if m.contract != nil {
		m.contract(&s.Contract)
	}
	f, diags := m.build(t, s)
	if diags.HasErrors() {
		return diags
	}
	return Check(f.Stack, f.Rendered, f.Sync)
}

// read parses outputs and stack.hcl.
func (m mutation) read(t *testing.T, name string) (*stack.Stack, hcl.Diagnostics) {
	t.Helper()
	folder := filepath.Join(checktest.Root(), "terraform/stacks", name)
	document, text := checktest.Read(t, filepath.Join(folder, "outputs.json")), checktest.Read(t, filepath.Join(folder, "stack.hcl"))
	if m.outputs != nil {
		document = m.outputs(t, document)
	}
	if m.decisions != nil {
		text = m.decisions(t, text)
	}
	if m.component != "" {
		text = checktest.WithComponents(text, componentPath)
	}
	out, diags := tfoutput.Parse("outputs.json", []byte(document))
	if diags.HasErrors() {
		return nil, diags
	}
	return stack.Parse(stack.Source{Name: name, Filename: "stack.hcl", HCL: []byte(text), Outputs: out})
}

// build renders the stack.
func (m mutation) build(t *testing.T, s *stack.Stack) (*checktest.Fixture, hcl.Diagnostics) {
	t.Helper()
	base := checktest.LoadBase(t)
	if m.component != "" {
		base.Files[componentPath+"/kustomization.yaml"] = []byte(m.component)
		for name, text := range m.files {
			base.Files[componentPath+"/"+name] = []byte(text)
		}
	}
	overlay := plan.New(s, base.Images(s.Config.Components))
	for i, f := range overlay.Client {
		if m.client != nil {
			overlay.Client[i].Data = []byte(m.client(t, f.Path, string(f.Data)))
		}
	}
	rendered, diags := render.Build(base, s, overlay)
	if diags.HasErrors() {
		return nil, diags
	}
	return &checktest.Fixture{Stack: s, Rendered: rendered, Sync: plan.NewSync(s, rendered.Waves())}, nil
}

func testIdentityMutants(t *testing.T, mutants []identityMutant) {
	t.Helper()
	var trials []trial
	for _, m := range mutants {
		trials = append(trials, trial{m.name, m.stack, m.mutation, m.judge})
	}
	runTogether(t, trials)
}

// judge says what is wrong where the mutant is not found in its file.
func (m identityMutant) judge(own, _ hcl.Diagnostics) string {
	var found []string
	for _, d := range own {
		if d.Summary == m.summary && strings.Contains(d.Detail, m.symptom) && d.Subject != nil && strings.HasPrefix(d.Subject.Filename, m.place) {
			tells := m.summary == "Pods on any node" // which may be right where all nodes are alike
			if d.Severity != hcl.DiagError && !tells || !strings.ContainsAny(strings.TrimRight(d.Detail, ".?"), ".;:") {
				return "no error, or no cure: " + d.Detail
			}
			return ""
		}
		found = append(found, d.Error())
	}
	return fmt.Sprintf("want %q with %q in %s, found\n%s", m.summary, m.symptom, m.place, strings.Join(found, "\n"))
}

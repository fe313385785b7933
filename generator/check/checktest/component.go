package checktest

import (
	"maps"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
)

// ComponentPath is where LoadComponent puts a component.
const ComponentPath = "base/components/tried"

// LoadComponent gives an example stack with a component, whose files are by their
// paths below ComponentPath, and with more text in its stack.hcl.
func LoadComponent(t *testing.T, name string, edit func(text string) string, files map[string]string) *Fixture {
	t.Helper()
	base := LoadBase(t)
	base.Files = maps.Clone(base.Files)
	for path, text := range files {
		base.Files[ComponentPath+"/"+path] = []byte(text)
	}
	s := Parse(t, name, func(file, text string) string {
		if file != "stack.hcl" {
			return text
		}
		if edit != nil {
			text = edit(text)
		}
		if with := strings.Replace(text, "components = [", "components = [\""+ComponentPath+"\", ", 1); with != text {
			return with
		}
		return text + "\ncomponents = [\"" + ComponentPath + "\"]\n"
	})
	rendered, diags := render.Build(base, s, plan.New(s, base.Images(s.Config.Components)))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return &Fixture{s, rendered, plan.NewSync(s, rendered.Waves())}
}

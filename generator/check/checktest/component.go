package checktest

import (
	"strconv"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
)

// ComponentPath is where LoadComponents puts components.
const ComponentPath = "base/components/tried"

// LoadComponents gives an example stack with components, of which each has its files by
// their paths below ComponentPath and its own number, and with more text in its
// stack.hcl.
func LoadComponents(t *testing.T, name string, edit func(text string) string, components ...map[string]string) *Fixture {
	t.Helper()
	base := LoadBase(t)
	paths := ""
	for i, files := range components {
		folder := ComponentPath + "/" + strconv.Itoa(i)
		paths += strconv.Quote(folder) + ", "
		for path, text := range files {
			base.Files[folder+"/"+path] = []byte(text)
		}
	}
	s := Parse(t, name, func(file, text string) string {
		if file != "stack.hcl" {
			return text
		}
		text = edit(text)
		if with := strings.Replace(text, "components = [", "components = ["+paths, 1); with != text {
			return with
		}
		return text + "\ncomponents = [" + paths + "]\n"
	})
	rendered, diags := render.Build(base, s, plan.New(s, base.Images(s.Config.Components)))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return &Fixture{s, rendered, plan.NewSync(s, rendered.Waves())}
}

package checktest

import (
	"regexp"
	"strconv"
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
	var paths []string
	for i, files := range components {
		folder := ComponentPath + "/" + strconv.Itoa(i)
		paths = append(paths, folder)
		for path, text := range files {
			base.Files[folder+"/"+path] = []byte(text)
		}
	}
	s := Parse(t, name, func(file, text string) string {
		if file != "stack.hcl" {
			return text
		}
		return WithComponents(edit(text), paths...)
	})
	rendered, diags := render.Build(base, s, plan.New(s, base.Images(s.Config.Components)))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return &Fixture{s, rendered, plan.NewSync(s, rendered.Waves())}
}

var listOfComponents = regexp.MustCompile(`(?m)^components *= \[`)

// WithComponents is a stack.hcl that lists components, before those that it has.
func WithComponents(text string, paths ...string) string {
	list := ""
	for _, path := range paths {
		list += strconv.Quote(path) + ", "
	}
	if at := listOfComponents.FindStringIndex(text); at != nil {
		return text[:at[1]] + list + text[at[1]:]
	}
	return text + "\ncomponents = [" + list + "]\n"
}

package exposure

import (
	"cmp"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"github.com/hashicorp/hcl/v2"
)

// component is a component that somebody could write, and what is found in it.
type component struct {
	name, stack string // prod, where it says none
	// kustomization is the component's own file, without its head, and others are its
	// other files. The line that is to be blamed has HERE in a comment, or in its text
	// «HERE», which is taken out.
	kustomization string
	others        map[string]string
	decisions     string // more of stack.hcl
	summary, says string // none: nothing is found at all
	warns         bool
}

const componentHead = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"

// files are those of the component without the sign, and the place that it was at.
func (c component) files(t *testing.T) (files map[string]string, at string, line int) {
	t.Helper()
	files = map[string]string{}
	for path, text := range c.others {
		files[path] = text
	}
	files["kustomization.yaml"] = componentHead + c.kustomization
	for path, text := range files {
		for i, l := range strings.Split(text, "\n") {
			if strings.Contains(l, "HERE") {
				at, line = checktest.ComponentPath+"/"+path, i+1
			}
		}
		files[path] = strings.NewReplacer(" # HERE", "", "«HERE»", "").Replace(text)
	}
	return files, at, line
}

// load builds the stack with the component.
func (c component) load(t *testing.T) (f *checktest.Fixture, at string, line int) {
	t.Helper()
	files, at, line := c.files(t)
	edit := func(text string) string {
		for _, block := range []string{"expose {\n", "network {\n"} {
			if given, inside := strings.CutPrefix(c.decisions, block); inside && strings.Contains(text, block) {
				return strings.Replace(text, block, block+strings.TrimSuffix(given, "}\n"), 1)
			}
		}
		return text + "\n" + c.decisions
	}
	return checktest.LoadComponent(t, cmp.Or(c.stack, "prod"), edit, files), at, line
}

func testComponents(t *testing.T, components []component) {
	t.Helper()
	for _, c := range components {
		t.Run(c.name, func(t *testing.T) {
			f, at, line := c.load(t)
			diags := Check(f.Stack, f.Rendered)
			if c.summary == "" {
				for _, d := range diags {
					t.Errorf("%s", d.Error())
				}
				return
			}
			c.holds(t, diags, at, line)
		})
	}
}

// holds looks for the finding, at its line of the component.
func (c component) holds(t *testing.T, diags hcl.Diagnostics, at string, line int) {
	t.Helper()
	var found []string
	for _, d := range diags {
		if d.Summary == c.summary && strings.Contains(d.Detail, c.says) && d.Subject != nil && d.Subject.Filename == at && d.Subject.Start.Line == line {
			if (d.Severity == hcl.DiagWarning) != c.warns {
				t.Errorf("severity %v: %s", d.Severity, d.Detail)
			}
			return
		}
		found = append(found, d.Error())
	}
	t.Errorf("want %q with %q at %s:%d, found\n%s", c.summary, c.says, at, line, strings.Join(found, "\n"))
}

// onProxy is a strategic-merge patch of the container of a proxy.
func onProxy(name, fields string) string {
	return inPatches("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " + name + "\nspec:\n  template:\n    spec:\n      containers:\n        - name: auth-proxy\n          " + strings.ReplaceAll(fields, "\n", "\n          "))
}

// onPods is a patch of the spec of a proxy's pods.
func onPods(name, fields string) string {
	return inPatches("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " + name + "\nspec:\n  template:\n    spec:\n      " + strings.ReplaceAll(fields, "\n", "\n      "))
}

// inPatches is a patch that stands in the kustomization file.
func inPatches(text string) string {
	return "patches:\n  - patch: |-\n      " + strings.ReplaceAll(text, "\n", "\n      ") + "\n"
}

// operations is a JSON patch of an object.
func operations(kind, name, text string) string {
	return "patches:\n  - target:\n      kind: " + kind + "\n      name: " + name + "\n    patch: |-\n      " + strings.ReplaceAll(text, "\n", "\n      ") + "\n"
}

// object is a component that brings an object, in a file of its own.
func object(name, stack, text, summary, says string) component {
	return component{name: name, stack: stack, kustomization: "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": text}, summary: summary, says: says}
}

// custom is an object of a kind that has nothing but a name.
func custom(apiVersion, kind string) string {
	return "apiVersion: " + apiVersion + " # HERE\nkind: " + kind + "\nmetadata:\n  name: mine\n  namespace: metaflow\nspec: {}\n"
}

package exposure

import (
	"cmp"
	"slices"
	"strconv"
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
	// touches is what it changes; components that change different things are built
	// together, and one that says nothing alone.
	touches string
	warns   bool
}

const componentHead = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"

// files are those of the component without the sign, and the place that it was at.
func (c component) files() (files map[string]string, at string, line int) {
	files = map[string]string{}
	for path, text := range c.others {
		files[path] = text
	}
	files["kustomization.yaml"] = componentHead + c.kustomization
	for path, text := range files {
		for i, l := range strings.Split(text, "\n") {
			if strings.Contains(l, "HERE") {
				at, line = path, i+1
			}
		}
		files[path] = strings.NewReplacer(" # HERE", "", "«HERE»", "").Replace(text)
	}
	return files, at, line
}

// decide adds the component's decisions to a stack.hcl.
func (c component) decide(text string) string {
	for _, block := range []string{"expose {\n", "network {\n"} {
		if given, inside := strings.CutPrefix(c.decisions, block); inside && strings.Contains(text, block) {
			return strings.Replace(text, block, block+strings.TrimSuffix(given, "}\n"), 1)
		}
	}
	return text + "\n" + c.decisions
}

// batches are components that can be built together: of one stack, with the same
// decisions, and touching different things.
func batches(components []component) [][]component {
	var all [][]component
	for _, c := range components {
		i := slices.IndexFunc(all, func(batch []component) bool {
			return c.touches != "" && !slices.ContainsFunc(batch, func(other component) bool {
				return other.touches == "" || other.touches == c.touches || other.stack != c.stack || other.decisions != c.decisions
			})
		})
		if i < 0 {
			all = append(all, []component{c})
		} else {
			all[i] = append(all[i], c)
		}
	}
	return all
}

func testComponents(t *testing.T, components []component) {
	t.Helper()
	for _, batch := range batches(components) {
		var files []map[string]string
		for _, c := range batch {
			own, _, _ := c.files()
			files = append(files, own)
		}
		t.Run(batch[0].name, func(t *testing.T) {
			f := checktest.LoadComponents(t, cmp.Or(batch[0].stack, "prod"), batch[0].decide, files...)
			diags := Check(f.Stack, f.Rendered)
			for i, c := range batch {
				c.test(t, diags, checktest.ComponentPath+"/"+strconv.Itoa(i)+"/")
			}
			if batch[0].summary == "" {
				for _, d := range diags {
					t.Errorf("%s", d.Error())
				}
			}
		})
	}
}

// test looks for the finding of a component, at its line.
func (c component) test(t *testing.T, diags hcl.Diagnostics, folder string) {
	t.Helper()
	_, at, line := c.files()
	if c.summary == "" {
		return
	}
	var found []string
	for _, d := range diags {
		isThere := d.Subject != nil && strings.HasPrefix(d.Subject.Filename, folder)
		if isThere && d.Summary == c.summary && strings.Contains(d.Detail, c.says) && d.Subject.Filename == folder+at && c.isHere(d.Subject.Start.Line, line) {
			if (d.Severity == hcl.DiagWarning) != c.warns {
				t.Errorf("severity %v: %s", d.Severity, d.Detail)
			}
			return
		}
		if isThere || d.Summary == c.summary {
			found = append(found, d.Error())
		}
	}
	t.Errorf("%s: want %q with %q at %s%s:%d, found\n%s", c.name, c.summary, c.says, folder, at, line, strings.Join(found, "\n"))
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
	return component{name: name, stack: stack, kustomization: "resources:\n  - object.yaml\n", others: map[string]string{"object.yaml": text}, summary: summary, says: says, touches: name}
}

// custom is an object of a kind that has nothing but a name.
func custom(apiVersion, kind string) string {
	return "apiVersion: " + apiVersion + " # HERE\nkind: " + kind + "\nmetadata:\n  name: mine-" + strings.NewReplacer(".", "-", "/", "-").Replace(apiVersion) + "\n  namespace: metaflow\nspec: {}\n"
}

// isHere reports whether a line is the one to blame, or of a JSON patch one of the
// operation that begins there.
func (c component) isHere(found, line int) bool {
	text := strings.Split(componentHead+c.kustomization, "\n")
	isOperation := line <= len(text) && strings.HasPrefix(strings.TrimSpace(text[line-1]), "- op:")
	return found == line || isOperation && found > line && found <= line+2
}

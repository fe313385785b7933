package untrusted

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// Where a name can be, and a file of the component that has it there: NAME in quotes of JSON, which are YAML's, too.
var names = map[string]struct {
	file, text string
	// good is a name that an API server takes there.
	good string
}{
	"the name of an object":    {"resource.yaml", configMapWith(`{name: NAME, namespace: metaflow}`, `{a: b}`), "fine.example-1"},
	"the key of a label":       {"resource.yaml", configMapWith(`{name: fine, namespace: metaflow, labels: {NAME: a}}`, `{a: b}`), "example.com/Fine_1"},
	"the value of a label":     {"resource.yaml", configMapWith(`{name: fine, namespace: metaflow, labels: {a: NAME}}`, `{a: b}`), "Fine_1.a"},
	"the key of an annotation": {"resource.yaml", configMapWith(`{name: fine, namespace: metaflow, annotations: {NAME: a}}`, `{a: b}`), "example.com/Fine_1"},
	"the key of a ConfigMap":   {"resource.yaml", configMapWith(`{name: fine, namespace: metaflow}`, `{NAME: b}`), "Fine_1.a-b"},
	"the name of a container": {"patch.yaml", `- {op: add, path: /spec/template/spec/containers/-, value: {name: NAME, image: "docker.io/library/nginx:1.29", SECURITY}}
`, "fine-1"},
	"the name of a port": {"patch.yaml", `- {op: add, path: /spec/template/spec/containers/0/ports/-, value: {name: NAME, containerPort: 1234}}
`, "fine-1"},
	"the name of a volume": {"patch.yaml", `- {op: add, path: /spec/template/spec/volumes/-, value: {name: NAME, emptyDir: {}}}
`, "fine-1"},
	"the name of an env variable": {"patch.yaml", `- {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: NAME, value: a}}
`, "FINE_1"},
}

const security = `securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, readOnlyRootFilesystem: true}, resources: {limits: {memory: 1Mi}, requests: {cpu: 1m, memory: 1Mi}}`

func configMapWith(metadata, data string) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata: " + metadata + "\ndata: " + data + "\n"
}

// bad are names that an API server takes nowhere, but that in env variables it takes nearly all.
var bad = map[string]string{
	"an element of HTML": `<img src=x>`,
	"two lines":          "a\nb",
	"an accent":          "café",
	"300 characters":     strings.Repeat("a", 300),
	"a space":            "a b",
	"nothing":            "",
	"a control":          "a\x1bb",
	"right to left":      "a\u202eb",
	"a slash too many":   "a/b/c",
	"dots":               "..",
}

// upper is where an API server takes no capital letters.
var upper = []string{"the name of an object", "the name of a container", "the name of a port", "the name of a volume"}

// patched is the object that the patches are for, which a mistake in one is a mistake of.
const patched = "base/ui-static/deployment.yaml"

// TestNames brings each bad name to each place. It is refused with the file that has it; and a good one there passes, or the
// refusals would prove nothing.
func TestNames(t *testing.T) {
	for _, where := range slices.Sorted(maps.Keys(names)) {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			w := watch(t)
			at := names[where]
			if r := w.named(where, at.good); r.status != 0 {
				t.Errorf("the good name %q is refused, so the others prove nothing:\n%s", at.good, r.told())
			}
			all := maps.Clone(bad)
			if slices.Contains(upper, where) {
				all["capitals"] = "EVIL"
			}
			if where == "the name of an env variable" {
				all = map[string]string{"nothing": "", "an equals sign": "a=b", "two lines": "a\nb"}
			}
			for _, what := range slices.Sorted(maps.Keys(all)) {
				if what == "nothing" && (where == "the value of a label" || where == "the name of a port") {
					continue // which it may be
				}
				r := w.named(where, all[what])
				if r.status != 1 || !r.mentions(t, evil+"/"+at.file) && !r.mentions(t, patched) {
					t.Errorf("%s as %s: exit status %d, and not refused with its file\n%s", what, where, r.status, short(r.told()))
				}
			}
		})
	}
}

// named runs the generator on a component with a name somewhere.
func (w watched) named(where, is string) measure {
	w.t.Helper()
	at := names[where]
	w.tree.write(evil+"/"+at.file, strings.NewReplacer("NAME", fmt.Sprintf("%+q", is), "SECURITY", security).Replace(at.text))
	field := "resources: [resource.yaml]\n"
	if at.file == "patch.yaml" {
		field = "patches: [{path: patch.yaml, target: {kind: Deployment, name: ui-static}}]\n"
	}
	w.tree.write(evil+"/kustomization.yaml", header+field)
	if !strings.Contains(w.tree.read(decisions), evil) {
		w.tree.list(evil)
	}
	return w.measured(shared.programs[asIs], []string{"--root", w.tree.folder, "--format", "json"})
}

func short(text string) string {
	if len(text) > 2000 {
		return text[:2000] + "..."
	}
	return text
}

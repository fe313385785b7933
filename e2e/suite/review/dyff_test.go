package review

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gonvenience/ytbx"
	"github.com/homeport/dyff/pkg/dyff"
	yamlv3 "go.yaml.in/yaml/v3"
)

// cases are those of the generator's own tests.
const cases = "../../../generator/report/testdata/cases"

// TestAgainstDyff compares both trees of every case with dyff, too: the set of
// paths that change must be the same, but for what differ lists with a reason.
func TestAgainstDyff(t *testing.T) {
	folders, err := os.ReadDir(cases)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		t.Run(f.Name(), func(t *testing.T) {
			folder := filepath.Join(cases, f.Name())
			ours, theirs := ourPaths(t, filepath.Join(folder, "expected.json")), dyffPaths(t, folder)
			for p := range union(ours, theirs) {
				reason, listed := differ[f.Name()][p]
				switch {
				case ours[p] == theirs[p] && listed:
					t.Errorf("%q is listed as a difference, and is none", p)
				case ours[p] != theirs[p] && !listed:
					t.Errorf("%q: ours %v, dyff %v", p, ours[p], theirs[p])
				case listed && reason == "":
					t.Errorf("%q is listed without a reason", p)
				}
			}
			for p := range differ[f.Name()] {
				if !union(ours, theirs)[p] {
					t.Errorf("%q is listed as a difference, and nobody has it", p)
				}
			}
		})
	}
}

func union(a, b map[string]bool) map[string]bool {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// report is what this test reads of the JSON form.
type report struct {
	Stacks []struct {
		Objects []struct {
			Action       string
			Object, From *id
			Changes      []struct{ Path string }
		}
	}
}

type id struct{ Kind, Namespace, Name string }

func (i id) String() string {
	if i.Namespace == "" {
		return i.Kind + " " + i.Name
	}
	return i.Kind + " " + i.Namespace + "/" + i.Name
}

func ourPaths(t *testing.T, file string) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	paths := map[string]bool{}
	for _, o := range r.Stacks[0].Objects {
		if o.Action == "added" || o.Action == "removed" {
			paths[o.Object.String()+" "+o.Action] = true
		}
		for _, c := range o.Changes {
			paths[o.Object.String()+" "+collapse(steps(c.Path))] = true
		}
		if o.From != nil && o.From.Name != o.Object.Name {
			paths[o.Object.String()+" metadata.name"] = true
		}
		if o.From != nil && o.From.Namespace != o.Object.Namespace {
			paths[o.Object.String()+" metadata.namespace"] = true
		}
	}
	return paths
}

// step is one step of a path; list says that it leads into a list, by name or,
// where that is "", by place.
type step struct {
	name string
	list bool
}

var stepForm = regexp.MustCompile(`\["((?:[^"\\]|\\.)*)"\]|\[([^\]]*)\]|\.?([^.\[]+)`)

func steps(path string) []step {
	var all []step
	for _, m := range stepForm.FindAllStringSubmatch(path, -1) {
		switch {
		case m[1] != "":
			name, err := strconv.Unquote(`"` + m[1] + `"`)
			if err != nil {
				panic(err)
			}
			all = append(all, step{name: name})
		case m[2] != "" && strings.Trim(m[2], "0123456789") == "":
			all = append(all, step{list: true})
		case m[2] != "":
			all = append(all, step{name: m[2], list: true})
		default:
			all = append(all, step{name: m[3]})
		}
	}
	return all
}

// otherKeys are lists that we tell apart by Kubernetes' merge key and dyff by a
// name, so that only the list as a whole can be compared.
var otherKeys = []string{"volumeMounts", "topologySpreadConstraints", "destinations", "parentRefs", "from", "to"}

// collapse writes a path down to the first list whose items have no names: what
// changes in one of these is a change of the list to dyff.
func collapse(path []step) string {
	text := ""
	for i, s := range path {
		switch {
		case s.list && (s.name == "" || slices.Contains(otherKeys, path[i-1].name)):
			return text
		case s.list:
			text += "[" + s.name + "]"
		case text == "":
			text = s.name
		default:
			text += "." + s.name
		}
	}
	return text
}

func dyffPaths(t *testing.T, folder string) map[string]bool {
	t.Helper()
	before, after := load(t, filepath.Join(folder, "before")), load(t, filepath.Join(folder, "after"))
	r, err := dyff.CompareInputFiles(before, after, dyff.IgnoreOrderChanges(false), dyff.KubernetesEntityDetection(true), dyff.DetectRenames(true))
	if err != nil {
		t.Fatal(err)
	}
	paths := map[string]bool{}
	for _, d := range r.Diffs {
		for _, detail := range d.Details {
			for _, p := range pathsOf(d.Path, detail) {
				paths[p] = true
			}
		}
	}
	return paths
}

// pathsOf spells out what dyff keeps in one detail: each key that a map got or
// lost, each item of a list.
func pathsOf(path *ytbx.Path, detail dyff.Detail) []string {
	if path == nil {
		return nil // the order of documents
	}
	object := nameOf(path.Root.Documents[path.DocumentIdx].Content[0])
	base := fromDyff(path)
	changed := detail.To
	if detail.Kind == dyff.REMOVAL {
		changed = detail.From
	}
	switch {
	case len(base) == 0 && changed.Kind == yamlv3.DocumentNode:
		return []string{object + " " + map[rune]string{dyff.ADDITION: "added", dyff.REMOVAL: "removed"}[detail.Kind]}
	case detail.Kind == dyff.MODIFICATION || detail.Kind == dyff.ORDERCHANGE:
		return []string{object + " " + collapse(base)}
	}
	var all []string
	for _, s := range members(changed) {
		all = append(all, object+" "+collapse(append(slices.Clone(base), s)))
	}
	return all
}

func members(n *yamlv3.Node) []step {
	var all []step
	switch n.Kind {
	case yamlv3.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			all = append(all, step{name: n.Content[i].Value})
		}
	case yamlv3.SequenceNode:
		for _, item := range n.Content {
			all = append(all, step{name: text(item, "name"), list: true})
		}
	}
	return all
}

func fromDyff(path *ytbx.Path) []step {
	var all []step
	for _, e := range path.PathElements {
		switch {
		case e.Key != "" && e.Name != "":
			all = append(all, step{name: e.Name, list: true})
		case e.Name != "":
			all = append(all, step{name: e.Name})
		default:
			all = append(all, step{list: true})
		}
	}
	return all
}

func nameOf(n *yamlv3.Node) string {
	return id{text(n, "kind"), text(n, "metadata", "namespace"), text(n, "metadata", "name")}.String()
}

func text(n *yamlv3.Node, keys ...string) string {
	for _, k := range keys {
		var next *yamlv3.Node
		for i := 0; n.Kind == yamlv3.MappingNode && i < len(n.Content); i += 2 {
			if n.Content[i].Value == k {
				next = n.Content[i+1]
			}
		}
		if next == nil {
			return ""
		}
		n = next
	}
	return n.Value
}

// load reads all manifests below a folder as one file.
func load(t *testing.T, folder string) ytbx.InputFile {
	t.Helper()
	var all []byte
	_ = filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			all = append(append(all, "\n---\n"...), data...)
		}
		return nil // a stack that is new or gone has no such folder
	})
	docs, err := ytbx.LoadYAMLDocuments(all)
	if err != nil {
		t.Fatal(err)
	}
	return ytbx.InputFile{Location: folder, Documents: docs}
}

package check

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/yaml"
)

// SourceIgnore is the name of the files that say what Flux leaves out of what it
// brings to a cluster.
const SourceIgnore = ".sourceignore"

// Entry proves that what people keep beside the generated files lets the engine
// find the stack, all of it, once. The files are those that the engine reads for
// this stack; beside are each .sourceignore and the files of people in the
// folder of the cluster. All paths are from the root.
func Entry(s *stack.Stack, sync []plan.Map, files []string, beside map[string][]byte) hcl.Diagnostics {
	f := &findings{stack: s}
	isRead := f.listed(beside)
	for _, p := range slices.Sorted(maps.Keys(beside)) {
		if isRead(p) {
			f.twice(sync, p, beside[p])
		}
	}
	if s.Config.Engine.String() != stack.ArgoCD {
		f.ignored(files, beside)
	}
	return f.diags
}

// kustomizations are the names by which an engine knows that a folder says
// itself what is in it.
var kustomizations = []string{"kustomization.yaml", "kustomization.yml", "Kustomization"}

// listed proves that a kustomization in the folder of the cluster names the
// stack's file. It tells which other files of the folder an engine applies:
// those that the kustomization lists, or without one all YAML.
func (f *findings) listed(beside map[string][]byte) func(p string) bool {
	folder, own := path.Split(plan.SyncPath(f.stack))
	for _, name := range kustomizations {
		data, there := beside[folder+name]
		if !there {
			continue
		}
		var k struct {
			Resources []string `json:"resources"`
		}
		if err := yaml.Unmarshal(data, &k); err != nil {
			f.at(fileOf(folder+name, 1), "Invalid YAML", "The engine of the cluster cannot read this file, so it would sync nothing: %s.", inOneLine(err))
			return func(string) bool { return false }
		}
		var resources []string
		for _, r := range k.Resources {
			resources = append(resources, path.Join(folder, r))
		}
		if !slices.Contains(resources, folder+own) {
			f.at(fileOf(folder+name, 1), "Stack is never synced", "With this file the cluster gets what it lists and nothing else, and %q is not among its resources. Add it, or remove this file: without one the cluster gets every file of the folder.", own)
		}
		return func(p string) bool { return slices.Contains(resources, p) }
	}
	return func(p string) bool {
		return path.Dir(p)+"/" == folder && (path.Ext(p) == ".yaml" || path.Ext(p) == ".yml")
	}
}

func inOneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// twice proves that no file of people applies what the stack's own file does.
func (f *findings) twice(sync []plan.Map, p string, data []byte) {
	own := map[string]bool{}
	for _, d := range sync {
		own[render.Object{Kind: textAt(d, "kind"), Namespace: textAt(d, "metadata", "namespace"), Name: textAt(d, "metadata", "name")}.String()] = true
	}
	line := 1
	for _, text := range bytes.SplitAfter(data, []byte("\n---")) {
		o, err := parseObject(bytes.TrimSuffix(text, []byte("---")))
		switch {
		case err != nil:
			f.at(fileOf(p, line), "Invalid YAML", "The engine of the cluster cannot read this file, so it would sync nothing: %s.", inOneLine(err))
		case own[o.String()]:
			f.at(fileOf(p, line), "Object is synced twice", "%s is in %s too, and an engine applies one of them or none. Remove it here.", o, plan.SyncPath(f.stack))
		case leadsTo(o, "overlays/"+f.stack.Name):
			f.at(fileOf(p, line), "Object is synced twice", "%s applies overlays/%s, as %s does. Two owners of one object fight over it: remove this one.", o, f.stack.Name, plan.SyncPath(f.stack))
		}
		line += bytes.Count(text, []byte("\n"))
	}
}

// parseObject reads one document of a file of people; one without content is an
// object without name.
func parseObject(text []byte) (render.Object, error) {
	var o render.Object
	if err := yaml.Unmarshal(text, &o.Fields); err != nil {
		return o, err
	}
	o.Kind, _ = o.Get("kind").(string)
	o.Namespace, _ = o.Get("metadata", "namespace").(string)
	o.Name, _ = o.Get("metadata", "name").(string)
	return o, nil
}

// leadsTo tells whether an object makes an engine apply a folder.
func leadsTo(o render.Object, folder string) bool {
	for _, at := range [][]string{{"spec", "path"}, {"spec", "source", "path"}} {
		if p, _ := o.Get(at...).(string); path.Join("/", p) == "/"+folder {
			return o.Kind == "Kustomization" || o.Kind == "Application"
		}
	}
	return false
}

// ignored proves that Flux's artifact has every file that the cluster reads for
// this stack.
func (f *findings) ignored(files []string, beside map[string][]byte) {
	var lines []ignoreLine
	for _, p := range slices.Sorted(maps.Keys(beside)) { // a folder's before those within
		if path.Base(p) == SourceIgnore {
			lines = append(lines, ignoreLines(p, beside[p])...)
		}
	}
	lost := map[*ignoreLine][]string{}
	for _, file := range files {
		if l := ignoring(lines, file); l != nil {
			lost[l] = append(lost[l], file)
		}
	}
	for i := range lines {
		l := &lines[i]
		if files := lost[l]; files != nil {
			f.at(fileOf(path.Join(l.folder, SourceIgnore), l.number), "Object is never synced", "Flux would not bring %s to the cluster%s, as %q leaves it out. Let it name only what no cluster reads, or keep the file with a line that starts with an exclamation mark.", files[0], others(len(files)-1), l.text)
		}
	}
}

func others(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", nor %d more files of the stack", n)
}

func fileOf(p string, line int) stack.Origin {
	pos := hcl.Pos{Line: line, Column: 1}
	return stack.Origin{Range: hcl.Range{Filename: p, Start: pos, End: pos}}
}

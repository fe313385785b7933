package check

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/value"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/yaml"
)

// A Folder is the folder of a cluster as a run leaves it: what an engine begins
// with.
type Folder struct {
	Path string // from the root: clusters/NAME
	// Has tells of a path from the root whether there is a file or folder.
	Has func(path string) bool
	// People are the files directly in the folder that people wrote, by name.
	People map[string][]byte
	// Stacks are the sync objects of stacks, by the name of their file.
	Stacks map[string][]plan.Map
	// Artifact is what Flux brings to the cluster; nil for Argo CD, which reads
	// the repository itself.
	Artifact *Artifact

	// owners are the files of stacks by what they bring: objects, and sources.
	owners map[string]string
	diags  hcl.Diagnostics
}

// Prove proves that what people wrote into the folder lets the engine find each
// stack there, once, as it is. What they wrote below the folder it does not read.
func (f *Folder) Prove() hcl.Diagnostics {
	for _, name := range slices.Sorted(maps.Keys(f.People)) {
		if f.Artifact != nil && f.Artifact.without(path.Join(f.Path, name)) != nil {
			delete(f.People, name)
		}
	}
	f.owners = ownersOf(f.Stacks)
	applied := f.applied()
	for _, name := range slices.Sorted(maps.Keys(f.People)) {
		if applied(name) {
			f.objects(name)
		}
	}
	return f.diags
}

func (f *Folder) fault(name string, line int, summary, format string, args ...any) {
	f.diags = append(f.diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, args...), Subject: rangeOf(path.Join(f.Path, name), line)})
}

// kustomizations are the names by which an engine knows that a folder says
// itself what is in it.
var kustomizations = []string{"kustomization.yaml", "kustomization.yml", "Kustomization"}

// applied tells of which files an engine applies the objects: those that a
// kustomization lists, or without one all YAML.
func (f *Folder) applied() func(name string) bool {
	for _, name := range kustomizations {
		if data, there := f.People[name]; there {
			listed := f.kustomization(name, data)
			return func(name string) bool { return slices.Contains(listed, name) }
		}
	}
	return func(name string) bool { return path.Ext(name) == ".yaml" || path.Ext(name) == ".yml" }
}

// kustomization proves that one lists what there is, each stack, and renames
// nothing; its patches are people's own decision. It gives what is listed.
func (f *Folder) kustomization(name string, data []byte) []string {
	var k map[string]any
	if err := yaml.Unmarshal(data, &k); err != nil {
		f.fault(name, 1, "Invalid YAML", "The engine cannot read this file, so no stack of the cluster would be synced: %s. Correct it.", inOneLine(err))
		return nil
	}
	for _, field := range []string{"namePrefix", "nameSuffix", "namespace"} {
		if f.renames(field, value.Text(k, field)) {
			f.fault(name, lineWith(data, field), "Unexpected field", "%s would rename the stacks' sync objects, which refer to each other and are never renamed. Set it in a folder of its own, and list that.", field)
		}
	}
	var listed []string
	hasFolder := false // which may list a stack in its turn
	for _, entry := range append(value.Texts(k, "resources"), value.Texts(k, "bases")...) {
		p := path.Join(f.Path, entry)
		switch {
		case strings.ContainsAny(entry, ":?"): // of another repository
		case !f.Has(p):
			f.fault(name, lineWith(data, entry), "Listed file is missing", "%s is not there, so the engine could build nothing of this folder, and no stack of the cluster would be synced. Take it off the list.", p)
		case path.Dir(p) != f.Path || path.Ext(p) == "":
			hasFolder = true
		}
		listed = append(listed, strings.TrimPrefix(p, f.Path+"/"))
	}
	for _, own := range slices.Sorted(maps.Keys(f.Stacks)) {
		if !hasFolder && !slices.Contains(listed, own) {
			f.fault(name, lineWith(data, "resources"), "Stack is never synced", "With this file the cluster gets what it lists and nothing else, and %q is not among its resources: the engine would delete that stack. Add it, or remove this file: without one the cluster gets every file of the folder.", own)
		}
	}
	return listed
}

// renames tells whether a field of a kustomization makes the stacks' sync objects
// other objects than they are.
func (f *Folder) renames(field, to string) bool {
	if field != "namespace" || to == "" {
		return to != ""
	}
	for _, documents := range f.Stacks {
		for _, d := range documents {
			if textAt(d, "metadata", "namespace") != to {
				return true
			}
		}
	}
	return false
}

func inOneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

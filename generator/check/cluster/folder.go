package cluster

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/manifest"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/api/konfig"
)

// A Folder is the folder of a cluster as a run leaves it: what an engine begins
// with.
type Folder struct {
	Path string // from the root: clusters/NAME
	// Look tells of a path from the root whether a file or folder is there.
	Look func(path string) (isThere, isFolder bool)
	// People are the files of people that the engine may read here, by their path
	// from the folder.
	People map[string][]byte
	// Stacks are the sync objects of stacks, by the name of their file.
	Stacks map[string][]manifest.Map
	// Flux is what it brings to the cluster; nil where Argo CD reads the
	// repository itself.
	Flux *Artifact
}

// Check holds that what people wrote into the folder lets the engine find each
// stack there, once, as it is.
func (f Folder) Check() hcl.Diagnostics {
	p := &folderCheck{Folder: f, owners: ownersOf(f.Stacks)}
	applied := p.applied()
	for _, name := range slices.Sorted(maps.Keys(f.People)) {
		if !p.isLeftOut(name) && applied(name) {
			p.objects(name)
		}
	}
	return p.diags
}

// folderCheck collects what is found.
type folderCheck struct {
	Folder
	// owners are the files of stacks by what they bring: objects, and sources.
	owners map[string]string
	diags  hcl.Diagnostics
}

// isLeftOut reports whether Flux does not bring a file of the folder.
func (f *folderCheck) isLeftOut(name string) bool {
	return f.Flux != nil && f.Flux.without(path.Join(f.Path, name)) != nil
}

func (f *folderCheck) fault(name string, line int, summary, format string, args ...any) {
	f.diags = append(f.diags, diag.Error(diag.Line(path.Join(f.Path, name), line), summary, fmt.Sprintf(format, args...)))
}

// applied tells of which files an engine applies the objects: those that a
// kustomization lists, or without one all YAML, and for Argo CD all JSON too.
func (f *folderCheck) applied() func(name string) bool {
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		if data, there := f.People[name]; there && !f.isLeftOut(name) {
			listed := f.kustomization(name, data)
			return func(name string) bool { return slices.Contains(listed, name) }
		}
	}
	read := []string{".yaml", ".yml"}
	if f.Flux == nil {
		read = append(read, ".json", ".jsonnet")
	}
	return func(name string) bool { return slices.Contains(read, path.Ext(name)) }
}

// kustomization checks that one lists what there is, each stack, and renames
// nothing; its patches are people's own decision. It gives what is listed.
func (f *folderCheck) kustomization(name string, data []byte) []string {
	var k manifest.Object
	err := limit.YAML(data)
	if err == nil {
		k, err = manifest.Document{Line: 1, Text: data}.Object()
	}
	if err != nil {
		f.fault(name, 1, "Invalid YAML", "The engine cannot read this file, so no stack of the cluster would be synced: %s. Correct it.", inOneLine(err))
		return nil
	}
	for _, field := range []string{"namePrefix", "nameSuffix", "namespace"} {
		if f.renames(field, manifest.Text(k.Fields, field)) {
			f.fault(name, lineWith(data, field), "Stacks would be renamed", "%s would rename the stacks' sync objects, which refer to each other and are never renamed. Set it in a folder of its own, and list that.", field)
		}
	}
	listed, hasFolder := f.listed(name, data, k.Fields)
	for _, own := range slices.Sorted(maps.Keys(f.Stacks)) {
		if !hasFolder && !slices.Contains(listed, own) {
			f.fault(name, lineWith(data, "resources"), "Stack is never synced", "With this file the cluster gets what it lists and nothing else, and %q is not among its resources: the engine would delete that stack. Add it, or remove this file: without one the cluster gets every file of the folder.", own)
		}
	}
	return listed
}

// remote is how Kustomize knows that an entry is of another repository.
var remote = regexp.MustCompile(`(?i)://|//|\?|^git@|^github\.com/|\.git\b`)

// listed checks that what a kustomization lists is there. It gives the entries as
// paths from the folder, and whether a folder is among them, which may list a
// stack in its turn.
func (f *folderCheck) listed(name string, data []byte, k map[string]any) (paths []string, hasFolder bool) {
	for _, entry := range slices.Concat(manifest.Texts(k, "resources"), manifest.Texts(k, "bases"), manifest.Texts(k, "components")) {
		p := path.Join(f.Path, entry)
		below := strings.TrimPrefix(p, f.Path+"/")
		isThere, isFolder := f.Look(p)
		switch {
		case remote.MatchString(entry):
			continue
		case !isThere:
			f.fault(name, lineWith(data, entry), "Listed file is missing", "%s will not be there, so the engine could build nothing of this folder, and no stack of the cluster would be synced. Take it off the list.", p)
		case !isFolder && f.isLeftOut(below):
			f.fault(name, lineWith(data, entry), "Listed file is missing", "A .sourceignore leaves out %s, so Flux could build nothing of this folder, and no stack of the cluster would be synced. Take it off this list or that.", p)
		}
		hasFolder = hasFolder || isFolder
		paths = append(paths, below)
	}
	return paths, hasFolder
}

// renames reports whether a field of a kustomization makes the stacks' sync objects
// other objects than they are.
func (f *folderCheck) renames(field, to string) bool {
	if field != "namespace" || to == "" {
		return to != "" && len(f.Stacks) > 0
	}
	for _, documents := range f.Stacks {
		for _, d := range documents {
			if manifest.Text(d.Plain(), "metadata", "namespace") != to {
				return true
			}
		}
	}
	return false
}

func inOneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

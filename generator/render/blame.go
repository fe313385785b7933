package render

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

// WrittenBy finds where a component writes a field of an object, as the last of
// them has it: in a patch, in the object's own document, or in a field of its
// kustomization file such as images. A mark is text that is peculiar to what was
// written there, such as the name of a variable; it leads to the very line. Without
// a path it is where a component declares the object.
func (r *Rendered) WrittenBy(o manifest.Object, mark string, path ...string) (manifest.Origin, bool) {
	if len(r.stack.Config.Components) == 0 {
		return manifest.Origin{}, false
	}
	trail := r.TrailOf(o)
	if trail.File == "" {
		return manifest.Origin{}, false
	}
	for _, file := range slices.Backward(trail.Kustomizations) {
		if !r.isOfComponent(file) {
			continue
		}
		for _, p := range slices.Backward(r.base.patchesOf(file)) {
			if !p.isFor(trail) {
				continue
			}
			if line, writes := p.lineOf(o, mark, path); writes && len(path) > 0 {
				return p.origin(line), true
			}
		}
		if line := r.base.transformerLine(file, o, path); line > 0 {
			return originAtLine(file, line), true
		}
	}
	return r.declaredBy(o, trail, mark, path)
}

// declaredBy is where the document of a component that declares an object has a
// field.
func (r *Rendered) declaredBy(o manifest.Object, trail Trail, mark string, path []string) (manifest.Origin, bool) {
	if !r.isOfComponent(r.base.kustomizationOf(trail.File)) {
		return manifest.Origin{}, false
	}
	for _, text := range manifest.Documents(r.base.Files[trail.File]) {
		d, err := text.Object()
		if _, is := trail.Layer(trail.File, d.APIVersion, d.Kind, d.Namespace, d.Name); err != nil || !is {
			continue
		}
		p := patch{file: trail.File, line: text.Line, text: text.Text}
		line, writes := p.lineOf(o, mark, path)
		if !writes {
			line = text.Line // it lacks what it should have
		}
		return p.origin(line), true
	}
	line := trail.generatorLine()
	if at, found := (patch{line: 1, text: r.base.Files[trail.File]}).find(mark, line); found && mark != "" {
		line = at
	}
	return originAtLine(trail.File, max(line, 1)), line > 0
}

// RemovedBy finds the line of a component that deletes an object of a kind, by a
// patch. What is deleted leaves no trail, so names are compared alone.
func (r *Rendered) RemovedBy(kind string, names ...string) (manifest.Origin, bool) {
	for _, file := range r.componentFiles() {
		for _, p := range r.base.patchesOf(file) {
			if !p.deletes(kind, names) {
				continue
			}
			line, _ := p.find("$patch: delete", 0)
			return p.origin(line), true
		}
	}
	return manifest.Origin{}, false
}

// isOfComponent reports whether a kustomization file is that of a component, or of
// something that one of the stack's components brings.
func (r *Rendered) isOfComponent(file string) bool {
	folder, _, isFile := cutLast(file)
	if !isFile {
		return false
	}
	return r.base.hasComponent(folder) || slices.ContainsFunc(r.stack.Config.Components, func(c stack.ComponentPath) bool {
		return strings.HasPrefix(file, c.String()+"/")
	})
}

// componentFiles are the kustomization files below the stack's components, of which
// the last has the last word.
func (r *Rendered) componentFiles() []string {
	var files []string
	for _, c := range r.stack.Config.Components {
		for _, path := range r.Read {
			if strings.HasPrefix(path, c.String()+"/") && r.base.kustomizationOf(path) == path {
				files = append(files, path)
			}
		}
	}
	slices.Reverse(files)
	return files
}

func cutLast(path string) (folder, name string, is bool) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}

func originAtLine(file string, line int) manifest.Origin {
	start := hcl.Pos{Line: line, Column: 1}
	return manifest.Origin{Kind: manifest.FromBase, Name: file, Range: hcl.Range{Filename: file, Start: start, End: start}}
}

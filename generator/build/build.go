// Package build makes all that is generated for a stack: the plan, rendered, and the
// files of both.
package build

import (
	"path"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
)

// Built is what a stack comes to.
type Built struct {
	Stack    *stack.Stack
	Rendered *render.Rendered
	Sync     []manifest.Map
	// Files are all generated files, by path from the root.
	Files map[string][]byte
}

// Stack plans and renders a stack on the bases. The result is nil where there are
// errors.
func Stack(base render.Base, s *stack.Stack) (*Built, hcl.Diagnostics) {
	overlay := plan.New(s, base.Images(s.Config.Components))
	rendered, diags := render.Build(base, s, overlay)
	if diags.HasErrors() {
		return nil, diags
	}
	sync := plan.NewSync(s, rendered.Waves())
	return &Built{Stack: s, Rendered: rendered, Sync: sync, Files: files(s, overlay, rendered, sync)}, diags
}

// files gives every generated file its path from the root.
func files(s *stack.Stack, overlay plan.Overlay, rendered *render.Rendered, sync []manifest.Map) map[string][]byte {
	folder := tree.Overlay(s.Name)
	all := map[string][]byte{plan.SyncPath(s): manifest.Encode(sync...)}
	for _, f := range overlay.Files {
		all[path.Join(folder, f.Path)] = manifest.Encode(f.Documents...)
	}
	for _, f := range overlay.Client {
		all[path.Join(folder, f.Path)] = f.Data
	}
	for _, o := range rendered.Objects {
		all[path.Join(tree.Rendered(s.Name), o.Filename())] = manifest.Encode(o.Manifest())
	}
	return all
}

package render

import (
	"fmt"
	"maps"
	"path"
	"strings"
	"sync"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/fence"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
)

// Rendered is what an overlay builds to.
type Rendered struct {
	// Objects in the order in which Kustomize gives them.
	Objects []manifest.Object
	// Read are the files that Kustomize read for them, by path from the root.
	Read []string

	stack   *stack.Stack
	base    Base
	overlay plan.Overlay
	// declared are the documents of base/, parsed once and only if somebody asks.
	declared func() []document
	// affixes are what kustomization files put to names, and statements what components
	// do, likewise.
	affixes    func() []affix
	statements func() []Statement
	// trails are the ways of the objects through Kustomize, likewise.
	trails func() map[identity]Trail
}

// Build builds the overlay of a stack on the bases. The result is nil when
// there are errors.
func Build(base Base, s *stack.Stack, overlay plan.Overlay) (*Rendered, hcl.Diagnostics) {
	if diags := missingComponents(base, s); diags.HasErrors() {
		return nil, diags
	}
	folder := tree.Overlay(s.Name)
	files := layOut(base, folder, overlay)
	if diags := fence.Local(files, folder); diags.HasErrors() {
		return nil, diags
	}
	r := &Rendered{stack: s, base: base, overlay: overlay, declared: sync.OnceValue(func() []document {
		documents, _ := base.documents(anyText)
		return documents
	}), trails: sync.OnceValue(func() map[identity]Trail { return trace(base, folder, overlay) })}
	built, err := kustomize(files, folder)
	if err != nil {
		return nil, r.explain(err)
	}
	r.Objects, r.Read = built.objects, built.read
	r.affixes = sync.OnceValue(func() []affix { return findAffixes(files, r.Read) })
	r.statements = sync.OnceValue(r.Components().findStatements)
	if diags := append(r.refuseInexact(built.inexact), r.refuseCollisions()...); diags.HasErrors() {
		return nil, diags
	}
	return r, nil
}

func missingComponents(base Base, s *stack.Stack) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, c := range s.Config.Components {
		if base.hasComponent(c.String()) {
			continue
		}
		at := s.Decision("components").Range
		detail := fmt.Sprintf("There is no Kustomize component at %q: no kustomization.yaml of kind Component%s", c, fact.SuggestOr(c.String(), base.Components(), "."))
		diags = append(diags, diag.Error(at, "Unknown component", detail))
	}
	return diags
}

func oneLine(err error) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(err.Error()), " "), ".")
}

// layOut adds the files of an overlay to those of the bases, by path from
// the root.
func layOut(base Base, folder string, overlay plan.Overlay) map[string][]byte {
	files := maps.Clone(base.Files)
	for _, f := range overlay.Files {
		files[path.Join(folder, f.Path)] = manifest.Encode(f.Documents...)
	}
	return files
}

// refuseCollisions finds objects that would share one file under rendered/.
func (r *Rendered) refuseCollisions() hcl.Diagnostics {
	var diags hcl.Diagnostics
	seen := map[string]manifest.Object{}
	for _, o := range r.Objects {
		name := strings.ToLower(o.Filename())
		if other, taken := seen[name]; taken {
			at := r.OriginOf(o).Range
			detail := fmt.Sprintf("%s (%s) and %s (%s) would both be written to rendered/%s. Rename one of them.", other, other.APIVersion, o, o.APIVersion, o.Filename())
			diags = append(diags, diag.On(o.Ref(), diag.Error(at, "Objects with the same name", detail)))
		}
		seen[name] = o
	}
	return diags
}

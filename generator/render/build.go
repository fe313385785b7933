package render

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// Rendered is what an overlay builds to.
type Rendered struct {
	// Objects in the order in which Kustomize gives them.
	Objects []Object
	// Read are the files that Kustomize read for them, by path from the root.
	Read []string

	stack   *stack.Stack
	base    Base
	overlay plan.Overlay
	// declared are the documents of base/, parsed once and only if somebody asks.
	declared func() []document
}

// Build builds the overlay of a stack on the bases. The result is nil when
// there are errors.
func Build(base Base, s *stack.Stack, overlay plan.Overlay) (*Rendered, hcl.Diagnostics) {
	if diags := append(missingComponents(base, s), base.remoteResources()...); diags.HasErrors() {
		return nil, diags
	}
	objects, read, err := kustomize(base, s.Name, overlay)
	if err != nil {
		if _, diags := base.documents(anyText); diags.HasErrors() {
			return nil, diags // which says it better than Kustomize
		}
		at := s.Decision("components")
		detail := fmt.Sprintf("Kustomize cannot build the overlay: %s. The cause is in base/, or in a component that stack.hcl lists.", oneLine(err))
		d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Overlay does not build", Detail: detail}
		if at.Range.Filename != "" {
			d.Subject = &at.Range
		}
		return nil, hcl.Diagnostics{d}
	}
	declared := sync.OnceValue(func() []document {
		documents, _ := base.documents(anyText)
		return documents
	})
	r := &Rendered{Objects: objects, Read: read, stack: s, base: base, overlay: overlay, declared: declared}
	return r, r.refuseCollisions()
}

func missingComponents(base Base, s *stack.Stack) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, c := range s.Config.Components {
		if base.hasComponent(c.String()) {
			continue
		}
		at := s.Decision("components").Range
		detail := fmt.Sprintf("There is no Kustomize component at %q: no kustomization.yaml of kind Component%s", c, fact.SuggestOr(c.String(), base.Components(), "."))
		diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unknown component", Detail: detail, Subject: &at})
	}
	return diags
}

func oneLine(err error) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(err.Error()), " "), ".")
}

// recorder notes which files are read.
type recorder struct {
	filesys.FileSystem
	read map[string]bool
}

func (r recorder) ReadFile(name string) ([]byte, error) {
	data, err := r.FileSystem.ReadFile(name)
	if err == nil {
		r.read[strings.TrimPrefix(name, "/")] = true
	}
	return data, err
}

// kustomize runs Kustomize with the options that `kustomize build`, Flux and
// Argo CD have by default. It gives the objects, and the files that it read.
func kustomize(base Base, name string, overlay plan.Overlay) ([]Object, []string, error) {
	fs := recorder{filesys.MakeFsInMemory(), map[string]bool{}}
	for p, data := range base.Files {
		if err := fs.WriteFile("/"+p, data); err != nil {
			return nil, nil, fmt.Errorf("laying out %q: %w", p, err)
		}
	}
	folder := path.Join("/overlays", name)
	for _, f := range overlay.Files {
		if err := fs.WriteFile(path.Join(folder, f.Path), plan.Encode(f.Documents...)); err != nil {
			return nil, nil, fmt.Errorf("laying out %q: %w", f.Path, err)
		}
	}
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(fs, folder)
	if err != nil {
		return nil, nil, err
	}
	objects, err := objectsOf(built)
	return objects, slices.Sorted(maps.Keys(fs.read)), err
}

func objectsOf(built resmap.ResMap) ([]Object, error) {
	objects := make([]Object, 0, built.Size())
	for _, res := range built.Resources() {
		fields, err := res.Map()
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", res.CurId(), err)
		}
		apiVersion, _ := fields["apiVersion"].(string)
		objects = append(objects, Object{apiVersion, res.GetKind(), res.GetNamespace(), res.GetName(), fields})
	}
	return objects, nil
}

// refuseCollisions finds objects that would share one file under rendered/.
func (r *Rendered) refuseCollisions() hcl.Diagnostics {
	var diags hcl.Diagnostics
	seen := map[string]Object{}
	for _, o := range r.Objects {
		name := strings.ToLower(o.Filename())
		if other, taken := seen[name]; taken {
			at := r.OriginOf(o).Range
			detail := fmt.Sprintf("%s (%s) and %s (%s) would both be written to rendered/%s. Rename one of them.", other, other.APIVersion, o, o.APIVersion, o.Filename())
			diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Objects with the same name", Detail: detail, Subject: &at})
		}
		seen[name] = o
	}
	return diags
}

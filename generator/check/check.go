package check

import (
	"example.com/metaflow-gitops/generator/check/exposure"
	"example.com/metaflow-gitops/generator/check/finding"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

// Check runs all proofs over the rendered objects and the sync objects of one
// stack.
func Check(s *stack.Stack, r *render.Rendered, sync []manifest.Map) hcl.Diagnostics {
	f := &findings{&finding.List{Stack: s, Rendered: r}}
	objectCheck{f}.objects()
	identityCheck{f}.identity()
	f.Diags = append(f.Diags, exposure.Check(s, r)...)
	chartCheck{f}.workflows(sync)
	profileCheck{f}.profile()
	accessCheck{f}.access()
	syncCheck{f}.sync(sync)
	return f.Diags
}

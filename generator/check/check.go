package check

import (
	"example.com/metaflow-gitops/generator/check/access"
	"example.com/metaflow-gitops/generator/check/apiserver"
	"example.com/metaflow-gitops/generator/check/charts"
	"example.com/metaflow-gitops/generator/check/components"
	"example.com/metaflow-gitops/generator/check/exposure"
	"example.com/metaflow-gitops/generator/check/finding"
	"example.com/metaflow-gitops/generator/check/identity"
	"example.com/metaflow-gitops/generator/check/objects"
	"example.com/metaflow-gitops/generator/check/support"
	"example.com/metaflow-gitops/generator/check/sync"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

// Check runs all checks over the rendered objects and the sync objects of one
// stack.
func Check(s *stack.Stack, r *render.Rendered, documents []manifest.Map) hcl.Diagnostics {
	l := &finding.List{Stack: s, Rendered: r}
	objects.Check(l)
	apiserver.Check(l, documents)
	support.Check(l)
	components.Check(l)
	identity.Check(l)
	l.Diags = append(l.Diags, exposure.Check(s, r)...)
	charts.Check(l, documents)
	access.Check(l)
	sync.Check(l, documents)
	return l.Diags
}

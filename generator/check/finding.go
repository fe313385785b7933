package check

import (
	"fmt"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

// findings collects what the proofs find.
type findings struct {
	stack    *stack.Stack
	rendered *render.Rendered
	diags    hcl.Diagnostics
}

// object reports something about a rendered object, at the place that the
// field comes from, or else that the object comes from, or else at its file.
func (f *findings) object(o render.Object, path []string, summary, format string, args ...any) {
	from := f.rendered.OriginOf(o, path...)
	if from.Range.Filename == "" {
		from.Range = diag.File("overlays/" + f.stack.Name + "/rendered/" + o.Filename())
	}
	f.at(from, summary, format, args...)
}

func (f *findings) at(from stack.Origin, summary, format string, args ...any) {
	f.diags = append(f.diags, diag.Error(from.Range, summary, fmt.Sprintf(format, args...)))
}

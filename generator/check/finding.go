package check

import (
	"fmt"

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
		start := hcl.InitialPos
		from.Range = hcl.Range{Filename: "overlays/" + f.stack.Name + "/rendered/" + o.Filename(), Start: start, End: start}
	}
	f.at(from, summary, format, args...)
}

func (f *findings) at(from stack.Origin, summary, format string, args ...any) {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, args...)}
	if from.Range.Filename != "" {
		d.Subject = &from.Range
	}
	f.diags = append(f.diags, d)
}

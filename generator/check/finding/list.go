// Package finding collects what checks find about a stack, each at the place that
// it comes from.
package finding

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
)

// List is what checks find about one stack and its rendered objects.
type List struct {
	Stack    *stack.Stack
	Rendered *render.Rendered
	Diags    hcl.Diagnostics
}

// Object reports something about a rendered object, at the place that the field
// comes from, or else that the object comes from, or else at its file.
func (l *List) Object(o manifest.Object, path []string, summary, format string, args ...any) {
	from := l.Rendered.OriginOf(o, path...)
	if from.Range.Filename == "" {
		from.Range = diag.File(tree.Rendered(l.Stack.Name) + "/" + o.Filename())
	}
	l.At(from, summary, format, args...)
}

// Field reports a field of an object that a component may have set. The place is
// where stack.hcl or an output decided the field; else the line of a component or a
// base that has the mark, which is a key, a value or a variable's name peculiar to
// the mistake; else where the object comes from.
func (l *List) Field(o manifest.Object, mark string, path []string, summary, format string, args ...any) {
	from, found := l.Rendered.Mention(o, mark)
	if decided := l.Rendered.OriginOf(o, path...); found && (decided.Kind == manifest.FromBase || strings.HasPrefix(from.Name, tree.Components+"/")) {
		l.At(from, summary, format, args...)
		return
	}
	l.Object(o, path, summary, format, args...)
}

// At reports something at the place that it comes from.
func (l *List) At(from manifest.Origin, summary, format string, args ...any) {
	l.Diags = append(l.Diags, diag.Error(from.Range, summary, fmt.Sprintf(format, args...)))
}

// Warn reports something that may be meant.
func (l *List) Warn(from manifest.Origin, summary, format string, args ...any) {
	l.Diags = append(l.Diags, diag.Warning(from.Range, summary, fmt.Sprintf(format, args...)))
}

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
	l.At(l.Place(o, "", path), summary, format, args...)
}

// Field reports a field of an object. The place is the line of a component that
// wrote the field; else where stack.hcl or an output decided it; else the line of
// base/ that has the mark, which is a key, a value or a variable's name peculiar to
// the mistake; else where the object comes from.
func (l *List) Field(o manifest.Object, mark string, path []string, summary, format string, args ...any) {
	l.At(l.Place(o, mark, path), summary, format, args...)
}

// Warn reports a field of an object that is told, but does not stop a run.
func (l *List) Warn(o manifest.Object, mark string, path []string, summary, format string, args ...any) {
	l.Field(o, mark, path, summary, format, args...)
	l.Diags[len(l.Diags)-1].Severity = hcl.DiagWarning
}

// Place is where a field of an object comes from, as Field reports it.
func (l *List) Place(o manifest.Object, mark string, path []string) manifest.Origin {
	if from, written := l.Rendered.WrittenBy(o, mark, path...); written {
		return from
	}
	from := l.Rendered.OriginOf(o, path...)
	if mentioned, found := l.Rendered.Mention(o, mark); found && (from.Kind == manifest.FromBase || strings.HasPrefix(mentioned.Name, tree.Components+"/")) {
		from = mentioned
	}
	if from.Range.Filename == "" {
		from.Range = diag.File(tree.Rendered(l.Stack.Name) + "/" + o.Filename())
	}
	return from
}

// At reports something at the place that it comes from.
func (l *List) At(from manifest.Origin, summary, format string, args ...any) {
	l.Diags = append(l.Diags, diag.Error(from.Range, summary, fmt.Sprintf(format, args...)))
}

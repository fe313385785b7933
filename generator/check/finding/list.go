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

// Field reports a field of an object. The place is the line of a component that set the
// field last, and in it that of the mark, which is a key, a value or a variable's name
// peculiar to the mistake; else where stack.hcl or an output decided the field; else the
// line of base/ that has the mark; else where the object comes from.
func (l *List) Field(o manifest.Object, mark string, path []string, summary, format string, args ...any) {
	l.At(l.Place(o, mark, path), summary, format, args...)
}

// Place is where a field of an object comes from, as Field reports it.
func (l *List) Place(o manifest.Object, mark string, path []string) manifest.Origin {
	if at, isSet := l.Rendered.Components().SetBy(o, path...); isSet {
		return l.Rendered.MentionBelow(at, mark)
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

// Missing reports that an object is not there: at the line of a component that took it
// away or gave it another name, or else at the place that is given. The text has the
// cure of each.
func (l *List) Missing(o manifest.Object, otherwise manifest.Origin, summary, format string, args ...any) {
	if at, is := l.Rendered.Components().MissingBy(o.APIVersion, o.Kind, o.Namespace, o.Name); is {
		otherwise = at
	}
	l.At(otherwise, summary, format, args...)
}

// Absent reports that an object names one which is not there: where a component gave it
// that name, or else where one took the other away, or else where the name comes from.
func (l *List) Absent(gone, o manifest.Object, path []string, summary, format string, args ...any) {
	if !l.IsSet(o, path...) {
		if at, is := l.Rendered.Components().MissingBy(gone.APIVersion, gone.Kind, gone.Namespace, gone.Name); is {
			l.At(at, summary, format, args...)
			return
		}
	}
	l.Object(o, path, summary, format, args...)
}

// IsSet reports whether a component decides a field of an object.
func (l *List) IsSet(o manifest.Object, path ...string) bool {
	_, is := l.Rendered.Components().SetBy(o, path...)
	return is
}

// At reports something at the place that it comes from.
func (l *List) At(from manifest.Origin, summary, format string, args ...any) {
	l.Diags = append(l.Diags, diag.Error(from.Range, summary, fmt.Sprintf(format, args...)))
}

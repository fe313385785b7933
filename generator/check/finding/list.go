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

	pods []manifest.Pod // of all objects, found once
}

// AllPods are all that the rendered objects have made.
func (l *List) AllPods() []manifest.Pod {
	if l.pods == nil {
		l.pods = []manifest.Pod{}
		for _, o := range l.Rendered.Objects {
			l.pods = append(l.pods, o.Pods()...)
		}
	}
	return l.pods
}

// Object reports something about a rendered object, at the place that the field
// comes from, or else that the object comes from, or else at its file.
func (l *List) Object(o manifest.Object, path []string, summary, format string, args ...any) {
	l.On(o, l.Place(o, "", path), summary, format, args...)
}

// Field reports a field of an object. The place is the line of the component that set
// the field last, and in it that of the mark; else where stack.hcl or an output decided
// the field; else the line of a component or a base that has the mark, which is a key, a
// value or a variable's name peculiar to the mistake; else where the object comes from.
func (l *List) Field(o manifest.Object, mark string, path []string, summary, format string, args ...any) {
	l.On(o, l.Place(o, mark, path), summary, format, args...)
}

// Place is where a field of an object comes from, as Field reports it.
func (l *List) Place(o manifest.Object, mark string, path []string) manifest.Origin {
	if from, isSet := l.SetAt(o, mark, path...); isSet {
		return from
	}
	from := l.Rendered.OriginOf(o, path...)
	if from.Kind == manifest.FromStackFile {
		return from
	}
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
	l.On(o, otherwise, summary, format, args...)
}

// Absent reports that an object names one which is not there: where a component gave it
// that name, or else where one took the other away, or else where the name comes from.
func (l *List) Absent(gone, o manifest.Object, path []string, summary, format string, args ...any) {
	if !l.IsSet(o, path...) {
		if at, is := l.Rendered.Components().MissingBy(gone.APIVersion, gone.Kind, gone.Namespace, gone.Name); is {
			l.On(o, at, summary, format, args...)
			return
		}
	}
	l.Object(o, path, summary, format, args...)
}

// SetAt is the line of a component that set a field of an object last, or in its document
// the line below that has the mark; none does, if the field is as it was planned.
func (l *List) SetAt(o manifest.Object, mark string, path ...string) (manifest.Origin, bool) {
	from, isSet := l.Rendered.Components().SetBy(o, path...)
	if !isSet {
		return from, false
	}
	return l.Rendered.MentionBelow(from, mark), true
}

// IsSet reports whether a component decides a field of an object.
func (l *List) IsSet(o manifest.Object, path ...string) bool {
	_, is := l.SetAt(o, "", path...)
	return is
}

// On reports something about a rendered object, at a place that is known.
func (l *List) On(o manifest.Object, from manifest.Origin, summary, format string, args ...any) {
	l.Diags = append(l.Diags, diag.On(o.Ref(), diag.Error(from.Range, summary, fmt.Sprintf(format, args...))))
}

// At reports something that is about no rendered object, at the place that it comes
// from.
func (l *List) At(from manifest.Origin, summary, format string, args ...any) {
	l.Diags = append(l.Diags, diag.Error(from.Range, summary, fmt.Sprintf(format, args...)))
}

// WarnOnce is Warn of what need not be told again of another stack.
func (l *List) WarnOnce(what string, from manifest.Origin, summary, format string, args ...any) {
	l.Warn(from, summary, format, args...)
	diag.Once(l.Diags[len(l.Diags)-1], what)
}

// Warn reports something that may be meant.
func (l *List) Warn(from manifest.Origin, summary, format string, args ...any) {
	l.Diags = append(l.Diags, diag.Warning(from.Range, summary, fmt.Sprintf(format, args...)))
}

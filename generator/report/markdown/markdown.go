package markdown

import (
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/report"
)

// Numbers of characters that a comment may have.
const (
	GitHubLimit      = 65536
	AzureDevOpsLimit = 150000
)

// Marker is the first line of the Markdown form, by which a pipeline finds its
// own comment again.
const Marker = "<!-- metaflow-gitops review -->"

// detail is how much the Markdown form says.
type detail int

// The steps in which it shrinks.
const (
	full      detail = iota
	fields           // without the manifests of whole objects
	summary          // without the fields
	pointer          // only what needs attention, and counts
	lastShort        // only counts
)

// Render is the report as a comment of no more than limit bytes, and so of
// no more characters. It shrinks in steps until it fits, and says so; link is
// where the whole report is, or "".
func Render(r *report.Report, limit int, link string) string {
	text := ""
	for d := full; d <= lastShort; d++ {
		w := markdownWriter{detail: d, link: link, limit: limit}
		w.report(r)
		if text = w.String(); len(text) <= limit {
			return text
		}
	}
	// Even the names alone are too long; nothing of them is quoted.
	return fmt.Sprintf("%s\n### Review\n\n**%s**\n\n%s\n", Marker, r.Summary(), shortened(lastShort, ""))
}

type markdownWriter struct {
	strings.Builder
	detail detail
	link   string
	// limit is the number of bytes beyond which nothing need be written.
	limit int
}

func (w *markdownWriter) printf(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *markdownWriter) report(r *report.Report) {
	w.printf("%s\n### Review: %s → %s\n\n**%s**\n", Marker, code(r.Before.String()), code(r.After.String()), r.Summary())
	if r.Preview {
		w.printf("\n> %s\n", report.PreviewNote)
	}
	if note := shortened(w.detail, w.link); note != "" {
		w.printf("\n> %s\n", note)
	}
	if w.detail < lastShort {
		w.attention(r)
	}
	if w.detail < pointer {
		w.stacks(r)
	}
}

// shortened says what is missing, and where it is.
func shortened(d detail, link string) string {
	var missing string
	switch d {
	case full:
		return ""
	case fields:
		missing = "the manifests of added and removed objects are"
	case summary:
		missing = "the fields that change are"
	case pointer:
		missing = "what changes is"
	default:
		missing = "what changes, and what needs attention, is"
	}
	where := "in the report that the pipeline attached to its run"
	if link != "" {
		where = "in [the whole report](<" + link + ">)"
	}
	return "**Shortened** to what a comment can hold: " + missing + " not here, but " + where + "."
}

// attention is what a reviewer must not miss, of all stacks at once.
func (w *markdownWriter) attention(r *report.Report) {
	groups := report.AllRisks(r)
	if len(groups) == 0 && !hasFaults(r) && !acceptsAny(r) {
		return
	}
	w.printf("\n#### Needs attention\n\n")
	w.risks(groups, true)
	for _, s := range r.Stacks {
		for _, f := range s.Failures {
			w.printf("- **Failed**: %s: %s\n", code(s.Name), code(f.Sentence()))
		}
		for _, f := range s.Findings {
			w.printf("- **Without a cause**: %s: %s\n", code(s.Name), code(f))
		}
	}
	w.accepted(r, true)
	w.risks(groups, false)
	w.accepted(r, false)
}

// risks lists what a plan does in Azure, or everything else.
func (w *markdownWriter) risks(groups []report.StackRisks, ofPlan bool) {
	for _, g := range groups {
		if g.IsOfPlan() == ofPlan {
			w.printf("- **%s**: %s %s\n", g.Topic, g.Says, w.objectsOf(g))
		}
	}
}

// accepted lists the findings that stacks accept: those that are new, or the others.
func (w *markdownWriter) accepted(r *report.Report, isNew bool) {
	for _, s := range r.Stacks {
		for _, a := range s.Accepted {
			if a.New == isNew {
				w.printf("- **%s**: %s for %s (%s): %s\n", a.Topic(), code(a.ID), code(a.Subject), code(s.Name), code(a.Reason))
			}
		}
	}
}

func acceptsAny(r *report.Report) bool {
	return slices.ContainsFunc(r.Stacks, func(s report.StackReport) bool { return len(s.Accepted) > 0 })
}

func hasFaults(r *report.Report) bool {
	for _, s := range r.Stacks {
		if len(s.Failures)+len(s.Findings) > 0 {
			return true
		}
	}
	return false
}

// objectsOf names the objects of a risk, each with its stacks.
func (w *markdownWriter) objectsOf(g report.StackRisks) string {
	var names []string
	for i, o := range g.Objects {
		if i == report.MaxNamed {
			names = append(names, fmt.Sprintf("%d more", len(g.Objects)-report.MaxNamed))
			break
		}
		names = append(names, code(o.Object.String())+" ("+someOf(o.Stacks)+")")
	}
	return strings.Join(names, ", ")
}

// someOf names a few stacks and counts the others.
func someOf(stacks []string) string {
	var names []string
	for i, s := range stacks {
		if i == report.MaxNamed {
			return strings.Join(names, ", ") + fmt.Sprintf(" and %d more", len(stacks)-report.MaxNamed)
		}
		names = append(names, code(s))
	}
	return strings.Join(names, ", ")
}

// stacks shows each stack; those that change in the same way are shown once.
func (w *markdownWriter) stacks(r *report.Report) {
	for _, g := range sameChanges(r.Stacks, w.stack, w.limit) {
		w.printf("\n#### %s\n", code(g.first.Headline()))
		if len(g.others) > 0 {
			w.printf("\nThe same in %s: %s\n", report.Plural(len(g.others), "more stack"), allOf(g.others))
		}
		w.WriteString(g.text)
	}
}

func allOf(stacks []string) string {
	names := make([]string, len(stacks))
	for i, s := range stacks {
		names[i] = code(s)
	}
	return strings.Join(names, ", ")
}

// stack is what changes in one stack.
func (w *markdownWriter) stack(s report.StackReport) string {
	inner := markdownWriter{detail: w.detail}
	for _, n := range s.Notes {
		inner.printf("\n> %s\n", code(n))
	}
	if w.detail >= summary {
		inner.WriteByte('\n')
	}
	for _, o := range s.Objects {
		if inner.Len() <= w.limit {
			inner.object(o)
		}
	}
	return inner.String()
}

func (w *markdownWriter) object(o cause.ObjectChange) {
	if w.detail >= summary {
		w.printf("- %s%s\n", code(o.Headline()), because(o.AllCauses()))
		return
	}
	if len(o.Changes) == 0 && (w.detail == fields || o.Action == diff.Renamed) {
		w.printf("\n- %s%s\n", code(o.Headline()), because(o.Causes))
		return
	}
	// Without the empty line, what follows would be HTML, too.
	w.printf("\n<details%s><summary><code>%s</code></summary>\n\n", openIf(len(o.Changes) > 0), escape(o.Headline()))
	if text := because(o.Causes); text != "" {
		w.printf("%s\n", strings.TrimPrefix(text, ", "))
	}
	if len(o.Changes) == 0 {
		w.fence("diff", report.Manifest(o.Subject, report.InComment))
	}
	for i, ch := range o.Changes {
		if i > 0 || len(o.Causes) > 0 {
			w.WriteByte('\n')
		}
		w.printf("%s%s\n", code(ch.Path.String()), report.SuffixOf(ch.Action))
		w.fence("diff", report.Lines(ch.Change, report.InComment))
		if causes := o.CausesAfter(i); causes != nil {
			w.printf("%s\n", strings.TrimPrefix(because(causes), ", "))
		}
	}
	w.printf("\n</details>\n")
}

func openIf(open bool) string {
	if open {
		return " open"
	}
	return ""
}

package review

import (
	"fmt"
	"strings"
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

// Markdown is the report as a comment of no more than limit bytes, and so of
// no more characters. It shrinks in steps until it fits, and says so; link is
// where the whole report is, or "".
func (r *Report) Markdown(limit int, link string) string {
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

func (w *markdownWriter) report(r *Report) {
	w.printf("%s\n### Review: %s → %s\n\n**%s**\n", Marker, code(r.Before.String()), code(r.After.String()), r.Summary())
	if r.Preview {
		w.printf("\n> %s\n", PreviewNote)
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
func (w *markdownWriter) attention(r *Report) {
	groups := AllRisks(r)
	if len(groups) == 0 && !r.hasFaults() {
		return
	}
	w.printf("\n#### Needs attention\n\n")
	for _, s := range r.Stacks {
		for _, f := range s.Failures {
			w.printf("- **Failed**: %s: %s\n", code(s.Name), code(f.Sentence()))
		}
		for _, f := range s.Findings {
			w.printf("- **Without a cause**: %s: %s\n", code(s.Name), code(f))
		}
	}
	for _, g := range groups {
		w.printf("- **%s**: %s %s\n", g.Topic, g.Says, w.objectsOf(g))
	}
}

func (r *Report) hasFaults() bool {
	for _, s := range r.Stacks {
		if len(s.Failures)+len(s.Findings) > 0 {
			return true
		}
	}
	return false
}

// objectsOf names the objects of a risk, each with its stacks.
func (w *markdownWriter) objectsOf(g StackRisks) string {
	var names []string
	for i, o := range g.Objects {
		if i == maxNamed {
			names = append(names, fmt.Sprintf("%d more", len(g.Objects)-maxNamed))
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
		if i == maxNamed {
			return strings.Join(names, ", ") + fmt.Sprintf(" and %d more", len(stacks)-maxNamed)
		}
		names = append(names, code(s))
	}
	return strings.Join(names, ", ")
}

// stacks shows each stack; those that change in the same way are shown once.
func (w *markdownWriter) stacks(r *Report) {
	for _, g := range sameChanges(r.Stacks, w.stack, w.limit) {
		w.printf("\n#### %s\n", code(g.first.Headline()))
		if len(g.others) > 0 {
			w.printf("\nThe same in %s: %s\n", Plural(len(g.others), "more stack"), allOf(g.others))
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
func (w *markdownWriter) stack(s StackReport) string {
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

func (w *markdownWriter) object(o ObjectChange) {
	if w.detail >= summary {
		w.printf("- %s%s\n", code(o.Headline()), because(o.allCauses()))
		return
	}
	if len(o.Changes) == 0 && (w.detail == fields || o.Action == Renamed) {
		w.printf("\n- %s%s\n", code(o.Headline()), because(o.Causes))
		return
	}
	// Without the empty line, what follows would be HTML, too.
	w.printf("\n<details%s><summary><code>%s</code></summary>\n\n", openIf(len(o.Changes) > 0), escape(o.Headline()))
	if text := because(o.Causes); text != "" {
		w.printf("%s\n", strings.TrimPrefix(text, ", "))
	}
	if len(o.Changes) == 0 {
		w.fence("diff", o.Manifest(inComment))
	}
	for i, ch := range o.Changes {
		if i > 0 || len(o.Causes) > 0 {
			w.WriteByte('\n')
		}
		w.printf("%s%s\n", code(ch.Path.String()), suffixOf(ch.Action))
		w.fence("diff", ch.Lines(inComment))
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

// allCauses are those of the object and of its fields, each once.
func (o ObjectChange) allCauses() []Cause {
	all := append([]Cause{}, o.Causes...)
	for _, ch := range o.Changes {
		all = append(all, ch.Causes...)
	}
	return unique(all)
}

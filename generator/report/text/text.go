package text

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/report"
)

// Render is the report for a terminal or a log: what needs attention first, then
// each stack object by object. Colour is the caller's decision.
func Render(r *report.Report, colour bool) string {
	w := textWriter{colour: colour}
	w.printf("%s → %s\n", report.Brief(r.Before.String()), report.Brief(r.After.String()))
	if r.Preview {
		w.printf("%s\n", w.paint(yellow, report.PreviewNote))
	}
	for _, s := range r.Stacks {
		w.stack(s)
	}
	w.printf("\n%s\n", r.Summary())
	return w.String()
}

// colour codes of terminals.
const (
	bold   = "1"
	red    = "31"
	green  = "32"
	yellow = "33"
	dim    = "2"
)

type textWriter struct {
	strings.Builder
	colour bool
}

func (w *textWriter) printf(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *textWriter) paint(code, text string) string {
	if !w.colour {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (w *textWriter) stack(s report.StackReport) {
	if s.State == report.StackUnchanged {
		return
	}
	w.printf("\n%s\n", w.paint(bold, report.Brief(s.Headline())))
	risks := report.GroupRisks(s.Risks)
	for _, risk := range risks {
		if risk.IsOfPlan() {
			w.printf("  %s %s\n", w.paint(red, "! "+risk.Topic+":"), report.Brief(risk.Sentence()))
		}
	}
	for _, f := range s.Failures {
		w.printf("  %s\n", w.paint(red, report.Brief("failed: "+f.Sentence())))
	}
	for _, n := range s.Notes {
		w.printf("  note: %s\n", report.Brief(n))
	}
	for _, f := range s.Findings {
		w.printf("  %s\n", w.paint(red, report.Brief("finding: "+f)))
	}
	for _, a := range s.Accepted {
		w.printf("  %s %s\n", w.paint(yellow, "! "+a.Topic()+":"), report.Brief(a.ID+" for "+a.Subject+": "+a.Reason))
	}
	for _, risk := range risks {
		if !risk.IsOfPlan() {
			w.printf("  %s %s\n", w.paint(yellow, "! "+risk.Topic+":"), report.Brief(risk.Sentence()))
		}
	}
	for _, o := range s.Objects {
		w.object(o)
	}
}

func (w *textWriter) object(o cause.ObjectChange) {
	w.printf("\n  %s\n", w.paint(colourOf(o.Action), report.Brief(o.Headline())))
	w.causes("    ", o.Causes)
	for i, ch := range o.Changes {
		w.printf("    %s%s\n", report.Brief(ch.Path.String()), report.SuffixOf(ch.Action))
		for _, l := range report.Lines(ch.Change, report.InComment) {
			w.printf("      %s\n", w.paint(colourOfSign(l.Sign), string(l.Sign)+" "+l.Text))
		}
		w.causes("      ", o.CausesAfter(i))
	}
}

func (w *textWriter) causes(indent string, causes []cause.Cause) {
	if text := cause.Text(causes); text != "" {
		w.printf("%s%s\n", indent, w.paint(dim, report.Brief(text)))
	}
}

func colourOf(a diff.Action) string {
	switch a {
	case diff.Added:
		return green
	case diff.Removed:
		return red
	}
	return bold
}

func colourOfSign(sign byte) string {
	switch sign {
	case '+':
		return green
	case '-':
		return red
	}
	return dim
}

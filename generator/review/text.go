package review

import (
	"fmt"
	"strings"
)

// Text is the report for a terminal or a log: what needs attention first, then
// each stack object by object. Colour is the caller's decision.
func (r *Report) Text(colour bool) string {
	w := textWriter{colour: colour}
	w.printf("%s → %s\n", Brief(r.Before.String()), Brief(r.After.String()))
	if r.Preview {
		w.printf("%s\n", w.paint(yellow, PreviewNote))
	}
	for _, s := range r.Stacks {
		w.stack(s)
	}
	w.printf("\n%s\n", r.Summary())
	return w.String()
}

// PreviewNote says of a report that nothing of it has happened.
const PreviewNote = "A preview: this is what a Terraform plan would come to. Nothing of it has happened yet."

// Summary counts the stacks.
func (r *Report) Summary() string {
	counts := map[State]int{}
	for _, s := range r.Stacks {
		counts[s.State]++
	}
	var parts []string
	for _, state := range []State{StackFailed, StackAdded, StackRemoved, StackChanged, StackUnchanged} {
		if counts[state] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[state], state))
		}
	}
	if len(parts) == 0 {
		return "no stacks"
	}
	return Plural(len(r.Stacks), "stack") + ": " + strings.Join(parts, ", ")
}

// Plural counts things: 1 stack, 2 stacks.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
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

func (w *textWriter) stack(s StackReport) {
	if s.State == StackUnchanged {
		return
	}
	w.printf("\n%s\n", w.paint(bold, Brief(s.Headline())))
	for _, f := range s.Failures {
		w.printf("  %s\n", w.paint(red, Brief("failed: "+f.Sentence())))
	}
	for _, n := range s.Notes {
		w.printf("  note: %s\n", Brief(n))
	}
	for _, f := range s.Findings {
		w.printf("  %s\n", w.paint(red, Brief("finding: "+f)))
	}
	for _, risk := range groupRisks(s.Risks) {
		w.printf("  %s %s\n", w.paint(yellow, "! "+risk.Topic+":"), Brief(risk.sentence()))
	}
	for _, o := range s.Objects {
		w.object(o)
	}
}

// Headline says how a stack as a whole compares.
func (s StackReport) Headline() string {
	text := s.Name + ": "
	switch s.State {
	case StackFailed:
		return text + "cannot be compared"
	case StackAdded:
		return text + "a new stack of " + Plural(len(s.Objects), "object")
	case StackRemoved:
		return text + "the stack is gone, with " + Plural(len(s.Objects), "object")
	case StackUnchanged:
		return text + "unchanged"
	}
	var parts []string
	for _, a := range []Action{Added, Changed, Renamed, Removed} {
		if n := s.Count(a); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, a))
		}
	}
	return text + strings.Join(parts, ", ")
}

// Sentence says which side failed, and how.
func (f Failure) Sentence() string {
	if f.Side == "before" {
		return "the older side cannot be read: " + f.Message
	}
	return "the newer side cannot be rendered: " + f.Message
}

func (w *textWriter) object(o ObjectChange) {
	w.printf("\n  %s\n", w.paint(colourOf(o.Action), Brief(o.Headline())))
	w.causes("    ", o.Causes)
	for i, ch := range o.Changes {
		w.printf("    %s%s\n", Brief(ch.Path.String()), suffixOf(ch.Action))
		for _, l := range ch.Lines(inComment) {
			w.printf("      %s\n", w.paint(colourOfSign(l.Sign), string(l.Sign)+" "+l.Text))
		}
		w.causes("      ", o.CausesAfter(i))
	}
}

// suffixOf says what the signs of lines cannot.
func suffixOf(a Action) string {
	if a == Reordered {
		return " (the order changes)"
	}
	return ""
}

// Headline names the object and what happens to it.
func (o ObjectChange) Headline() string {
	switch o.Action {
	case Added:
		return "+ " + o.Object.String()
	case Removed:
		return "- " + o.Object.String()
	case Renamed:
		return "~ " + o.Object.String() + ", renamed from " + o.From.String()
	}
	return "~ " + o.Object.String()
}

func (w *textWriter) causes(indent string, causes []Cause) {
	if text := CauseText(causes); text != "" {
		w.printf("%s%s\n", indent, w.paint(dim, Brief(text)))
	}
}

// maxCauses is how many causes of one change are spelt out.
const maxCauses = 3

// CauseText says in one sentence why something changes; "" if nobody knows.
func CauseText(causes []Cause) string {
	if len(causes) == 0 {
		return ""
	}
	return sayCauses(causes, Cause.String)
}

// sayCauses makes one sentence of causes; there is at least one.
func sayCauses(causes []Cause, say func(Cause) string) string {
	var parts []string
	for i, c := range causes {
		if i == maxCauses {
			parts = append(parts, fmt.Sprintf("%d more", len(causes)-maxCauses))
			break
		}
		parts = append(parts, say(c))
	}
	if causes[0].Unsure {
		return "perhaps because of " + strings.Join(parts, "; ")
	}
	return "because of " + strings.Join(parts, "; ")
}

func colourOf(a Action) string {
	switch a {
	case Added:
		return green
	case Removed:
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

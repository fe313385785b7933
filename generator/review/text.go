package review

import (
	"fmt"
	"strings"
)

// Text is the report for a terminal or a log: what needs attention first, then
// each stack object by object. Colour is the caller's decision.
func (r *Report) Text(colour bool) string {
	w := textWriter{colour: colour}
	w.printf("%s → %s\n", brief(r.Before.String()), brief(r.After.String()))
	if r.Preview {
		w.printf("%s\n", w.paint(yellow, previewNote))
	}
	for _, s := range r.Stacks {
		w.stack(s)
	}
	w.printf("\n%s\n", r.summary())
	return w.String()
}

const previewNote = "A preview: this is what a Terraform plan would come to. Nothing of it has happened yet."

// summary counts the stacks.
func (r *Report) summary() string {
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
	return plural(len(r.Stacks), "stack") + ": " + strings.Join(parts, ", ")
}

func plural(n int, noun string) string {
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
	w.printf("\n%s\n", w.paint(bold, brief(s.headline())))
	for _, f := range s.Failures {
		w.printf("  %s\n", w.paint(red, brief("failed: "+f.sentence())))
	}
	for _, n := range s.Notes {
		w.printf("  note: %s\n", brief(n))
	}
	for _, f := range s.Findings {
		w.printf("  %s\n", w.paint(red, brief("finding: "+f)))
	}
	for _, risk := range groupRisks(s.Risks) {
		w.printf("  %s %s\n", w.paint(yellow, "! "+risk.Topic+":"), brief(risk.sentence()))
	}
	for _, o := range s.Objects {
		w.object(o)
	}
}

// headline says how a stack as a whole compares.
func (s StackReport) headline() string {
	text := s.Name + ": "
	switch s.State {
	case StackFailed:
		return text + "cannot be compared"
	case StackAdded:
		return text + "a new stack of " + plural(len(s.Objects), "object")
	case StackRemoved:
		return text + "the stack is gone, with " + plural(len(s.Objects), "object")
	case StackUnchanged:
		return text + "unchanged"
	}
	var parts []string
	for _, a := range []Action{Added, Changed, Renamed, Removed} {
		if n := s.count(a); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, a))
		}
	}
	return text + strings.Join(parts, ", ")
}

func (f Failure) sentence() string {
	if f.Side == "before" {
		return "the older side cannot be read: " + f.Message
	}
	return "the newer side cannot be rendered: " + f.Message
}

func (w *textWriter) object(o ObjectChange) {
	w.printf("\n  %s\n", w.paint(colourOf(o.Action), brief(o.headline())))
	w.causes("    ", o.Causes)
	for i, ch := range o.Changes {
		w.printf("    %s%s\n", brief(ch.Path.String()), suffixOf(ch.Action))
		for _, l := range ch.lines() {
			w.printf("      %s\n", w.paint(colourOfSign(l.sign), string(l.sign)+" "+l.text))
		}
		// What follows for the same reason says it once, at its end.
		if i+1 == len(o.Changes) || causeText(o.Changes[i+1].Causes) != causeText(ch.Causes) {
			w.causes("      ", ch.Causes)
		}
	}
}

// suffixOf says what the signs of lines cannot.
func suffixOf(a Action) string {
	if a == Reordered {
		return " (the order changes)"
	}
	return ""
}

// headline names the object and what happens to it.
func (o ObjectChange) headline() string {
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
	if text := causeText(causes); text != "" {
		w.printf("%s%s\n", indent, w.paint(dim, brief(text)))
	}
}

// maxCauses is how many causes of one change are spelt out.
const maxCauses = 3

func causeText(causes []Cause) string {
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

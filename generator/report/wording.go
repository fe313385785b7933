package report

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/diff"
)

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
	for _, a := range []diff.Action{diff.Added, diff.Changed, diff.Renamed, diff.Removed} {
		if n := s.Count(a); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, a))
		}
	}
	if n := s.destroyed(); n > 0 {
		parts = append(parts, fmt.Sprintf("%d destroyed in Azure", n))
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

// SuffixOf says what the signs of lines cannot.
func SuffixOf(a diff.Action) string {
	if a == diff.Reordered {
		return " (the order changes)"
	}
	return ""
}

package report

import (
	"slices"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diff"
)

// Format is the version of the JSON form.
const Format = 1

// Report is what a review is about: the differences of all stacks.
type Report struct {
	Format int `json:"format"`
	// Before and After name the two sides.
	Before SideName `json:"before"`
	After  SideName `json:"after"`
	// Preview says that the newer side is that of a Terraform plan: it has not
	// happened, and what Terraform does not know yet has placeholders.
	Preview bool          `json:"preview,omitempty"`
	Stacks  []StackReport `json:"stacks"`
}

// SideName says what one side of the comparison is.
type SideName struct {
	Name   string `json:"name"`
	Commit string `json:"commit,omitempty"`
}

// String is the name, with the first digits of the commit.
func (s SideName) String() string {
	if s.Commit == "" || s.Commit == s.Name {
		return s.Name
	}
	return s.Name + " (" + s.Commit[:min(len(s.Commit), 10)] + ")"
}

// State is how a stack as a whole compares.
type State string

// The states of a stack. A failed one could not be compared: one of its sides
// could not be rendered or read.
const (
	StackUnchanged State = "unchanged"
	StackChanged   State = "changed"
	StackAdded     State = "added"
	StackRemoved   State = "removed"
	StackFailed    State = "failed"
)

// StackReport is the comparison of one stack.
type StackReport struct {
	Name  string `json:"name"`
	State State  `json:"state"`
	// Failures of a failed stack say which side failed, and how.
	Failures []Failure `json:"failures,omitempty"`
	// Risks are what a reviewer must not miss.
	Risks []Risk `json:"risks,omitempty"`
	// Accepted are the findings that stack.hcl accepts, new ones first.
	Accepted []Accepted `json:"accepted,omitempty"`
	// Findings are differences that must have a cause and have none.
	Findings []string             `json:"findings,omitempty"`
	Objects  []cause.ObjectChange `json:"objects,omitempty"`
	// Notes are what else a reviewer should know.
	Notes []string `json:"notes,omitempty"`

	whole func() []diff.Object
}

// Whole are all objects of the newer side, or of the older one where the stack
// is gone; none of a stack that failed, or where nobody asked for them. They
// are read when they are asked for, and kept by nobody.
func (s StackReport) Whole() []diff.Object {
	if s.whole == nil {
		return nil
	}
	return s.whole()
}

// Failure is why a side could not be rendered or read.
type Failure struct {
	Side string `json:"side"` // before or after
	// ID is that of the finding, if it was one.
	ID      string `json:"id,omitempty"`
	Message string `json:"message"`
}

// Differs reports whether any stack differs.
func (r *Report) Differs() bool {
	return slices.ContainsFunc(r.Stacks, func(s StackReport) bool { return s.State != StackUnchanged })
}

// Count is how many objects have an action.
func (s StackReport) Count(a diff.Action) int {
	n := 0
	for _, o := range s.Objects {
		if o.Action == a {
			n++
		}
	}
	return n
}

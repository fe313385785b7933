package schema

import (
	"cmp"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// A What is the kind of a problem.
type What string

// The kinds of problems.
const (
	UnknownField What = "unknown-field"
	WrongType    What = "type"
	NotAllowed   What = "enum"
	Required     What = "required"
	Malformed    What = "format"
	Duplicate    What = "duplicate"
	RemovedAPI   What = "removed-api"
	UnknownKind  What = "unknown-kind" // of a group of Kubernetes itself, or of the engines'
)

// A Problem is one thing that an API server would refuse.
type Problem struct {
	// Path leads to the field, which need not be there.
	Path manifest.Path
	What What
	// Mark is a text of the manifest that is peculiar to the problem, such as the name
	// of a field that does not exist; "" is none.
	Mark string
	// Text says what is wrong, as a sentence whose subject is the field, without an end.
	Text string
	// Cure says what to do, as a whole sentence.
	Cure string
	// Advisory is set where the API server takes the object, and only what reads it
	// later does not find what was meant.
	Advisory bool
}

// sortProblems brings problems into the order of their paths, which the order of maps
// leaves open.
func sortProblems(all []Problem) {
	slices.SortStableFunc(all, func(a, b Problem) int {
		return cmp.Or(slices.Compare(a.Path.Keys(), b.Path.Keys()), cmp.Compare(a.What, b.What), cmp.Compare(a.Text, b.Text))
	})
}

package schema

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
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
	// Path leads to the field: keys, and for items of lists their names, or else
	// their places from 0.
	Path []string
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

// Where is the path as people write it.
func (p Problem) Where() string {
	var b strings.Builder
	for i, step := range p.Path {
		switch {
		case i == 0:
			b.WriteString(step)
		case strings.ContainsAny(step, "./ ") || isPlace(step):
			b.WriteString("[" + step + "]")
		default:
			b.WriteString("." + step)
		}
	}
	return b.String()
}

func isPlace(step string) bool {
	_, err := strconv.Atoi(step)
	return err == nil
}

// sortProblems brings problems into the order of their paths, which the order of maps
// leaves open.
func sortProblems(all []Problem) {
	slices.SortStableFunc(all, func(a, b Problem) int {
		return cmp.Or(slices.Compare(a.Path, b.Path), cmp.Compare(a.What, b.What), cmp.Compare(a.Text, b.Text))
	})
}

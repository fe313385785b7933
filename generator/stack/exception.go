package stack

import (
	"strconv"

	"example.com/metaflow-gitops/generator/fact"
	"github.com/hashicorp/hcl/v2"
)

// Exception lets one finding of a check stand, for a reason that people gave.
type Exception struct {
	ID     fact.Text  // of the finding, the label of the block
	Object *fact.Text `hcl:"object" doc:"The object that the finding is about: KIND/NAMESPACE/NAME, or KIND/NAME for one of the whole cluster. Either this or at is needed."`
	At     *fact.Text `hcl:"at" doc:"The file that the finding points at, as a path from the root."`
	Reason fact.Text  `hcl:"reason" required:"true" doc:"Why the finding is accepted. Every review shows it."`
}

// Subject is what an exception is for, as people wrote it.
func (e Exception) Subject() string {
	if e.Object != nil {
		return e.Object.String()
	}
	return e.At.String()
}

// exceptions checks that each is for one subject, and none is given twice.
func (x *crossChecker) exceptions() {
	type key struct{ id, subject string }
	seen := map[key]bool{}
	for i, e := range x.Config.Exceptions {
		at := x.Decision(exceptionPath(i))
		if (e.Object == nil) == (e.At == nil) {
			x.fault(at, "Exception without subject", "The exception of %q needs either object = \"KIND/NAMESPACE/NAME\" or at = \"PATH\", and not both: it is for one object or one file.", e.ID)
			continue
		}
		k := key{e.ID.String(), e.Subject()}
		if seen[k] {
			x.fault(at, "Duplicate block", "There is another exception of %q for %q. Join the two.", e.ID, e.Subject())
		}
		seen[k] = true
	}
}

// ExceptionRange is the place of an exception in stack.hcl.
func (s *Stack) ExceptionRange(i int) hcl.Range { return s.Decision(exceptionPath(i)).Range }

func exceptionPath(i int) string { return "exception." + strconv.Itoa(i) }

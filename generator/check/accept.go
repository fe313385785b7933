package check

import (
	"fmt"
	"slices"

	"example.com/metaflow-gitops/generator/catalogue"
	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

// Accept lets the findings of a stack stand that exceptions of its stack.hcl are for:
// they are warnings then, with the reason. It adds what is wrong with the exceptions
// themselves, which are warnings too where the outputs are not the recorded ones, since
// those may be others when the stack is generated.
func Accept(s *stack.Stack, found hcl.Diagnostics, isPreview bool) hcl.Diagnostics {
	a := acceptance{s, found, catalogue.Retired()}
	var own hcl.Diagnostics
	for i, e := range s.Config.Exceptions {
		d := a.accept(e, s.ExceptionRange(i))
		if d != nil && isPreview {
			d.Severity = hcl.DiagWarning
		}
		if d != nil {
			own = append(own, d)
		}
	}
	return append(found, own...)
}

type acceptance struct {
	stack *stack.Stack
	found hcl.Diagnostics
	// retired are the ids of findings that only earlier versions had.
	retired []string
}

// accept applies one exception, and gives what is wrong with it.
func (a acceptance) accept(e stack.Exception, at hcl.Range) *hcl.Diagnostic {
	id := e.ID.String()
	finding, isKnown := catalogue.ByID(id)
	switch {
	case slices.Contains(a.retired, id):
		return diag.Warning(at, "Exception without finding", fmt.Sprintf("This version of the generator has no finding %q any more. Remove the block.", id))
	case !isKnown:
		return diag.Error(at, "Exception of an unknown finding", fmt.Sprintf("There is no finding %q%s", id, fact.SuggestOr(id, ids(), "; docs/findings.md lists all of them.")))
	case !finding.Exceptable:
		return diag.Error(at, "Finding that cannot be accepted", fmt.Sprintf("The finding %q is never accepted. %s", id, finding.Cure))
	}
	isUsed := false
	for _, d := range a.found {
		about := diag.Of(d)
		isIt := e.Object != nil && about.Object == e.Object.String() || e.At != nil && diag.Place(d).Filename == e.At.String()
		if about.ID == id && isIt {
			isUsed = true
			diag.Accept(d, e.Reason.String())
		}
	}
	if isUsed {
		return nil
	}
	return diag.Error(at, "Exception without finding", fmt.Sprintf("There is no finding %q for %q%s Remove the block.", id, e.Subject(), a.others(id)))
}

// others names the subjects that a finding does have, of which one may be meant.
func (a acceptance) others(id string) string {
	var objects []string
	for _, d := range a.found {
		if about := diag.Of(d); about.ID == id && about.Object != "" {
			objects = append(objects, about.Object)
		}
	}
	if len(objects) == 0 {
		return ", or not any more."
	}
	return fmt.Sprintf("; it is found for %q. Name that object, if it is meant.", slices.Compact(objects))
}

func ids() []string {
	var all []string
	for _, f := range catalogue.All() {
		all = append(all, f.ID)
	}
	return all
}

package report

import (
	"slices"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/stack"
)

// Accepted is a finding that an exception of stack.hcl accepts.
type Accepted struct {
	ID string `json:"id"`
	// Subject is the object or the file that it is about, as stack.hcl names it.
	Subject string `json:"subject"`
	Reason  string `json:"reason"`
	// New says that the side before does not accept it, or for another reason.
	New bool `json:"new"`
}

// Topic is what an accepted finding is listed under.
func (a Accepted) Topic() string {
	if a.New {
		return "Newly accepted"
	}
	return "Accepted"
}

// acceptedOf are the findings that a stack accepts, new ones first.
func acceptedOf(before, after cause.Side) []Accepted {
	if after.Built == nil || len(after.Built.Stack.Config.Exceptions) == 0 {
		return nil
	}
	known := exceptionsBefore(before)
	var fresh, old []Accepted
	for _, e := range after.Built.Stack.Config.Exceptions {
		a := acceptedBy(e)
		if slices.Contains(known, a) {
			old = append(old, a)
			continue
		}
		a.New = true
		fresh = append(fresh, a)
	}
	return append(fresh, old...)
}

// exceptionsBefore are those of the side before. What cannot be read has none.
func exceptionsBefore(before cause.Side) []Accepted {
	if before.HCL == nil || before.Outputs == nil {
		return nil
	}
	s, diags := stack.Parse(before.Source())
	if diags.HasErrors() {
		return nil
	}
	var all []Accepted
	for _, e := range s.Config.Exceptions {
		all = append(all, acceptedBy(e))
	}
	return all
}

func acceptedBy(e stack.Exception) Accepted {
	return Accepted{ID: e.ID.String(), Subject: e.Subject(), Reason: e.Reason.String()}
}

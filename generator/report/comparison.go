package report

import (
	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/tfoutput"
)

// Comparison is what is to be compared of one stack.
type Comparison struct {
	Name          string
	Before, After cause.Side
	// IsNew and IsGone say that the stack is only on one side.
	IsNew, IsGone bool
	// Destroyed is what the plan of the newer side deletes in Azure.
	Destroyed []tfoutput.Destroyed
	// Failures are what is known to have failed already.
	Failures []Failure
	Build    cause.Build
	// Whole are all files of the newer side, or of the older one where the
	// stack is gone, for forms that show more than what changes.
	Whole map[string][]byte
}

// Report compares.
func (c Comparison) Report() StackReport {
	s := StackReport{Name: c.Name, Failures: c.Failures, Risks: planRisks(c.Destroyed)}
	c.parse(&c.Before, "before", &s)
	if len(c.Failures) == 0 {
		c.parse(&c.After, "after", &s)
	}
	if len(s.Failures) > 0 {
		s.State = StackFailed
		return s
	}
	c.After.HideUnknown()
	s.whole = c.whole()
	changes := diff.Compare(c.Before.Objects, c.After.Objects)
	s.Risks = append(s.Risks, Risks(changes)...)
	s.Accepted = acceptedOf(c.Before, c.After)
	s.State = c.state(len(changes) + len(c.Destroyed))
	if s.State == StackChanged && c.After.Built != nil {
		s.Objects = cause.Attribute(changes, c.Before, c.After, c.Build)
	} else {
		s.Objects = cause.WithoutCauses(changes)
	}
	return s
}

// Against compares two stacks of one tree: what differs without a cause is a
// finding. Both sides must be built.
func (c Comparison) Against() StackReport {
	s := StackReport{Name: c.Name, Failures: c.Failures}
	c.parse(&c.Before, "before", &s)
	c.parse(&c.After, "after", &s)
	if len(s.Failures) > 0 {
		s.State = StackFailed
		return s
	}
	s.whole = c.whole()
	s.Objects = cause.Against(c.Before, c.After, c.Build)
	s.State = c.state(len(s.Objects))
	for _, o := range s.Objects {
		s.Findings = append(s.Findings, o.Findings...)
	}
	return s
}

func (c Comparison) parse(side *cause.Side, name string, s *StackReport) {
	var err error
	if side.Objects, err = diff.Objects(side.Files); err != nil {
		s.Failures = append(s.Failures, Failure{Side: name, Message: err.Error()})
	}
}

// whole reads all objects of a stack, once somebody asks for them.
func (c Comparison) whole() func() []diff.Object {
	switch {
	case c.Whole == nil:
		return nil
	case len(c.After.Inputs.Unknown) > 0:
		// A preview compares all of them, and what is not known is hidden in these alone.
		return func() []diff.Object { return c.After.Objects }
	}
	files := c.Whole
	return func() []diff.Object {
		objects, _ := diff.Objects(files) // which were read before, or written by the generator
		return objects
	}
}

func (c Comparison) state(changes int) State {
	switch {
	case c.IsGone:
		return StackRemoved
	case c.IsNew:
		return StackAdded
	case changes == 0:
		return StackUnchanged
	}
	return StackChanged
}

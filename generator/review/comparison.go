package review

// Side is one side of the comparison of a stack.
type Side struct {
	Inputs
	// Files are the generated files that differ from the other side's.
	Files   map[string][]byte
	Objects []Object
	// Built is what the generator makes of the inputs now; nil where nobody
	// has asked yet.
	Built *Built
}

// Comparison is what is to be compared of one stack.
type Comparison struct {
	Name          string
	Before, After Side
	// IsNew and IsGone say that the stack is only on one side.
	IsNew, IsGone bool
	// Failures are what is known to have failed already.
	Failures []Failure
	Build    Build
	// Whole are all files of the newer side, or of the older one where the
	// stack is gone, for forms that show more than what changes.
	Whole map[string][]byte
}

// Report compares.
func (c Comparison) Report() StackReport {
	s := StackReport{Name: c.Name, Failures: c.Failures}
	c.parse(&c.Before, "before", &s)
	if len(c.Failures) == 0 {
		c.parse(&c.After, "after", &s)
	}
	if len(s.Failures) > 0 {
		s.State = StackFailed
		return s
	}
	c.After.hideUnknown()
	s.whole = c.whole()
	s.Objects = Compare(c.Before.Objects, c.After.Objects)
	s.Risks = Risks(s.Objects)
	s.State = c.state(s.Objects)
	if s.State == StackChanged && c.After.Built != nil {
		Attribute(s.Objects, c.Before, c.After, c.Build)
	}
	return s
}

func (c Comparison) parse(side *Side, name string, s *StackReport) {
	var err error
	if side.Objects, err = Objects(side.Files); err != nil {
		s.Failures = append(s.Failures, Failure{name, err.Error()})
	}
}

// whole reads all objects of a stack, once somebody asks for them.
func (c Comparison) whole() func() []Object {
	switch {
	case c.Whole == nil:
		return nil
	case len(c.After.Inputs.Unknown) > 0:
		// A preview compares all of them, and what is not known is hidden in these alone.
		return func() []Object { return c.After.Objects }
	}
	files := c.Whole
	return func() []Object {
		objects, _ := Objects(files) // which were read before, or written by the generator
		return objects
	}
}

func (c Comparison) state(changes []ObjectChange) State {
	switch {
	case c.IsGone:
		return StackRemoved
	case c.IsNew:
		return StackAdded
	case len(changes) == 0:
		return StackUnchanged
	}
	return StackChanged
}

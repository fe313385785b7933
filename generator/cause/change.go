package cause

import "example.com/metaflow-gitops/generator/diff"

// Change is one field that differs, and why.
type Change struct {
	diff.Change
	// Causes are the inputs that made the change, the likeliest first.
	Causes []Cause `json:"causes,omitempty"`
}

// ObjectChange is one object that differs, and why.
type ObjectChange struct {
	diff.Subject
	// Changes of fields; none for an added or removed object as a whole.
	Changes []Change `json:"changes,omitempty"`
	// Causes of an added, removed or renamed object.
	Causes []Cause `json:"causes,omitempty"`
	// Findings are about what must have a cause and has none.
	Findings []string `json:"-"`
}

// WithoutCauses are changes of which nobody asks why.
func WithoutCauses(changes []diff.ObjectChange) []ObjectChange {
	var all []ObjectChange
	for _, o := range changes {
		one := ObjectChange{Subject: o.Subject}
		for _, ch := range o.Changes {
			one.Changes = append(one.Changes, Change{Change: ch})
		}
		all = append(all, one)
	}
	return all
}

// CausesAfter are what to say behind the i-th of the changes: fields that
// follow each other for one reason say it once, at the last of them.
func (o ObjectChange) CausesAfter(i int) []Cause {
	causes := o.Changes[i].Causes
	if i+1 < len(o.Changes) && Text(o.Changes[i+1].Causes) == Text(causes) {
		return nil
	}
	return causes
}

// AllCauses are those of the object and of its fields, each once.
func (o ObjectChange) AllCauses() []Cause {
	all := append([]Cause{}, o.Causes...)
	for _, ch := range o.Changes {
		all = append(all, ch.Causes...)
	}
	return unique(all)
}

package diff

import "example.com/metaflow-gitops/generator/manifest"

// Action is what happens to an object or to one of its fields.
type Action string

// The actions. Objects are added, removed, changed or renamed; fields are
// added, removed, changed or, in a list whose order matters, reordered.
const (
	Added     Action = "added"
	Removed   Action = "removed"
	Changed   Action = "changed"
	Renamed   Action = "renamed"
	Reordered Action = "reordered"
)

// Change is one field that differs. The value of a side where the field is not
// there is nil.
type Change struct {
	Action Action        `json:"action"`
	Path   manifest.Path `json:"path"`
	Before any           `json:"before,omitempty"`
	After  any           `json:"after,omitempty"`
}

// Subject is an object that differs, and what happens to it.
type Subject struct {
	Action Action `json:"action"`
	// Object is what it is called now, or was when it is removed.
	Object ID `json:"object"`
	// From is what a renamed or moved object was called.
	From *ID `json:"from,omitempty"`
	// Before and After are the whole of it; nil where it is not there.
	Before *Object `json:"-"`
	After  *Object `json:"-"`
}

// ObjectChange is one object that differs.
type ObjectChange struct {
	Subject
	// Changes of fields; none for an added or removed object as a whole.
	Changes []Change `json:"changes,omitempty"`
}

// Kind of the object, which is the same on both sides.
func (s Subject) Kind() string { return s.Object.Kind }

// File is the path of the object's manifest.
func (s Subject) File() string {
	if s.After != nil {
		return s.After.File
	}
	return s.Before.File
}

// Headline names the object and what happens to it.
func (s Subject) Headline() string {
	switch s.Action {
	case Added:
		return "+ " + s.Object.String()
	case Removed:
		return "- " + s.Object.String()
	case Renamed:
		return "~ " + s.Object.String() + ", renamed from " + s.From.String()
	}
	return "~ " + s.Object.String()
}

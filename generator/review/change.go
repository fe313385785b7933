package review

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
	Action Action `json:"action"`
	Path   Path   `json:"path"`
	Before any    `json:"before,omitempty"`
	After  any    `json:"after,omitempty"`
	// Causes are the inputs that made the change, the likeliest first.
	Causes []Cause `json:"causes,omitempty"`
}

// ObjectChange is one object that differs.
type ObjectChange struct {
	Action Action `json:"action"`
	// Object is what it is called now, or was when it is removed.
	Object ID `json:"object"`
	// From is what a renamed or moved object was called.
	From *ID `json:"from,omitempty"`
	// Changes of fields; none for an added or removed object as a whole.
	Changes []Change `json:"changes,omitempty"`
	// Causes of an added, removed or renamed object.
	Causes []Cause `json:"causes,omitempty"`

	// Findings are those of the stack that are about this object.
	Findings []string `json:"-"`

	before, after *Object
}

// Before is the object as it was; nil for an added one.
func (o ObjectChange) Before() *Object { return o.before }

// CausesAfter are what to say behind the i-th of the changes: fields that
// follow each other for one reason say it once, at the last of them.
func (o ObjectChange) CausesAfter(i int) []Cause {
	causes := o.Changes[i].Causes
	if i+1 < len(o.Changes) && CauseText(o.Changes[i+1].Causes) == CauseText(causes) {
		return nil
	}
	return causes
}

// kind of the object, which is the same on both sides.
func (o ObjectChange) kind() string { return o.Object.Kind }

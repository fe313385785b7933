package write

import (
	"bytes"
	"cmp"
	"slices"
)

// Action is what happens to one file.
type Action string

// The actions.
const (
	Created   Action = "created"
	Updated   Action = "updated"
	Unchanged Action = "unchanged"
	Deleted   Action = "deleted"
)

// Change is what is to be done with one file, and why.
type Change struct {
	Stack  string
	Path   string
	Action Action
	// Edited says that a person changed or added the file, so that the action
	// would lose something.
	Edited bool
	// Gone says that the file's stack is no longer there.
	Gone bool
	// Record says that the file is a stack's recorded outputs, which are kept
	// beside what people write and have no hash.
	Record bool

	have, want []byte
}

// Have returns what is on disk, Want what is generated; nil is no file.
func (c Change) Have() []byte { return c.have }

// Want returns what is generated; nil is no file.
func (c Change) Want() []byte { return c.want }

// ChangeSet is the comparison of a tree with the disk, in the order of paths.
type ChangeSet []Change

// Differences are the changes that change something.
func (s ChangeSet) Differences() ChangeSet {
	return s.filter(func(c Change) bool { return c.Action != Unchanged })
}

// Edits are the changes that would lose what a person did.
func (s ChangeSet) Edits() ChangeSet { return s.filter(func(c Change) bool { return c.Edited }) }

// Accept takes the mark of an edit from files that have the given contents.
func (s ChangeSet) Accept(contents map[string][]byte) {
	for i, c := range s {
		if data, given := contents[c.Path]; given && bytes.Equal(c.have, data) {
			s[i].Edited = false
		}
	}
}

// Count returns how many changes have an action.
func (s ChangeSet) Count(a Action) int {
	return len(s.filter(func(c Change) bool { return c.Action == a }))
}

func (s ChangeSet) filter(keep func(Change) bool) ChangeSet {
	var kept ChangeSet
	for _, c := range s {
		if keep(c) {
			kept = append(kept, c)
		}
	}
	return kept
}

func (s ChangeSet) paths() []string {
	paths := make([]string, len(s))
	for i, c := range s {
		paths[i] = c.Path
	}
	return paths
}

func (s ChangeSet) sort() {
	slices.SortFunc(s, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
}

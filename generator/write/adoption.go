package write

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/tree"
)

// Adoption is what makes hand edits of one stack part of what is generated.
type Adoption struct {
	Stack string
	// Component is the new folder, and Files are all that is in it, by path
	// from the root.
	Component string
	Files     map[string][]byte
	// Was and Decisions are the stack.hcl without the component, and with it.
	Was, Decisions []byte
	// Edits are the edited files that the component stands for, as they are.
	Edits map[string][]byte
}

// Adopt writes the components, lists each in its stack.hcl, and makes the edits
// that they stand for count as generated. Before the first step a journal says
// all of them, so that Resume can finish what a killed run began.
func Adopt(root *os.Root, adoptions []Adoption) error {
	if len(adoptions) == 0 {
		return nil
	}
	steps, err := stepsOf(root, adoptions)
	if err != nil {
		return err
	}
	if err := writeJournal(root, steps); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	for _, s := range steps {
		if err := s.do(root); err != nil {
			return errors.Join(fmt.Errorf("adopting into %q: %w", s.Component, err), undo(root, steps))
		}
	}
	return removeJournal(root)
}

// stepsOf refuses to go on from what is not there any more.
func stepsOf(root *os.Root, adoptions []Adoption) ([]adopting, error) {
	var steps []adopting
	for _, a := range adoptions {
		s := a.steps()
		if isWanted, err := s.isWanted(root); err != nil || !isWanted {
			return nil, errors.Join(err, fmt.Errorf("adopting into %q: somebody changed %q or an edited file while this run worked; run it again", s.Component, s.decisions()))
		}
		steps = append(steps, s)
	}
	return steps, nil
}

// Resume finishes or undoes the adoptions that a killed run had begun, and says
// which. What a person changed since then is kept: such an adoption is undone.
func Resume(root *os.Root) (notes []string, err error) {
	steps, err := readJournal(root)
	if err != nil {
		return nil, err
	}
	for _, s := range steps {
		isWanted, err := s.isWanted(root)
		if err != nil {
			return nil, err
		}
		if !isWanted {
			err = s.undo(root)
		} else if err = s.do(root); err == nil {
			notes = append(notes, fmt.Sprintf("a run was killed while it adopted edits into %s; this run finished that", s.Component))
		}
		if err != nil {
			return nil, fmt.Errorf("finishing what a killed run adopted into %q: %w", s.Component, err)
		}
	}
	return notes, removeJournal(root)
}

// do brings all files to disk that are not there yet. It is stack.hcl that
// decides: from then on the component is one of the stack's. The hash file is
// last, since what it accepts a later run may overwrite.
func (s adopting) do(root *os.Root) error {
	t := Tree{Stack: s.Stack}
	recorded, err := readHashes(root, t)
	if err != nil {
		return err
	}
	for p, sum := range s.Edits {
		recorded.addSum(p, sum)
	}
	files := maps.Clone(s.Files)
	order := append(slices.Sorted(maps.Keys(files)), s.decisions(), t.hashFile())
	files[s.decisions()], files[t.hashFile()] = s.Decisions, recorded.bytes()
	if err := replaceInOrder(root, order, files); err != nil {
		return err
	}
	syncFolders(root, order...)
	return nil
}

// isWanted reports whether all is as the killed run knew it, or made it.
func (s adopting) isWanted(root *os.Root) (bool, error) {
	now, err := readIfThere(root, s.decisions())
	if err != nil || now == nil || (sum(now) != s.Was && !bytes.Equal(now, s.Decisions)) {
		return false, err
	}
	for p, want := range s.Files {
		data, err := readIfThere(root, p)
		if err != nil || (data != nil && !bytes.Equal(data, want)) {
			return false, err
		}
	}
	for p, want := range s.Edits {
		data, err := readIfThere(root, p)
		if err != nil || data == nil || sum(data) != want {
			return false, err
		}
	}
	return true, nil
}

// undo removes the component, as far as it was made and nobody changed it. One
// that the stack lists stays: then all but the last step is done.
func (s adopting) undo(root *os.Root) error {
	now, err := readIfThere(root, s.decisions())
	if err != nil || bytes.Contains(now, []byte(s.Component)) {
		return err
	}
	for p, ours := range s.Files {
		data, err := readIfThere(root, p)
		if err != nil {
			return err
		}
		if data == nil || !bytes.Equal(data, ours) || linkedFolder(root, p) != "" {
			continue
		}
		if err := root.Remove(p); err != nil {
			return fmt.Errorf("deleting %q: %w", p, bare(err))
		}
	}
	if isFolder(root, s.Component) {
		_ = root.Remove(s.Component) // unless somebody put something there
	}
	return nil
}

// undo is for a run that cannot go on, such as on a full disk. Where it cannot
// even go back, the journal stays, and the next run decides.
func undo(root *os.Root, steps []adopting) error {
	for _, s := range steps {
		if err := s.undo(root); err != nil {
			return err
		}
	}
	for _, s := range steps {
		if data, err := readIfThere(root, s.decisions()); err != nil || bytes.Equal(data, s.Decisions) {
			return err
		}
	}
	return removeJournal(root)
}

// isSound reports whether the steps touch nothing but what an adoption does. A
// journal is a file like others, and may be anybody's.
func (s adopting) isSound(root *os.Root) bool {
	sound := len(s.Edits) > 0 && isName(s.Stack) && isFolder(root, path.Join(tree.Stacks, s.Stack)) &&
		path.Dir(s.Component) == tree.Components && strings.HasPrefix(path.Base(s.Component), "adopted-") && fs.ValidPath(s.Component)
	for p := range s.Files {
		sound = sound && path.Dir(p) == s.Component && isName(path.Base(p))
	}
	for p := range s.Edits {
		sound = sound && Tree{Stack: s.Stack}.owns(p)
	}
	return sound
}

func isName(s string) bool { return fs.ValidPath(s) && path.Base(s) == s && s != "." }

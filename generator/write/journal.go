package write

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"example.com/metaflow-gitops/generator/tree"
)

// journal says what a run that adopts edits is about to do. Its name makes git
// leave it out, as it does with temporary files.
const journal = tree.Stacks + "/" + temporaryPrefix + "adopted"

// maxJournal is far above what people edit by hand.
const maxJournal = 64 << 20

// adopting is an adoption as the journal has it: with all that is to be
// written, and of what is there only the sums.
type adopting struct {
	Stack     string            `json:"stack"`
	Component string            `json:"component"`
	Files     map[string][]byte `json:"files"`
	Was       string            `json:"was"`
	Decisions []byte            `json:"decisions"`
	Edits     map[string]string `json:"edits"`
}

func (s adopting) decisions() string { return tree.Decisions(s.Stack) }

func (a Adoption) steps() adopting {
	s := adopting{Stack: a.Stack, Component: a.Component, Files: a.Files, Was: sum(a.Was), Decisions: a.Decisions, Edits: map[string]string{}}
	for p, data := range a.Edits {
		s.Edits[p] = sum(data)
	}
	return s
}

func writeJournal(root *os.Root, steps []adopting) error {
	data, err := json.Marshal(steps)
	if err != nil {
		return err
	}
	if err := replace(root, journal, data); err != nil {
		return err
	}
	syncFolders(root, journal)
	return nil
}

// readJournal reads what a killed run left. What is no journal of ours is none,
// and goes with what else was left.
func readJournal(root *os.Root) ([]adopting, error) {
	info, err := root.Lstat(journal)
	if err != nil || info.Size() > maxJournal {
		return nil, nil
	}
	data, err := readIfThere(root, journal)
	if err != nil {
		return nil, err
	}
	var steps []adopting
	if json.Unmarshal(data, &steps) != nil {
		return nil, nil
	}
	for _, s := range steps {
		if !s.isSound(root) {
			return nil, nil
		}
	}
	return steps, nil
}

// removeJournal ends an adoption. Anything else under its name is left to Clean.
func removeJournal(root *os.Root) error {
	if info, err := root.Lstat(journal); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	if err := root.Remove(journal); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("deleting %q: %w", journal, bare(err))
	}
	syncFolders(root, journal)
	return nil
}

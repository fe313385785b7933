package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// Apply brings the changes of one tree to disk. Each file is replaced as a
// whole or not at all. While it works, the hash file accepts the old and the
// new content of every file, so a run that is interrupted leaves nothing that
// looks like an edit.
func Apply(root *os.Root, t Tree, changes ChangeSet) error {
	todo := changes.Differences()
	if len(todo) == 0 {
		return nil
	}
	if len(t.Files) > 0 {
		if err := replace(root, t.hashFile(), transition(t, changes)); err != nil {
			return err
		}
	}
	for _, c := range deletionsFirst(todo) {
		if c.Path == t.hashFile() {
			continue
		}
		if err := applyOne(root, c); err != nil {
			return err
		}
	}
	return finish(root, t)
}

// deletionsFirst makes room for files where there was a folder.
func deletionsFirst(changes ChangeSet) ChangeSet {
	deletions := changes.filter(func(c Change) bool { return c.Action == Deleted })
	return append(deletions, changes.filter(func(c Change) bool { return c.Action != Deleted })...)
}

// transition accepts what is on disk and what is about to be.
func transition(t Tree, changes ChangeSet) []byte {
	h := hashes{}
	for _, c := range changes {
		if c.Path == t.hashFile() {
			continue
		}
		if c.have != nil {
			h.add(c.Path, c.have)
		}
		if c.want != nil {
			h.add(c.Path, c.want)
		}
	}
	return h.bytes()
}

func applyOne(root *os.Root, c Change) error {
	if c.Action == Deleted {
		return remove(root, c.Path)
	}
	return replace(root, c.Path, c.want)
}

// finish writes the hash file, or removes that of a stack that is gone.
func finish(root *os.Root, t Tree) error {
	if final, ok := t.withHashes()[t.hashFile()]; ok {
		return replace(root, t.hashFile(), final)
	}
	if err := remove(root, t.hashFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// temporaryPrefix marks a file that is still being written, or was when a run
// was killed.
const temporaryPrefix = ".writing-"

// replace puts a file in place under its name in one step.
func replace(root *os.Root, p string, data []byte) error {
	if err := root.MkdirAll(path.Dir(p), 0o755); err != nil {
		return fmt.Errorf("making folder %q: %w", path.Dir(p), err)
	}
	temporary := path.Join(path.Dir(p), temporaryPrefix+path.Base(p))
	if err := writeWhole(root, temporary, data); err != nil {
		return errors.Join(err, root.Remove(temporary))
	}
	if err := root.Rename(temporary, p); err != nil {
		return errors.Join(fmt.Errorf("replacing %q: %w", p, err), root.Remove(temporary))
	}
	return nil
}

func writeWhole(root *os.Root, p string, data []byte) error {
	f, err := root.OpenFile(p, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return fmt.Errorf("creating %q: %w", p, err)
	}
	if _, err := f.Write(data); err != nil {
		return errors.Join(fmt.Errorf("writing %q: %w", p, err), f.Close())
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("writing %q: %w", p, err)
	}
	return nil
}

// remove deletes a file, and the folders that it leaves empty.
func remove(root *os.Root, p string) error {
	if err := root.Remove(p); err != nil {
		return fmt.Errorf("deleting %q: %w", p, err)
	}
	for folder := path.Dir(p); path.Dir(folder) != "."; folder = path.Dir(folder) {
		if root.Remove(folder) != nil {
			break // not empty, or not ours to remove
		}
	}
	return nil
}

package write

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"example.com/metaflow-gitops/generator/tree"
)

// temporaryPrefix marks a file that is still being written, or was when a run
// was killed.
const temporaryPrefix = ".writing-"

// temporaryName is a name in a folder that nobody can foresee. It says nothing
// of the file's own name, and so is never longer than a name may be.
func temporaryName(folder string) string {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return path.Join(folder, temporaryPrefix+hex.EncodeToString(random[:]))
}

func isTemporary(name string) bool { return strings.HasPrefix(name, temporaryPrefix) }

// places are the folders that a run writes to, and how far down.
var places = []struct {
	folder string
	depth  int
}{{tree.Overlays, anyDepth}, {tree.Clusters, 1}, {tree.Stacks, 1}, {tree.Base, 0}, {tree.Components, 1}}

const anyDepth = 1 << 16

// Clean removes what runs that were killed left of files that they were
// writing, wherever a run writes.
func Clean(root *os.Root) error {
	for _, place := range places {
		if err := clean(root, place.folder, place.depth); err != nil {
			return fmt.Errorf("removing what a killed run left: %w", err)
		}
	}
	return nil
}

func clean(root *os.Root, folder string, depth int) error {
	if !isFolder(root, folder) {
		return nil
	}
	entries, err := fs.ReadDir(root.FS(), folder)
	if errors.Is(err, fs.ErrPermission) {
		return nil // neither did a run write there
	}
	if err != nil {
		return fmt.Errorf("listing %q: %w", folder, bare(err))
	}
	for _, e := range entries {
		p := path.Join(folder, e.Name())
		switch {
		case isTemporary(e.Name()):
			err = cleanOne(root, p, e)
		case e.IsDir() && depth > 0:
			err = clean(root, p, depth-1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cleanOne removes one leftover. A link goes itself, and nothing behind it.
func cleanOne(root *os.Root, p string, e fs.DirEntry) error {
	if e.IsDir() {
		return fmt.Errorf("%q is a folder, and names with %s are for files that a run is writing; move it away", p, temporaryPrefix)
	}
	if err := root.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("deleting %q: %w", p, bare(err))
	}
	return nil
}

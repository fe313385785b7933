package write

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/tree"
)

// Apply brings the changes of one tree to disk. Each file is replaced as a
// whole or not at all. While it works, the hash file accepts the old and the
// new content of every file, so a run that is interrupted leaves nothing that
// looks like an edit.
func Apply(root *os.Root, t Tree, changes ChangeSet) error {
	todo := changes.Differences()
	if len(todo) == 0 {
		return t.pruneGone(root)
	}
	recorded, err := readHashes(root, t)
	if err != nil {
		return err
	}
	deletions, rest := t.deletions(todo)
	if err := removeAll(root, deletions); err != nil {
		return err
	}
	if len(t.Files) > 0 {
		if err := replace(root, t.hashFile(), transition(t, changes)); err != nil {
			return err
		}
	}
	if err := removeAll(root, rest); err != nil {
		return err
	}
	if err := replaceAll(root, t.wanted(todo)); err != nil {
		return err
	}
	if err := t.finish(root, recorded); err != nil {
		return err
	}
	syncFolders(root, todo.paths()...)
	return nil
}

// deletions are what makes room for files where there is something else: first
// what stands in the way of the hash file, and then the rest.
func (t Tree) deletions(todo ChangeSet) (first, rest []string) {
	for _, c := range todo {
		inTheWay := strings.HasPrefix(t.hashFile(), c.Path+"/") || strings.HasPrefix(c.Path, t.hashFile()+"/")
		switch {
		case c.Action != Deleted || c.Path == t.hashFile():
		case inTheWay:
			first = append(first, c.Path)
		default:
			rest = append(rest, c.Path)
		}
	}
	return first, rest
}

func removeAll(root *os.Root, paths []string) error {
	for _, p := range paths {
		if err := remove(root, p); err != nil {
			return err
		}
	}
	return nil
}

// wanted are the files that are created or updated, but for the hash file.
func (t Tree) wanted(todo ChangeSet) map[string][]byte {
	files := map[string][]byte{}
	for _, c := range todo {
		if c.Action != Deleted && c.Path != t.hashFile() {
			files[c.Path] = c.want
		}
	}
	return files
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

// finish writes the hash file, or removes that of a stack that is gone. Before,
// it removes the folders that a killed run had emptied: only the hash file still
// tells of them.
func (t Tree) finish(root *os.Root, recorded hashes) error {
	for p := range recorded {
		if t.Files[p] == nil && t.owns(p) && linkedFolder(root, p) == "" {
			prune(root, path.Dir(p))
		}
	}
	if final, ok := t.withHashes()[t.hashFile()]; ok {
		return replace(root, t.hashFile(), final)
	}
	return remove(root, t.hashFile())
}

// owns reports whether a path can be one of the tree's.
func (t Tree) owns(p string) bool {
	inCluster, _ := path.Match(tree.Clusters+"/*/"+t.Stack+".yaml", p)
	return fs.ValidPath(p) && (inCluster || strings.HasPrefix(p, t.overlay()+"/"))
}

// pruneGone removes the empty folders of a stack that is gone, if a run was
// killed between its last file and them.
func (t Tree) pruneGone(root *os.Root) error {
	if len(t.Files) > 0 || !isFolder(root, t.overlay()) {
		return nil
	}
	var folders []string
	err := fs.WalkDir(root.FS(), t.overlay(), func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			folders = append(folders, p)
		}
		return err
	})
	for _, folder := range slices.Backward(folders) {
		prune(root, folder)
	}
	return err
}

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

// Tree is the generated files of one stack.
type Tree struct {
	Stack string
	// Files by path from the root: all of overlays/<stack>, and the stack's
	// file under clusters/. Without files the stack is gone.
	Files map[string][]byte
	// Header is the first line of the stack's files under clusters/, by which
	// they are told from those of people.
	Header string
}

// overlay is the folder that belongs to the tree as a whole.
func (t Tree) overlay() string { return tree.Overlay(t.Stack) }

func (t Tree) hashFile() string { return path.Join(t.overlay(), HashFile) }

// withHashes returns the files together with the hash file that covers them.
func (t Tree) withHashes() map[string][]byte {
	files := maps.Clone(t.Files)
	if len(files) == 0 {
		return map[string][]byte{}
	}
	h := hashes{}
	for p, data := range t.Files {
		h.add(p, data)
	}
	files[t.hashFile()] = h.bytes()
	return files
}

// Compare tells what writing the tree would do to the disk.
func Compare(root *os.Root, t Tree) (ChangeSet, error) {
	recorded, err := readHashes(root, t)
	if err != nil {
		return nil, err
	}
	want := t.withHashes()
	onDisk, err := ownFiles(root, t, recorded)
	if err != nil {
		return nil, err
	}
	for p := range want {
		onDisk[p] = true
	}
	var changes ChangeSet
	for p := range onDisk {
		c, err := compareFile(root, p, want[p])
		if err != nil {
			return nil, err
		}
		c.Stack, c.Gone = t.Stack, len(t.Files) == 0
		c.Edited = c.have != nil && c.Action != Unchanged && !isOurs(t, p) && !recorded.accepts(p, c.have)
		if c.have != nil || c.want != nil {
			changes = append(changes, c)
		}
	}
	changes.sort()
	return changes, nil
}

// isOurs reports whether a file is our own bookkeeping, which nobody edits.
func isOurs(t Tree, p string) bool {
	return p == t.hashFile() || isTemporary(path.Base(p))
}

func readHashes(root *os.Root, t Tree) (hashes, error) {
	data, err := readIfThere(root, t.hashFile())
	return parseHashes(data), err
}

// compareFile compares one file. Anything but a regular file counts as one
// with other content.
func compareFile(root *os.Root, p string, want []byte) (Change, error) {
	c := Change{Path: p, want: want}
	info, err := root.Lstat(p)
	switch {
	case errors.Is(err, fs.ErrNotExist) || isNoFile(err) || linkedFolder(root, p) != "":
		c.Action = Created
		return c, nil
	case err != nil:
		return c, fmt.Errorf("looking at %q: %w", p, err)
	case !info.Mode().IsRegular():
		c.have = []byte("(" + info.Mode().Type().String() + ")\n")
	default:
		if c.have, err = root.ReadFile(p); err != nil {
			return c, fmt.Errorf("reading %q: %w", p, err)
		}
		if c.have == nil {
			c.have = []byte{}
		}
	}
	switch {
	case want == nil:
		c.Action = Deleted
	case info.Mode().IsRegular() && bytes.Equal(c.have, want):
		c.Action = Unchanged
	default:
		c.Action = Updated
	}
	return c, nil
}

// ownFiles lists what is on disk and belongs to the tree: everything in the
// overlay, and under clusters/ what is recorded or has the tree's header.
func ownFiles(root *os.Root, t Tree, recorded hashes) (map[string]bool, error) {
	own := map[string]bool{}
	err := fs.WalkDir(root.FS(), t.overlay(), func(p string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && p == t.overlay():
			return fs.SkipAll
		case err == nil && d.IsDir() && !isFolder(root, p):
			own[p] = true // a link, and nothing behind it is ours
			return fs.SkipAll
		case err != nil:
			return err
		case !d.IsDir():
			own[p] = true
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing %q: %w", t.overlay(), err)
	}
	candidates, err := clusterFiles(root)
	if err != nil {
		return nil, err
	}
	for _, p := range candidates {
		name := strings.TrimPrefix(path.Base(p), temporaryPrefix)
		if name != t.Stack+".yaml" {
			continue
		}
		data, err := readRegular(root, p)
		if err == nil && (name != path.Base(p) || strings.HasPrefix(string(data), t.Header) || recorded[p] != nil) {
			own[p] = true
		}
	}
	return own, nil
}

// clusterFiles lists what stands as clusters/CLUSTER/NAME.yaml.
func clusterFiles(root *os.Root) ([]string, error) {
	clusters, err := fs.ReadDir(root.FS(), tree.Clusters)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing clusters: %w", err)
	}
	var files []string
	for _, c := range clusters {
		if !c.IsDir() {
			continue
		}
		entries, err := fs.ReadDir(root.FS(), path.Join(tree.Clusters, c.Name()))
		if err != nil {
			return nil, fmt.Errorf("listing cluster %q: %w", c.Name(), err)
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".yaml") {
				files = append(files, path.Join(tree.Clusters, c.Name(), e.Name()))
			}
		}
	}
	return files, nil
}

// Leftovers names the stacks that have generated files but are not in stacks.
// Under clusters/, generated files are known by their header; a file directly in
// overlays/ is of no stack.
func Leftovers(root *os.Root, stacks []string, header string) ([]string, error) {
	found := map[string]bool{}
	entries, err := fs.ReadDir(root.FS(), tree.Overlays)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("listing overlays: %w", err)
	}
	for _, e := range entries {
		if e.IsDir() {
			found[e.Name()] = true
		}
	}
	candidates, err := clusterFiles(root)
	if err != nil {
		return nil, err
	}
	for _, p := range candidates {
		data, err := readRegular(root, p) // a folder of that name belongs to people
		if err == nil && strings.HasPrefix(string(data), header) {
			found[strings.TrimSuffix(strings.TrimPrefix(path.Base(p), temporaryPrefix), ".yaml")] = true
		}
	}
	for _, s := range stacks {
		delete(found, s)
	}
	return slices.Sorted(maps.Keys(found)), nil
}

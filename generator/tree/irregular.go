package tree

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// FS is what a repository is looked at through: paths from its root, with
// slashes. It follows no link out of the repository, and Lstat none at all.
type FS interface {
	fs.ReadLinkFS
	fs.ReadDirFS
}

// An Irregular is something that is neither a file nor a folder.
type Irregular struct {
	Path string
	Type fs.FileMode
}

// IsEdit reports whether it is in the place of a generated file of an overlay. A
// run that may undo edits replaces it, and nothing behind it.
func (i Irregular) IsEdit() bool {
	steps := strings.Split(i.Path, "/")
	return steps[0] == Overlays && len(steps) > 2
}

// Says tells what is wrong with it, and what to do.
func (i Irregular) Says() string {
	if i.Type&fs.ModeSymlink != 0 {
		return fmt.Sprintf("%q is a symbolic link. Flux leaves links out of what it brings to a cluster, Kustomize follows none out of a folder, and git keeps the link in place of what it leads to. %s", i.Path, i.cure())
	}
	return fmt.Sprintf("%q is neither a file nor a folder (%s), so it cannot be read as one, and git does not keep it. %s", i.Path, i.Type, i.cure())
}

func (i Irregular) cure() string {
	switch {
	case i.IsEdit():
		return "Delete it, or let --force replace it."
	case i.Type&fs.ModeSymlink != 0:
		return "Put what it leads to here, or delete it."
	}
	return "Delete it."
}

// The folders that are looked at as a whole, and those of which only some files
// count.
var (
	whole = []string{Base, Overlays, Clusters}
	ours  = []string{"stack.hcl", "outputs.json"}
)

// Find returns what is irregular in the folders that a run reads or writes, in
// the order of their paths. The other files of a Terraform root module are
// Terraform's.
func Find(repository FS) ([]Irregular, error) {
	f := finder{FS: repository}
	for _, p := range []string{".sourceignore", "terraform"} {
		f.look(p)
	}
	for _, folder := range whole {
		f.walk(folder)
	}
	for _, p := range f.list(Stacks) {
		for _, name := range ours {
			f.look(path.Join(p, name))
		}
	}
	slices.SortFunc(f.found, func(a, b Irregular) int { return cmp.Compare(a.Path, b.Path) })
	return f.found, f.err
}

type finder struct {
	FS
	found []Irregular
	err   error
}

// look looks at one path, and reports whether it is a folder.
func (f *finder) look(p string) bool {
	info, err := f.Lstat(p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false
	case err != nil:
		f.err = errors.Join(f.err, fmt.Errorf("looking at %q: %w", p, err))
		return false
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		f.found = append(f.found, Irregular{p, info.Mode().Type()})
	}
	return info.IsDir()
}

// list looks at what is directly in a folder, and lists the folders there.
func (f *finder) list(folder string) (folders []string) {
	if !f.look(folder) {
		return nil
	}
	entries, err := f.ReadDir(folder)
	if err != nil {
		f.err = errors.Join(f.err, fmt.Errorf("listing %q: %w", folder, err))
	}
	for _, e := range entries {
		if p := path.Join(folder, e.Name()); f.look(p) {
			folders = append(folders, p)
		}
	}
	return folders
}

// walk looks at all that is below a folder.
func (f *finder) walk(folder string) {
	if !f.look(folder) {
		return
	}
	err := fs.WalkDir(f, folder, func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !e.Type().IsRegular() {
			f.found = append(f.found, Irregular{p, e.Type()})
		}
		return err
	})
	if err != nil {
		f.err = errors.Join(f.err, fmt.Errorf("listing %q: %w", folder, err))
	}
}

package tree

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
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

// Says tells what is wrong with it, and what to do.
func (i Irregular) Says() string {
	if i.Type&fs.ModeSymlink != 0 {
		return fmt.Sprintf("%q is a symbolic link. Flux leaves links out of what it brings to a cluster, Kustomize follows none out of a folder, and git keeps the link in place of what it leads to. Put what it leads to here, or delete it.", i.Path)
	}
	return fmt.Sprintf("%q is neither a file nor a folder (%s), so it cannot be read as one, and git does not keep it. Delete it.", i.Path, i.Type)
}

// The folders that are looked at as a whole, and those of which only some files
// count.
var (
	whole  = []string{"base", "overlays", "clusters"}
	stacks = "terraform/stacks"
	ours   = []string{"stack.hcl", "outputs.json"}
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
		f.walk(folder, func(string) bool { return true })
	}
	f.walk(stacks, func(p string) bool {
		return path.Dir(p) == stacks || p == stacks || slices.Contains(ours, path.Base(p)) && path.Dir(path.Dir(p)) == stacks
	})
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

// walk looks at all that is wanted below a folder.
func (f *finder) walk(folder string, wanted func(p string) bool) {
	if !f.look(folder) {
		return
	}
	err := fs.WalkDir(f, folder, func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !e.Type().IsRegular() && wanted(p) {
			f.found = append(f.found, Irregular{p, e.Type()})
		}
		return err
	})
	if err != nil {
		f.err = errors.Join(f.err, fmt.Errorf("listing %q: %w", folder, err))
	}
}

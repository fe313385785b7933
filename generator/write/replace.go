package write

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"sync"
)

// replace puts one file in place under its name in one step.
func replace(root *os.Root, p string, data []byte) error {
	return replaceAll(root, map[string][]byte{p: data})
}

// replaceAll puts files in place, each in one step.
func replaceAll(root *os.Root, files map[string][]byte) error {
	return replaceInOrder(root, slices.Sorted(maps.Keys(files)), files)
}

// replaceInOrder puts files in place, one after the other. All of them are
// written under other names, and are on disk, before the first one gets its
// name: where there is no room for one, nothing changes.
func replaceInOrder(root *os.Root, paths []string, files map[string][]byte) error {
	for _, p := range paths {
		if err := makeFolder(root, path.Dir(p)); err != nil {
			return err
		}
	}
	all, err := stage(root, paths, files)
	if err != nil {
		return err
	}
	for i, s := range all {
		if err := s.rename(root); err != nil {
			discard(root, all[i:])
			return err
		}
	}
	return nil
}

// makeFolder makes a folder that is not there yet, and follows no link.
func makeFolder(root *os.Root, folder string) error {
	if link := linkedFolder(root, path.Join(folder, "file")); link != "" {
		return fmt.Errorf("writing into %q: %q is a symbolic link, and nothing is written through one", folder, link)
	}
	if err := root.MkdirAll(folder, 0o777); err != nil {
		return fmt.Errorf("making folder %q: %w", folder, bare(err))
	}
	return nil
}

// staged is a file that is written but does not have its name yet.
type staged struct {
	path, temporary string
	err             error
}

// writers is how many files are written at once: the disk takes about as long
// for one as for a few.
const writers = 8

// stage writes all files under temporary names, or none.
func stage(root *os.Root, paths []string, files map[string][]byte) ([]staged, error) {
	all := make([]staged, len(paths))
	slots := make(chan struct{}, writers)
	var group sync.WaitGroup
	for i, p := range paths {
		all[i] = staged{path: p, temporary: temporaryName(path.Dir(p))}
		slots <- struct{}{}
		group.Go(func() {
			all[i].err = all[i].write(root, files[p])
			<-slots
		})
	}
	group.Wait()
	for _, s := range all {
		if s.err != nil {
			discard(root, all)
			return nil, s.err
		}
	}
	return all, nil
}

func discard(root *os.Root, all []staged) {
	for _, s := range all {
		_ = root.Remove(s.temporary) // the next run tries again
	}
}

// write brings the file to disk. Nothing has its temporary name, so nothing is
// overwritten, and no link is followed.
func (s staged) write(root *os.Root, data []byte) error {
	f, err := root.OpenFile(s.temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("creating a file in %q: %w", path.Dir(s.path), bare(err))
	}
	_, err = f.Write(data)
	if err == nil {
		err = s.keepMode(root, f)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("writing %q: %w", s.path, bare(err))
	}
	return nil
}

// keepMode gives the new file the permissions of the one that it replaces.
func (s staged) keepMode(root *os.Root, f *os.File) error {
	old, err := root.Lstat(s.path)
	if err != nil || !old.Mode().IsRegular() {
		return nil // a new file has what the umask leaves, as git makes it
	}
	made, err := f.Stat()
	if err != nil || made.Mode().Perm() == old.Mode().Perm() {
		return err
	}
	return f.Chmod(old.Mode().Perm())
}

func (s staged) rename(root *os.Root) error {
	if info, err := root.Lstat(s.path); err == nil && info.IsDir() {
		_ = root.Remove(s.path) // if it is empty; git keeps no empty folder
	}
	if err := root.Rename(s.temporary, s.path); err != nil {
		return fmt.Errorf("replacing %q: %w", s.path, bare(err))
	}
	return nil
}

// syncFolders brings the new names to disk. Not every system can do that, and
// without it a run is still safe from everything but the loss of power.
func syncFolders(root *os.Root, paths ...string) {
	done := map[string]bool{}
	for _, p := range paths {
		for folder := path.Dir(p); !done[folder]; folder = path.Dir(folder) {
			done[folder] = true
			if f, err := root.Open(folder); err == nil {
				_ = f.Sync()
				_ = f.Close()
			}
		}
	}
}

// remove deletes a file, and the folders that it leaves empty. One that is gone
// already is fine.
func remove(root *os.Root, p string) error {
	if linkedFolder(root, p) != "" {
		return nil // what is behind a link is not ours
	}
	if err := root.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("deleting %q: %w", p, bare(err))
	}
	prune(root, path.Dir(p))
	return nil
}

// prune removes a folder if it is empty, and then those around it, down to
// those that hold the folders of stacks and clusters.
func prune(root *os.Root, folder string) {
	for ; path.Dir(folder) != "."; folder = path.Dir(folder) {
		if err := root.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return // not empty, or not ours to remove
		}
	}
}

// bare takes from an error the name of the file, which the caller says better:
// nobody knows the temporary one.
func bare(err error) error {
	if p := new(fs.PathError); errors.As(err, &p) {
		return p.Err
	}
	if l := new(os.LinkError); errors.As(err, &l) {
		return l.Err
	}
	return err
}

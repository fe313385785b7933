package state

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// readLocal reads a state of the local backend: one file for the default
// workspace, one folder for each of the others.
func (r *Reader) readLocal(workspace string) (*State, error) {
	file := r.path(cmp.Or(r.backend.Get("path"), "terraform.tfstate"))
	if workspace != "default" {
		folder := r.path(cmp.Or(r.backend.Get("workspace_dir"), "terraform.tfstate.d"))
		if _, err := os.Stat(filepath.Join(folder, workspace)); errors.Is(err, fs.ErrNotExist) {
			return nil, noWorkspace(workspace, foldersIn(folder))
		}
		file = filepath.Join(folder, workspace, "terraform.tfstate")
	}
	data, err := readFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, noState(workspace)
	case errors.Is(err, fs.ErrPermission):
		return nil, failure(AccessDenied, "The state file %q may not be read by this user. Give it read permission.", r.show(file))
	case err != nil:
		return nil, fmt.Errorf("reading state %q: %w", r.show(file), err)
	}
	return &State{Source: r.show(file), Data: data, Locked: isLocked(file)}, nil
}

// path resolves a path of the backend configuration.
func (r *Reader) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(r.Folder, p)
}

// show names a file from the root of the repository where it is below it.
func (r *Reader) show(file string) string {
	if rel, err := filepath.Rel(r.Folder, file); err == nil && filepath.IsLocal(rel) {
		return shown(filepath.ToSlash(rel))
	}
	return file
}

func foldersIn(folder string) []string {
	entries, _ := os.ReadDir(folder) // none is what there is
	names := []string{"default"}
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// isLocked looks for the file that Terraform writes beside a locked state.
func isLocked(file string) bool {
	_, err := os.Stat(filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+".lock.info"))
	return err == nil
}

func readFile(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return appendAll(nil, f, info.Size(), MaxSize)
}

package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"syscall"
)

// linkedFolder names the first folder on the way to a file that is a symbolic
// link. What lies behind it is not ours; the link itself is found by the walk.
func linkedFolder(root *os.Root, p string) string {
	link := ""
	for folder := path.Dir(p); folder != "."; folder = path.Dir(folder) {
		if info, err := root.Lstat(folder); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			link = folder
		}
	}
	return link
}

// isFolder reports whether a path is a folder, reached without a link.
func isFolder(root *os.Root, p string) bool {
	info, err := root.Lstat(p)
	return err == nil && info.IsDir() && linkedFolder(root, p) == ""
}

// readRegular reads a regular file. Anything else is as good as not there: a
// named pipe would never end.
func readRegular(root *os.Root, p string) ([]byte, error) {
	info, err := root.Lstat(p)
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "read", Path: p, Err: fs.ErrNotExist}
	}
	if err != nil {
		return nil, err
	}
	return root.ReadFile(p)
}

// readIfThere reads a regular file; nil is no file.
func readIfThere(root *os.Root, p string) ([]byte, error) {
	data, err := readRegular(root, p)
	switch {
	case errors.Is(err, fs.ErrNotExist) || isNoFile(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading %q: %w", p, bare(err))
	case data == nil:
		return []byte{}, nil
	}
	return data, nil
}

// isNoFile reports whether something that is no regular file is in the way; it
// is then found and named by the walk.
func isNoFile(err error) bool {
	return errors.Is(err, syscall.EISDIR) || errors.Is(err, syscall.ENOTDIR)
}

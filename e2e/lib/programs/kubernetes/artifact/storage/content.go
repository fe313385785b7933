package storage

import (
	"errors"
	"fmt"
	"io"
	"os"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fluxcd/pkg/apis/meta"
	"github.com/fluxcd/pkg/artifact/digest"
)

// partial ends the name of a file that is being written.
const partial = ".new"

// Copy makes the artifact of what r gives. The caller holds its Lock.
func (s *Storage) Copy(a *meta.Artifact, r io.Reader) error {
	return s.write(a, func(w io.Writer) error {
		_, err := io.Copy(w, r)
		return err
	})
}

// CopyFromPath makes the artifact of the file at that path of the machine. The
// caller holds its Lock.
func (s *Storage) CopyFromPath(a *meta.Artifact, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("copying to artifact %s: %w", a.Path, err)
	}
	defer f.Close()
	return s.Copy(a, f)
}

// write has the content written beside the artifact's place and moves it
// there. Only then does the artifact get its digest, size and time.
func (s *Storage) write(a *meta.Artifact, content func(io.Writer) error) error {
	digester := digest.Canonical.Digester()
	size, err := s.writeFile(a.Path+partial, digester.Hash(), content)
	if err == nil {
		err = s.root.Rename(a.Path+partial, a.Path)
	}
	if err != nil {
		// What stays is garbage, and collected.
		_ = s.root.Remove(a.Path + partial)
		return fmt.Errorf("writing artifact %s: %w", a.Path, err)
	}
	a.Digest, a.Size, a.LastUpdateTime = digester.Digest().String(), &size, metav1.Now()
	return nil
}

// writeFile writes the content to a file and to a hash, and returns its size
// in bytes.
func (s *Storage) writeFile(name string, hash io.Writer, content func(io.Writer) error) (int64, error) {
	f, err := s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	err = content(io.MultiWriter(f, hash))
	size, seekErr := f.Seek(0, io.SeekCurrent)
	return size, errors.Join(err, seekErr, f.Close())
}

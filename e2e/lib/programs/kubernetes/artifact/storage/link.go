package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/fluxcd/pkg/apis/meta"
)

// Symlink lets a name beside the artifact lead to it, instead of to an earlier
// one, and returns the address of that name. The caller holds the artifact's
// Lock.
func (s *Storage) Symlink(a meta.Artifact, name string) (string, error) {
	link := path.Join(folder(a), name)
	if err := s.replaceLink(link, path.Base(a.Path)); err != nil {
		return "", fmt.Errorf("linking %s to artifact %s: %w", link, a.Path, err)
	}
	return s.address(link), nil
}

// replaceLink makes the link beside and moves it, so that the name is never
// missing.
func (s *Storage) replaceLink(link, target string) error {
	if err := s.root.Remove(link + partial); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := s.root.Symlink(target, link+partial); err != nil {
		return err
	}
	return s.root.Rename(link+partial, link)
}

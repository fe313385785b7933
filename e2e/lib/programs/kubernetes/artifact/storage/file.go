package storage

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	godigest "github.com/opencontainers/go-digest"

	"github.com/fluxcd/pkg/apis/meta"
)

// MkdirAll makes the folder that the artifact goes into.
func (s *Storage) MkdirAll(a meta.Artifact) error {
	if err := s.root.MkdirAll(folder(a), 0o700); err != nil {
		return fmt.Errorf("making the folder of artifact %s: %w", a.Path, err)
	}
	return nil
}

// ArtifactExist says whether there is a file, and no link, at the artifact's
// path.
func (s *Storage) ArtifactExist(a meta.Artifact) bool {
	info, err := s.root.Lstat(a.Path)
	return err == nil && info.Mode().IsRegular()
}

// VerifyArtifact returns an error unless the artifact's file has its digest.
func (s *Storage) VerifyArtifact(a meta.Artifact) error {
	wanted, err := godigest.Parse(a.Digest)
	if err != nil {
		return fmt.Errorf("reading the digest %q of artifact %s: %w", a.Digest, a.Path, err)
	}
	f, err := s.root.Open(a.Path)
	if err != nil {
		return fmt.Errorf("verifying artifact %s: %w", a.Path, err)
	}
	defer f.Close()
	verifier := wanted.Verifier()
	if _, err := io.Copy(verifier, f); err != nil {
		return fmt.Errorf("verifying artifact %s: %w", a.Path, err)
	}
	if !verifier.Verified() {
		return fmt.Errorf("verifying artifact %s: its digest is not %s", a.Path, wanted)
	}
	return nil
}

// Remove removes the artifact's file.
func (s *Storage) Remove(a meta.Artifact) error {
	if err := s.root.Remove(a.Path); err != nil {
		return fmt.Errorf("removing artifact %s: %w", a.Path, err)
	}
	return nil
}

// RemoveAll removes all artifacts of the artifact's object. It returns the
// folder that they were in, or nothing where there was none.
func (s *Storage) RemoveAll(a meta.Artifact) (string, error) {
	gone := folder(a)
	if _, err := s.root.Lstat(gone); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err := s.root.RemoveAll(gone); err != nil {
		return "", fmt.Errorf("removing the artifacts in %s: %w", gone, err)
	}
	return gone, nil
}

package storage

import (
	"fmt"
	"os"
	"path/filepath"

	securejoin "github.com/cyphar/filepath-securejoin"

	"github.com/fluxcd/pkg/apis/meta"
	"github.com/fluxcd/pkg/tar"
)

// CopyToPath unpacks the artifact, an archive, and moves a part of it to a path
// of the machine where nothing is yet; missing parents are made. The part
// cannot lead out of the archive; empty means all of it. The path must be on
// the file system of temporary files, where source-controller works.
func (s *Storage) CopyToPath(a *meta.Artifact, part, to string) error {
	unpacked, err := os.MkdirTemp("", "artifact-")
	if err != nil {
		return fmt.Errorf("unpacking artifact %s: %w", a.Path, err)
	}
	defer os.RemoveAll(unpacked)
	if err := s.unpack(a, unpacked); err != nil {
		return fmt.Errorf("unpacking artifact %s: %w", a.Path, err)
	}
	if err := move(unpacked, part, to); err != nil {
		return fmt.Errorf("including %q of artifact %s: %w", part, a.Path, err)
	}
	return nil
}

func (s *Storage) unpack(a *meta.Artifact, to string) error {
	f, err := s.root.Open(a.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	return tar.Untar(f, to, tar.WithMaxUntarSize(tar.UnlimitedUntarSize))
}

func move(tree, part, to string) error {
	from, err := securejoin.SecureJoin(tree, part)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	return os.Rename(from, to)
}

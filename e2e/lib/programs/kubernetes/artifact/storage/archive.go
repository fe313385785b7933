package storage

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fluxcd/pkg/apis/meta"
)

// The modes that Flux gives to what is in an archive, whatever they are on
// disk.
const (
	fileMode       = 0o600
	executableMode = 0o700
	folderMode     = 0o750
)

// Archive packs a folder into the artifact, a gzipped tarball without times,
// owners and symbolic links. What the filter matches is left out; it may be
// nil. The caller holds the artifact's Lock.
func (s *Storage) Archive(a *meta.Artifact, folder string, filter ArchiveFileFilter) error {
	tree, err := os.OpenRoot(folder)
	if err != nil {
		return fmt.Errorf("archiving to artifact %s: %w", a.Path, err)
	}
	defer tree.Close()
	return s.write(a, func(w io.Writer) error {
		zip := gzip.NewWriter(w)
		archive := tar.NewWriter(zip)
		if err := packAll(archive, tree, filter); err != nil {
			return err
		}
		return errors.Join(archive.Close(), zip.Close())
	})
}

// packAll walks in the order of names, so that the archive depends on the tree
// alone. It descends into folders that the filter matches: a later pattern may
// want some of their files after all.
func packAll(archive *tar.Writer, tree *os.Root, filter ArchiveFileFilter) error {
	return fs.WalkDir(tree.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() && !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if filter != nil && filter(filepath.Join(tree.Name(), filepath.FromSlash(name)), info) {
			return nil
		}
		return pack(archive, tree, name, info)
	})
}

func pack(archive *tar.Writer, tree *os.Root, name string, info fs.FileInfo) error {
	if err := archive.WriteHeader(header(name, info)); err != nil || info.IsDir() {
		return err
	}
	f, err := tree.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(archive, f)
	return err
}

func header(name string, info fs.FileInfo) *tar.Header {
	switch {
	case info.IsDir():
		return &tar.Header{Typeflag: tar.TypeDir, Name: name, Mode: folderMode}
	case info.Mode()&0o111 != 0:
		return &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: executableMode, Size: info.Size()}
	default:
		return &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: fileMode, Size: info.Size()}
	}
}

package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/fluxcd/pkg/apis/meta"
)

// GarbageCollect removes the files beside the artifact that are past their
// time, then the oldest that are too many. It returns their paths in the
// storage. Where somebody writes at that moment it does nothing: the next
// reconcile will do.
func (s *Storage) GarbageCollect(ctx context.Context, a meta.Artifact, timeout time.Duration) ([]string, error) {
	mutex := s.mutex(a)
	if !mutex.TryLock() {
		return nil, nil
	}
	defer mutex.Unlock()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	garbage, err := s.garbage(a)
	if err != nil {
		return nil, fmt.Errorf("finding what artifact %s replaced: %w", a.Path, err)
	}
	for i, file := range garbage {
		if err := s.collect(ctx, file); err != nil {
			return garbage[:i], fmt.Errorf("collecting what artifact %s replaced: %w", a.Path, err)
		}
	}
	return garbage, nil
}

func (s *Storage) collect(ctx context.Context, file string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.root.Remove(file)
}

// garbage needs the lock: a partial file is one that nobody will finish.
func (s *Storage) garbage(a meta.Artifact) ([]string, error) {
	earlier, err := s.earlier(a)
	if err != nil {
		return nil, err
	}
	var garbage []string
	kept := 1 // the artifact itself
	for _, f := range earlier {
		if kept < s.records && time.Since(f.ModTime()) <= s.ttl && !strings.HasSuffix(f.Name(), partial) {
			kept++
			continue
		}
		garbage = append(garbage, path.Join(folder(a), f.Name()))
	}
	return garbage, nil
}

// earlier are the files beside the artifact, the newest first.
func (s *Storage) earlier(a meta.Artifact) ([]fs.FileInfo, error) {
	entries, err := fs.ReadDir(s.root.FS(), folder(a))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var files []fs.FileInfo
	for _, e := range entries {
		if !e.Type().IsRegular() || e.Name() == path.Base(a.Path) {
			continue
		}
		f, err := e.Info()
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	slices.SortStableFunc(files, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	return files, nil
}

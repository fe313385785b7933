package storage

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestGarbageCollect(t *testing.T) {
	for _, c := range []struct {
		name    string
		records int
		age     map[string]time.Duration // of what is beside the artifact 9
		want    string
	}{
		{"nothing is old", 2, nil, "9 latest"},
		{"one before it stays", 2, map[string]time.Duration{"8": time.Second}, "8 9 latest"},
		{"the oldest are too many", 3, map[string]time.Duration{"5": 4 * time.Second, "6": 3 * time.Second, "7": 2 * time.Second, "8": time.Second}, "7 8 9 latest"},
		{"time is up", 3, map[string]time.Duration{"7": 2 * time.Hour, "8": time.Second}, "8 9 latest"},
		{"it stays alone", 0, map[string]time.Duration{"8": time.Second}, "9 latest"},
		{"a write was interrupted", 2, map[string]time.Duration{"7": time.Minute / 2, "8" + partial: time.Second}, "7 9 latest"},
		{"it is older itself", 2, map[string]time.Duration{"8": -time.Second, "7": time.Second}, "8 9 latest"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStorage(t)
			s.records = c.records
			a := stored(t, s, "9", "current")
			_, err := s.Symlink(a, "latest")
			must(t, err)
			folder := filepath.Dir(s.LocalPath(a))
			for name, age := range c.age {
				old := time.Now().Add(-age)
				must(t, os.WriteFile(filepath.Join(folder, name), nil, 0o600))
				must(t, os.Chtimes(filepath.Join(folder, name), old, old))
			}
			gone, err := s.GarbageCollect(t.Context(), a, time.Second)
			must(t, err)
			if got := names(t, folder); got != c.want {
				t.Errorf("%s stay, not %s", got, c.want)
			}
			if want := len(c.age) + 2 - len(strings.Fields(c.want)); len(gone) != want {
				t.Errorf("%q went, not %d", gone, want)
			}
		})
	}
}

func TestGarbageCollectKeepsOut(t *testing.T) {
	s := newStorage(t)
	s.records = 1
	stored(t, s, "1", "earlier")
	a := stored(t, s, "2", "current")
	unlock, err := s.Lock(a)
	must(t, err)
	if gone, err := s.GarbageCollect(t.Context(), a, time.Second); len(gone) != 0 || err != nil {
		t.Errorf("%q went while the lock was held: %v", gone, err)
	}
	unlock()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if gone, err := s.GarbageCollect(ctx, a, time.Second); len(gone) != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("%q went after the end: %v", gone, err)
	}
	if gone, err := s.GarbageCollect(t.Context(), a, time.Second); len(gone) != 1 || err != nil {
		t.Errorf("%q went: %v", gone, err)
	}
}

func TestGarbageCollectWithoutFolder(t *testing.T) {
	s := newStorage(t)
	a := stored(t, s, "1", "content")
	_, err := s.RemoveAll(a)
	must(t, err)
	if gone, err := s.GarbageCollect(t.Context(), a, time.Second); len(gone) != 0 || err != nil {
		t.Errorf("%q went: %v", gone, err)
	}
}

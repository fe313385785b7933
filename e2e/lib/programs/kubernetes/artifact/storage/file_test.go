package storage

import (
	"os"
	"strings"
	"testing"
)

func TestVerifyArtifact(t *testing.T) {
	s := newStorage(t)
	a := stored(t, s, "1.tar.gz", "content")
	must(t, s.VerifyArtifact(a))
	must(t, os.WriteFile(s.LocalPath(a), []byte("Content"), 0o600))
	if err := s.VerifyArtifact(a); err == nil || !strings.Contains(err.Error(), a.Path) {
		t.Errorf("changed content: %v", err)
	}
	a.Digest = ""
	if err := s.VerifyArtifact(a); err == nil {
		t.Error("no digest is taken for the right one")
	}
	must(t, s.Remove(a))
	if s.ArtifactExist(a) {
		t.Error("it is there though it was removed")
	}
}

func TestRemoveAll(t *testing.T) {
	s := newStorage(t)
	a := stored(t, s, "1.tar.gz", "content")
	if gone, err := s.RemoveAll(a); gone == "" || err != nil {
		t.Errorf("removed %q: %v", gone, err)
	}
	if s.ArtifactExist(a) {
		t.Error("it is there though all were removed")
	}
	if gone, err := s.RemoveAll(a); gone != "" || err != nil {
		t.Errorf("removed %q though nothing was there: %v", gone, err)
	}
}

package storage

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

func TestCopyFillsTheArtifact(t *testing.T) {
	s := newStorage(t)
	from := filepath.Join(t.TempDir(), "chart.tgz")
	must(t, os.WriteFile(from, []byte("abc"), 0o644))
	a := stored(t, s, "1.tar.gz", "an earlier one")
	must(t, s.CopyFromPath(&a, from))
	// The digest of FIPS 180-2's first example.
	if a.Digest != "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" || *a.Size != 3 || a.LastUpdateTime.IsZero() {
		t.Errorf("digest %s, size %d, time %s", a.Digest, *a.Size, a.LastUpdateTime)
	}
	info, err := os.Stat(s.LocalPath(a))
	must(t, err)
	if info.Mode() != 0o600 {
		t.Errorf("the mode is %s", info.Mode())
	}
}

func TestAFailedWriteChangesNothing(t *testing.T) {
	s := newStorage(t)
	a := stored(t, s, "1.tar.gz", "content")
	before := a
	if err := s.Copy(&a, io.MultiReader(strings.NewReader("half"), iotest.ErrReader(io.ErrUnexpectedEOF))); err == nil {
		t.Fatal("the write did not fail")
	}
	if a.Digest != before.Digest || a.Size != before.Size {
		t.Errorf("the artifact is %v now", a)
	}
	must(t, s.VerifyArtifact(before))
	if got := names(t, filepath.Dir(s.LocalPath(a))); got != "1.tar.gz" {
		t.Errorf("there are %s", got)
	}
}

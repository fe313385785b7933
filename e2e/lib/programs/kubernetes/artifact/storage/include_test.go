package storage

import (
	"path/filepath"
	"testing"
	"time"
)

func TestCopyToPath(t *testing.T) {
	s := newStorage(t)
	a := stored(t, s, "1.tar.gz", "")
	must(t, s.Archive(&a, tree(t, 0o644, time.Now()), nil))
	for part, want := range map[string]string{
		"":         ".git a b.yaml",
		"a":        "logo.png run",
		"./a/":     "logo.png run",
		"../../a":  "logo.png run",
		"a/../../": ".git a b.yaml",
	} {
		to := filepath.Join(t.TempDir(), "deep", "down")
		must(t, s.CopyToPath(&a, part, to))
		if got := names(t, to); got != want {
			t.Errorf("%q brings %s, not %s", part, got, want)
		}
	}
	if err := s.CopyToPath(&a, "missing", filepath.Join(t.TempDir(), "to")); err == nil {
		t.Error("a part that is missing is included")
	}
}

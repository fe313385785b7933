package storage

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fluxcd/pkg/apis/meta"
)

func TestAddresses(t *testing.T) {
	s := newStorage(t)
	a := stored(t, s, "chart-1.0.0+build.tgz", "a chart")
	if want := "http://127.0.0.1:9090/gitrepository/flux-system/flux-system/chart-1.0.0+build.tgz"; a.URL != want {
		t.Errorf("the address is %s, not %s", a.URL, want)
	}
	for before, want := range map[string]string{
		"http://gone.example.com/a/b": "http://127.0.0.1:9090/a/b",
		"":                            "",
		"http://[":                    "http://[",
	} {
		if got := s.SetHostname(before); got != want {
			t.Errorf("%q becomes %q, not %q", before, got, want)
		}
	}
}

// TestNothingLeavesTheStorage tries paths, and a link that somebody put there.
func TestNothingLeavesTheStorage(t *testing.T) {
	s := newStorage(t)
	outside := t.TempDir()
	secret := filepath.Join(outside, "secret")
	must(t, os.WriteFile(secret, []byte("secret"), 0o600))
	must(t, os.Symlink(outside, filepath.Join(s.root.Name(), "link")))
	away, err := filepath.Rel(s.root.Name(), secret)
	must(t, err)
	for _, path := range []string{"", secret, filepath.ToSlash(away), "a/../" + filepath.ToSlash(away), "link/secret"} {
		t.Run(path, func(t *testing.T) { escapes(t, s, path) })
	}
	if data, err := os.ReadFile(secret); string(data) != "secret" || err != nil {
		t.Errorf("the file outside is %q now: %v", data, err)
	}
	if got := names(t, outside); got != "secret" {
		t.Errorf("outside are %s", got)
	}
}

func escapes(t *testing.T, s *Storage, path string) {
	a := meta.Artifact{Path: path, Digest: "sha256:" + strings.Repeat("0", 64)}
	if local := s.LocalPath(a); local != "" && !strings.HasPrefix(local, s.root.Name()+string(filepath.Separator)) {
		t.Errorf("it is on disk at %s", local)
	}
	if s.ArtifactExist(a) {
		t.Error("it is there")
	}
	for what, err := range map[string]error{
		"verified":  s.VerifyArtifact(a),
		"written":   s.Copy(&a, strings.NewReader("evil")),
		"removed":   s.Remove(a),
		"included":  s.CopyToPath(&a, "", filepath.Join(t.TempDir(), "to")),
		"linked":    errorOf(s.Symlink(a, "latest")),
		"discarded": s.write(&a, func(io.Writer) error { return io.ErrUnexpectedEOF }),
	} {
		if err == nil && !(what == "linked" && path == "") {
			t.Errorf("it can be %s", what)
		}
	}
	if _, err := s.RemoveAll(a); err == nil {
		if _, err := os.Stat(s.root.Name()); err != nil {
			t.Errorf("the storage is gone: %v", err)
		}
	}
}

func errorOf(_ string, err error) error { return err }

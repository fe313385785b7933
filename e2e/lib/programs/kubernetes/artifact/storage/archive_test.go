package storage

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fluxcd/pkg/sourceignore"
)

// tree is a folder with the same content each time, but not the same modes and
// times.
func tree(t *testing.T, mode os.FileMode, changed time.Time) string {
	t.Helper()
	root := t.TempDir()
	for name, mode := range map[string]os.FileMode{"b.yaml": mode, "a/run": mode | 0o100, "a/logo.png": mode, ".git/HEAD": mode} {
		path := filepath.Join(root, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte("content of "+name), mode))
		must(t, os.Chtimes(path, changed, changed))
	}
	must(t, os.Symlink("b.yaml", filepath.Join(root, "link")))
	must(t, os.Symlink("/", filepath.Join(root, "away")))
	return root
}

func TestArchiveIsReproducible(t *testing.T) {
	s := newStorage(t)
	one, two := stored(t, s, "1.tar.gz", ""), stored(t, s, "2.tar.gz", "")
	must(t, s.Archive(&one, tree(t, 0o644, time.Now()), nil))
	must(t, s.Archive(&two, tree(t, 0o600, time.Unix(1e9, 5)), nil))
	if one.Digest != two.Digest || *one.Size != *two.Size {
		t.Errorf("the same tree makes %s and %s", one.Digest, two.Digest)
	}
	must(t, s.VerifyArtifact(one))
	want := "drwxr-x--- .\ndrwxr-x--- .git\n-rw------- .git/HEAD\ndrwxr-x--- a\n-rw------- a/logo.png\n-rwx------ a/run\n-rw------- b.yaml\n"
	if got := listing(t, s.LocalPath(one)); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

func TestArchiveLeavesOut(t *testing.T) {
	for patterns, want := range map[string]string{
		"":               ". a a/run b.yaml",
		"*.yaml":         ". a a/logo.png a/run",
		"/*\n!/a\n*.png": ". a a/run",
		"/a\n!/a/run":    ". a/run b.yaml",
	} {
		s, root := newStorage(t), tree(t, 0o644, time.Now())
		domain := strings.Split(root, string(filepath.Separator))
		a := stored(t, s, "1.tar.gz", "")
		must(t, s.Archive(&a, root, SourceIgnoreFilter(sourceignore.ReadPatterns(strings.NewReader(patterns), domain), domain)))
		var got []string
		for line := range strings.Lines(listing(t, s.LocalPath(a))) {
			got = append(got, strings.Fields(line)[1])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q leaves %q, not %q", patterns, got, want)
		}
	}
}

func TestArchiveOfNoFolder(t *testing.T) {
	s := newStorage(t)
	a := stored(t, s, "1.tar.gz", "content")
	if err := s.Archive(&a, filepath.Join(t.TempDir(), "missing"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	must(t, s.VerifyArtifact(a))
}

// listing has a line for each entry of an archive. It fails on an owner or a
// time.
func listing(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	zip, err := gzip.NewReader(f)
	must(t, err)
	var all strings.Builder
	for archive := tar.NewReader(zip); ; {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return all.String()
		}
		must(t, err)
		if h.Uid != 0 || h.Uname != "" || h.Gid != 0 || h.Gname != "" || h.ModTime.Unix() != 0 {
			t.Errorf("%s tells of where it was: %v", h.Name, h)
		}
		fmt.Fprintln(&all, h.FileInfo().Mode(), h.Name)
	}
}

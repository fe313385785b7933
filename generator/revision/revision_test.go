package revision

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// repository makes a repository with one commit of these files.
func repository(t *testing.T, format string, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for p, text := range files {
		full := filepath.Join(dir, p)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	git(t, dir, "init", "--quiet", "--object-format="+format)
	git(t, dir, "add", "--all")
	git(t, dir, "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message=one")
	return dir
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func TestRevision(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		dir := repository(t, format, map[string]string{
			"in/overlays/prod/rendered/a.yaml": "a: 1\n",
			"in/overlays/prod/empty":           "",
			"in/overlays/lab/ä \"b\".yaml":     "b\n\nb",
			"in/other/c":                       "c",
		})
		r, err := Open(t.Context(), filepath.Join(dir, "in"), "HEAD", "overlays")
		if err != nil {
			t.Fatal(format, err)
		}
		if got := strings.Join(r.Folders("overlays"), " "); got != "lab prod" {
			t.Errorf("%s: folders %q", format, got)
		}
		if r.Has("other/c") || !r.Has("overlays/prod/empty") {
			t.Errorf("%s: listed is what was asked for, and all of it", format)
		}
		if !r.Equal("overlays/prod/rendered/a.yaml", []byte("a: 1\n")) || r.Equal("overlays/prod/rendered/a.yaml", []byte("a: 2\n")) || r.Equal("none", nil) {
			t.Errorf("%s: Equal does not tell files apart", format)
		}
		files, err := r.Read(t.Context(), append(r.Files("overlays"), "none")...)
		if err != nil {
			t.Fatal(format, err)
		}
		if len(files) != 3 || string(files["overlays/lab/ä \"b\".yaml"]) != "b\n\nb" || len(files["overlays/prod/empty"]) != 0 {
			t.Errorf("%s: read %q", format, files)
		}
	}
}

func TestWithoutGit(t *testing.T) {
	dir := repository(t, "sha1", map[string]string{"a": ""})
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(t.Context(), dir, "HEAD"); err == nil || !strings.Contains(err.Error(), "install git") {
		t.Errorf("without git: %v", err)
	}
}

package review

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// built is where the command is built, once for all tests.
var built = filepath.Join(os.TempDir(), fmt.Sprintf("metaflow-gitops-review-%d", os.Getpid()))

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(built)
	os.Exit(code)
}

// repository is a copy of what the generator reads and writes here, in a git
// repository of its own.
type repository struct {
	t       *testing.T
	folder  string
	program string
}

func newRepository(t *testing.T) *repository {
	t.Helper()
	r := &repository{t: t, folder: t.TempDir(), program: filepath.Join(built, "generator")}
	if _, err := os.Stat(r.program); err != nil {
		run(t, "../../..", "go", "build", "-o", r.program, "./generator")
	}
	for _, folder := range []string{"base", "clusters", "overlays", "terraform/stacks"} {
		if err := os.CopyFS(r.path(folder), os.DirFS(filepath.Join("../../..", folder))); err != nil {
			t.Fatal(err)
		}
	}
	r.git("init", "--quiet", "--initial-branch=main")
	r.commit("first")
	return r
}

func (r *repository) path(p string) string { return filepath.Join(r.folder, filepath.FromSlash(p)) }

func (r *repository) git(args ...string) string {
	r.t.Helper()
	return run(r.t, r.folder, "git", append([]string{"-c", "user.name=test", "-c", "user.email=test@example.com"}, args...)...)
}

func (r *repository) commit(message string) {
	r.t.Helper()
	r.git("add", "--all")
	r.git("commit", "--quiet", "--allow-empty", "--message="+message)
}

// replace changes the first place where a file has a text.
func (r *repository) replace(p, old, new string) {
	r.t.Helper()
	data, err := os.ReadFile(r.path(p))
	if err != nil {
		r.t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		r.t.Fatalf("%s has no %q", p, old)
	}
	if err := os.WriteFile(r.path(p), []byte(strings.Replace(string(data), old, new, 1)), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// generator runs the command in the repository; what it says to people goes
// into the log of the test.
func (r *repository) generator(args ...string) (stdout string, status int) {
	r.t.Helper()
	cmd := exec.Command(r.program, append([]string{"--root", r.folder}, args...)...)
	var talk strings.Builder
	cmd.Stderr = &talk
	out, err := cmd.Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		r.t.Fatal(err)
	}
	r.t.Log(talk.String())
	return string(out), status
}

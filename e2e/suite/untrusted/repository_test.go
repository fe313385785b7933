package untrusted

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	// stack is the one that is in the repository that is attacked.
	stack     = "research"
	decisions = "terraform/stacks/" + stack + "/stack.hcl"
)

// makeRepository makes the repository that is attacked: of one stack, what the generator reads and writes. It has one commit,
// on main.
func makeRepository(folder string) error {
	if err := copyTrees(folder, ".gitattributes", ".gitignore", ".sourceignore", "base", "clusters", "overlays", "terraform/stacks"); err != nil {
		return err
	}
	for _, args := range [][]string{{"init", "--quiet", "--template="}, {"add", "--all"}, {"commit", "--quiet", "--message=main"}} {
		if out, err := gitCommand(folder, args...).CombinedOutput(); err != nil {
			return fmt.Errorf("making a repository: %w: %s", err, out)
		}
	}
	return nil
}

func copyTrees(folder string, paths ...string) error {
	for _, p := range paths {
		if err := copyTree(filepath.Join("../../..", p), filepath.Join(folder, p)); err != nil {
			return fmt.Errorf("copying %s: %w", p, err)
		}
	}
	return nil
}

// copyTree copies a file or folder, without tests, and without what belongs to other stacks.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || isOfOther(p)):
			return fs.SkipDir
		case d.IsDir() || strings.HasSuffix(p, "_test.go"):
			return nil
		}
		rel, err := filepath.Rel(from, p)
		if err != nil {
			return err
		}
		return copyFile(p, filepath.Join(to, rel))
	})
}

func isOfOther(folder string) bool {
	parent, name := filepath.Base(filepath.Dir(folder)), filepath.Base(folder)
	return (parent == "stacks" || parent == "overlays") && name != stack || parent == "clusters" && !strings.HasSuffix(name, "-"+stack)
}

func copyFile(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, data, info.Mode().Perm()))
}

func gitCommand(folder string, args ...string) *exec.Cmd {
	cmd := exec.Command(shared.git, append([]string{"-c", "user.name=test", "-c", "user.email=test@example.com"}, args...)...)
	cmd.Dir = folder
	return cmd
}

// tree is a clone of the repository, in which there is something to be wary of.
type tree struct {
	t      *testing.T
	folder string
}

func newTree(t *testing.T) tree {
	t.Helper()
	w := tree{t, filepath.Join(t.TempDir(), "tree")}
	if err := os.CopyFS(w.folder, os.DirFS(filepath.Join(shared.folder, "repository"))); err != nil {
		t.Fatal(err)
	}
	w.git("checkout", "--quiet", "-b", "change")
	return w
}

func (w tree) path(p string) string { return filepath.Join(w.folder, filepath.FromSlash(p)) }

func (w tree) git(args ...string) {
	w.t.Helper()
	if out, err := gitCommand(w.folder, args...).CombinedOutput(); err != nil {
		w.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// commit is what the branch has beyond main. Git carries no FIFO, which stays in the tree all the same: what git says to one in
// place of a file is no failure.
func (w tree) commit() {
	w.t.Helper()
	_ = gitCommand(w.folder, "add", "--all", "--force", "--ignore-errors").Run()
	w.git("commit", "--quiet", "--allow-empty", "--message=change")
}

// restore takes back what a run wrote.
func (w tree) restore() {
	w.t.Helper()
	w.git("checkout", "--quiet", "--force", "HEAD", "--", ".")
	w.git("clean", "--quiet", "--force", "-d", "--", "overlays", "clusters", "base/components")
}

func (w tree) write(p, text string) {
	w.t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(w.path(p)), 0o755), os.WriteFile(w.path(p), []byte(text), 0o644)); err != nil {
		w.t.Fatal(err)
	}
}

func (w tree) read(p string) string {
	w.t.Helper()
	data, err := os.ReadFile(w.path(p))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

// list adds a component to those that stack.hcl lists.
func (w tree) list(component string) {
	w.t.Helper()
	const before = "components = ["
	text := w.read(decisions)
	if !strings.Contains(text, before) {
		w.t.Fatalf("%s lists no components", decisions)
	}
	w.write(decisions, strings.Replace(text, before, before+`"`+component+`", `, 1))
}

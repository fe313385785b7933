package pipelines

import (
	"errors"
	"io/fs"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// origin is a repository as a platform has it, and the clone of somebody who works on it.
type origin struct {
	t      *testing.T
	folder string // bare
	url    string // of the platform, which wants a token
	author string
}

// newOrigin makes a repository with what fill writes as its first commit on main.
func newOrigin(t *testing.T, fill func(folder string)) *origin {
	t.Helper()
	o := &origin{t: t, folder: filepath.Join(t.TempDir(), "origin.git"), author: t.TempDir()}
	git(t, o.author, "init", "--quiet", "--bare", "--initial-branch=main", o.folder)
	o.url = serveGit(t, o.folder)
	git(t, o.author, "init", "--quiet", "--initial-branch=main")
	git(t, o.author, "remote", "add", "origin", o.folder)
	fill(o.author)
	o.commit("first")
	git(t, o.author, "push", "--quiet", "origin", "main")
	return o
}

// program copies what a pipeline needs of this repository beside the stacks: the generator, without its tests, and the
// pipelines.
func program(t *testing.T, folder string) {
	t.Helper()
	for _, p := range []string{".ci", ".github", ".azuredevops", ".gitattributes", ".gitignore", "go.mod", "go.sum", "base", "generator"} {
		copyTree(t, filepath.Join("../../..", p), filepath.Join(folder, p))
	}
}

// examples are the stacks of this repository, with local state in a folder.
func examples(t *testing.T, folder, states string) {
	t.Helper()
	program(t, folder)
	for _, p := range []string{"clusters", "docs", "overlays", "terraform"} {
		copyTree(t, filepath.Join("../../..", p), filepath.Join(folder, p))
	}
	write(t, filepath.Join(folder, "terraform/backend.tf"), "terraform {\n  backend \"local\" {\n    workspace_dir = \""+states+"\"\n  }\n}\n")
	write(t, filepath.Join(folder, "terraform/backend.tfbackend"), "")
}

// serveGit serves a bare repository as the platforms do: to who has the token, by one of the two ways that they know.
func serveGit(t *testing.T, folder string) string {
	t.Helper()
	git(t, folder, "config", "http.receivepack", "true")
	backend := &cgi.Handler{Path: filepath.Join(git(t, folder, "--exec-path"), "git-http-backend"), Env: []string{"GIT_PROJECT_ROOT=" + folder, "GIT_HTTP_EXPORT_ALL=1"}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		_, password, _ := q.BasicAuth()
		if password != token && q.Header.Get("Authorization") != "Bearer "+token {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		backend.ServeHTTP(w, q)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == ".terraform" || d.Name() == "terraform.tfstate.d"):
			return fs.SkipDir
		case d.IsDir() || strings.HasSuffix(p, "_test.go"):
			return nil
		}
		rel, err := filepath.Rel(from, p)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		return errors.Join(os.MkdirAll(filepath.Dir(target), 0o755), os.WriteFile(target, data, info.Mode().Perm()))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// replace changes the first place where a file of the author has a text.
func (o *origin) replace(p, old, new string) {
	o.t.Helper()
	name := filepath.Join(o.author, p)
	text := read(o.t, name)
	if !strings.Contains(text, old) {
		o.t.Fatalf("%s has no %q", p, old)
	}
	write(o.t, name, strings.Replace(text, old, new, 1))
}

// generate runs the generator in the author's clone.
func (o *origin) generate() {
	o.t.Helper()
	if out, err := exec.Command(generator, "--root", o.author).CombinedOutput(); err != nil {
		o.t.Fatalf("%v\n%s", err, out)
	}
}

func (o *origin) commit(message string) {
	o.t.Helper()
	git(o.t, o.author, "add", "--all")
	git(o.t, o.author, "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--allow-empty", "--message="+message)
}

// branch begins a branch of a pull request anew, at main.
func (o *origin) branch() { git(o.t, o.author, "checkout", "--quiet", "-B", "change", "main") }

// push commits and pushes the author's branch, and does what the platform does then: it merges it into main, in a commit that
// only the pull request's own ref names. The result is the head of the pull request.
func (o *origin) push() string {
	o.t.Helper()
	o.commit("a change")
	head := git(o.t, o.author, "rev-parse", "HEAD")
	git(o.t, o.author, "push", "--quiet", "--force", "origin", "HEAD:refs/heads/change")
	git(o.t, o.author, "checkout", "--quiet", "--detach", "main")
	git(o.t, o.author, "-c", "user.name=test", "-c", "user.email=test@example.com", "merge", "--quiet", "--no-ff", "--message=Merge", head)
	git(o.t, o.author, "push", "--quiet", "--force", "origin", "HEAD:refs/pull/7/merge")
	git(o.t, o.author, "checkout", "--quiet", "change")
	return head
}

func git(t *testing.T, folder string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = folder
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

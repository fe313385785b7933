package engine

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Name is the path of the one repository on the git server.
const Name = "platform/metaflow-gitops"

// Repository is a working copy of this project whose remote is a GitServer.
type Repository struct {
	Folder    string
	generator string
}

// NewRepository makes the bare repository, and a working copy with what the
// project's root has that clusters and the generator read. Nothing is committed
// yet.
func NewRepository(g *GitServer, folder, root, generator string) (*Repository, error) {
	bare := filepath.Join(g.Root, filepath.FromSlash(Name))
	r := &Repository{Folder: folder, generator: generator}
	for _, args := range [][]string{
		{"init", "--quiet", "--bare", "--initial-branch=main", bare},
		{"--git-dir", bare, "config", "http.receivepack", "true"},
		{"init", "--quiet", "--initial-branch=main", folder},
		{"-C", folder, "remote", "add", "origin", g.URL(Name)},
		{"-C", folder, "config", "user.name", "e2e"},
		{"-C", folder, "config", "user.email", "e2e@example.com"},
	} {
		if _, err := run(".", "git", args...); err != nil {
			return nil, err
		}
	}
	ignored, err := os.ReadFile(filepath.Join(root, sourceIgnore))
	if err != nil {
		return nil, fmt.Errorf("reading what clusters do not read: %w", err)
	}
	if err := r.Write(sourceIgnore, string(ignored)); err != nil {
		return nil, err
	}
	return r, r.Copy(root, "base", "overlays", "clusters", "terraform/stacks")
}

// sourceIgnore says what Flux leaves out of what it brings to a cluster.
const sourceIgnore = ".sourceignore"

// Copy puts folders of another root into the working copy.
func (r *Repository) Copy(root string, folders ...string) error {
	for _, f := range folders {
		to := r.Path(f)
		if err := os.RemoveAll(to); err != nil {
			return fmt.Errorf("emptying %s: %w", f, err)
		}
		if err := os.CopyFS(to, os.DirFS(filepath.Join(root, f))); err != nil {
			return fmt.Errorf("copying %s: %w", f, err)
		}
	}
	return nil
}

// Path is where a file of the repository is on disk.
func (r *Repository) Path(name string) string {
	return filepath.Join(r.Folder, filepath.FromSlash(name))
}

// Write writes a file of the working copy.
func (r *Repository) Write(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(r.Path(name)), 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return os.WriteFile(r.Path(name), []byte(text), 0o644)
}

// Replace edits a file of the working copy; that nothing is there to replace is
// an error.
func (r *Repository) Replace(name, from, to string) error {
	data, err := os.ReadFile(r.Path(name))
	if err != nil {
		return err
	}
	if !bytes.Contains(data, []byte(from)) {
		return fmt.Errorf("editing %s: %q is not in it", name, from)
	}
	return os.WriteFile(r.Path(name), bytes.ReplaceAll(data, []byte(from), []byte(to)), 0o644)
}

// Generate runs the real command over the working copy.
func (r *Repository) Generate(args ...string) (string, error) {
	return run(r.Folder, r.generator, append([]string{"--root", r.Folder}, args...)...)
}

// WithoutCharts takes away what needs a chart repository, which nothing here
// reaches. With Flux the charts' objects stay: a stand-in calls the releases
// ready, and an OCI registry Flux asks nothing by itself. Argo CD would ask for
// the chart, so there Argo Workflows goes.
func (r *Repository) WithoutCharts() error {
	err := r.Replace("terraform/stacks/prod/stack.hcl", "argo_workflows {}", "argo_workflows {\n  chart_repository = \"oci://registry.example.com/charts\"\n}")
	if err != nil {
		return err
	}
	if err := r.Replace("terraform/stacks/research/stack.hcl", "\nargo_workflows {}\n", ""); err != nil {
		return err
	}
	_, err = r.Generate("--stack", "prod", "--stack", "research")
	return err
}

// Push commits whatever is in the working copy and pushes it. It gives the
// revision.
func (r *Repository) Push(message string) (string, error) {
	for _, args := range [][]string{{"add", "--all"}, {"commit", "--quiet", "--allow-empty", "--message", message}, {"push", "--quiet", "--force", "origin", "main"}} {
		if _, err := run(r.Folder, "git", args...); err != nil {
			return "", err
		}
	}
	return run(r.Folder, "git", "rev-parse", "HEAD")
}

// Revert takes the last commit back, by a new one.
func (r *Repository) Revert() error {
	_, err := run(r.Folder, "git", "revert", "--no-edit", "HEAD")
	return err
}

// Files lists the files of a folder of the working copy that match a pattern.
func (r *Repository) Files(pattern string) ([]string, error) {
	return fs.Glob(os.DirFS(r.Folder), pattern)
}

func run(folder, program string, args ...string) (string, error) {
	cmd := exec.Command(program, args...)
	cmd.Dir = folder
	out, err := cmd.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("running %s %s: %w\n%s", filepath.Base(program), strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

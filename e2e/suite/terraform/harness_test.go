package terraform

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const repository = "../../.."

// needed returns what e2e/run found and names by an environment variable.
func needed(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Fatalf("%s is not set: run the tests by `make terraform-test`", name)
	}
	return value
}

// result is how a program ended.
type result struct {
	stdout, stderr string
	status         int
}

// run runs a program in a folder, with further environment variables.
func run(t *testing.T, dir string, env []string, name string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command := exec.Command(name, args...)
	command.Dir, command.Env = dir, append(os.Environ(), env...)
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatal(err)
	}
	return result{stdout.String(), stderr.String(), command.ProcessState.ExitCode()}
}

// must is run for a program that has to end well.
func must(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	r := run(t, dir, env, name, args...)
	if r.status != 0 {
		t.Fatalf("%s %s: exit status %d\n%s%s", name, strings.Join(args, " "), r.status, r.stdout, r.stderr)
	}
	return r.stdout
}

// build builds a program of a module and returns its path.
func build(t *testing.T, module, pkg, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	must(t, module, nil, "go", "build", "-buildvcs=false", "-o", path, pkg)
	return path
}

// generate runs the generator for one stack, with the outputs given, in a copy
// of the repository's folders.
func generate(t *testing.T, stack string, outputs []byte) string {
	t.Helper()
	root := t.TempDir()
	for _, folder := range []string{"base", "clusters", "overlays", "terraform/stacks"} {
		if err := os.CopyFS(filepath.Join(root, folder), os.DirFS(filepath.Join(repository, folder))); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(root, "outputs.json")
	if err := os.WriteFile(file, outputs, 0o600); err != nil {
		t.Fatal(err)
	}
	generator := build(t, repository, "./generator", filepath.Join(t.TempDir(), "generator"))
	return must(t, root, nil, generator, "--root", root, "--stack", stack, "--outputs", file)
}

// moduleCopy is a copy of the root module.
func moduleCopy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	copyModule(t, dir)
	return dir
}

// copyModule copies the root module into a folder.
func copyModule(t *testing.T, dir string) {
	t.Helper()
	from := filepath.Join(repository, "terraform")
	for _, folder := range []string{"modules", "stacks"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join(from, folder))); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(from, "*.tf*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(f)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func decode(t *testing.T, text string, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), v); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
}

package stacks

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// build builds a command of one of the two modules.
func build(t *testing.T, module, pkg string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "program")
	cmd := exec.Command("go", "build", "-o", program, pkg)
	cmd.Dir = module
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// run runs a program that has to end well, and gives its standard output.
func run(t *testing.T, program string, args ...string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", strings.Join(args, " "), err, stdout.Bytes(), stderr.Bytes())
	}
	return stdout.Bytes()
}

// report is what the generator says with --format json.
type report struct {
	Stacks      []string          `json:"stacks"`
	Changes     []json.RawMessage `json:"changes"`
	Diagnostics []json.RawMessage `json:"diagnostics"`
}

func generate(t *testing.T, generator, root string) report {
	t.Helper()
	var r report
	if err := json.Unmarshal(run(t, generator, "--root", root, "--format", "json"), &r); err != nil {
		t.Fatal(err)
	}
	for _, d := range r.Diagnostics {
		t.Errorf("a diagnostic: %s", d)
	}
	return r
}

// TestGeneratorTakesThem lets the real generator work on what the real command
// wrote: no diagnostic, nothing to do the second time, and nothing to find.
func TestGeneratorTakesThem(t *testing.T) {
	generator, write := build(t, "../../..", "./generator"), build(t, "../..", "./lib/stacks/write")
	for name, args := range map[string][]string{
		"varied":  {"-n", "100"},
		"alone":   {"-n", "25", "-clusters", "1"},
		"argo-cd": {"-n", "10", "-clusters", "2", "-engine", "argo-cd"},
	} {
		t.Run(name, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "root")
			run(t, write, append(args, "-dir", root, "-base", "../../../base")...)
			first := generate(t, generator, root)
			if want := args[1]; len(first.Changes) == 0 || want != strconv.Itoa(len(first.Stacks)) {
				t.Errorf("%d stacks with %d changes, want %s stacks", len(first.Stacks), len(first.Changes), want)
			}
			before := hashes(t, root)
			if second := generate(t, generator, root); len(second.Changes) > 0 {
				t.Errorf("a second run changes %d files", len(second.Changes))
			}
			run(t, generator, "--root", root, "--check")
			run(t, write, append(args, "-dir", root, "-base", "../../../base")...)
			if after := hashes(t, root); len(after) != len(before) {
				t.Errorf("writing again makes %d files of %d", len(after), len(before))
			} else {
				for p, hash := range before {
					if after[p] != hash {
						t.Errorf("writing again changes %s", p)
					}
				}
			}
		})
	}
}

// TestFewerStacks writes fewer stacks into the same folder: the others go, and
// the generator prunes what it made of them.
func TestFewerStacks(t *testing.T) {
	generator, write := build(t, "../../..", "./generator"), build(t, "../..", "./lib/stacks/write")
	root := t.TempDir()
	for _, n := range []string{"4", "3"} {
		run(t, write, "-n", n, "-dir", root, "-base", "../../../base")
		generate(t, generator, root)
		if overlays, err := os.ReadDir(filepath.Join(root, "overlays")); err != nil || strconv.Itoa(len(overlays)) != n {
			t.Errorf("%d overlays of %s stacks (%v)", len(overlays), n, err)
		}
		keepClusterFolders(t, root)
	}
}

// keepClusterFolders gives each cluster's folder the file that people keep it
// by, so that the generator has nothing to warn of when its last stack goes.
func keepClusterFolders(t *testing.T, root string) {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(root, "clusters", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		put(t, filepath.Join(f, "README.md"), nil)
	}
}

// TestFolderOfSomebodyElse holds that nothing is written into a folder that
// holds something else.
func TestFolderOfSomebodyElse(t *testing.T) {
	write, root := build(t, "../..", "./lib/stacks/write"), t.TempDir()
	put(t, filepath.Join(root, "notes.txt"), nil)
	out, err := exec.Command(write, "-n", "1", "-dir", root, "-base", "../../../base").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "did not write") {
		t.Errorf("%v: %s", err, out)
	}
	if entries, _ := os.ReadDir(root); len(entries) != 1 {
		t.Errorf("there are now %d entries", len(entries))
	}
}

func hashes(t *testing.T, root string) map[string][sha256.Size]byte {
	t.Helper()
	all := map[string][sha256.Size]byte{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		all[p] = sha256.Sum256(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

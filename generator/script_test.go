package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"generator": main})
}

// TestScript runs every script in testdata/script in its own copy of the
// repository's stacks, bases and generated files. Beside testscript's own
// commands a script has:
//
//	edit FILE OLD NEW   replace the one place where FILE has OLD
//	untouched           assert that overlays/ and clusters/ are as committed
//	changed [PATH...]   assert that exactly these files differ from the committed ones
//	commit              put everything into a commit of a git repository, made here if need be
func TestScript(t *testing.T) {
	repository, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("REPOSITORY", repository)
			return copyRepository(repository, env.WorkDir)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"edit":      edit,
			"untouched": untouched,
			"changed":   changed,
			"commit":    commit,
		},
	})
}

// repositoryFolders are what a run of the generator reads and writes.
var repositoryFolders = []string{"base", "clusters", "overlays", "terraform/stacks"}

// copyRepository leaves alone what the script brings itself.
func copyRepository(from, to string) error {
	for _, folder := range repositoryFolders {
		err := filepath.WalkDir(filepath.Join(from, folder), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			rel, err := filepath.Rel(from, p)
			if err != nil {
				return err
			}
			return copyFile(p, filepath.Join(to, rel))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

func edit(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	unescape := strings.NewReplacer(`\n`, "\n", `\t`, "\t")
	old, new := unescape.Replace(args[1]), unescape.Replace(args[2])
	text := ts.ReadFile(args[0])
	if n := strings.Count(text, old); n != 1 {
		ts.Fatalf("%s has %q in %d places, not in one", args[0], old, n)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, old, new, 1)), 0o644))
}

func commit(ts *testscript.TestScript, _ bool, _ []string) {
	for _, args := range [][]string{{"init", "--quiet", "--initial-branch=main"}, {"add", "--all"}, {"commit", "--quiet", "--allow-empty", "--message=change"}} {
		ts.Check(ts.Exec("git", append([]string{"-c", "user.name=test", "-c", "user.email=test@example.com"}, args...)...))
	}
}

func untouched(ts *testscript.TestScript, neg bool, args []string) {
	changed(ts, neg, nil)
}

func changed(ts *testscript.TestScript, neg bool, want []string) {
	repository, work := ts.Getenv("REPOSITORY"), ts.Getenv("WORK")
	here, there := generatedFiles(ts, work), generatedFiles(ts, repository)
	var differ []string
	for p := range merged(here, there) {
		if !bytes.Equal(here[p], there[p]) || (here[p] == nil) != (there[p] == nil) {
			differ = append(differ, p)
		}
	}
	slices.Sort(differ)
	slices.Sort(want)
	if slices.Equal(differ, want) == neg {
		ts.Fatalf("files that differ from the committed ones:\n%s\nwant:\n%s", strings.Join(differ, "\n"), strings.Join(want, "\n"))
	}
}

func merged(a, b map[string][]byte) map[string]bool {
	all := map[string]bool{}
	for p := range a {
		all[p] = true
	}
	for p := range b {
		all[p] = true
	}
	return all
}

func generatedFiles(ts *testscript.TestScript, root string) map[string][]byte {
	files := map[string][]byte{}
	for _, folder := range []string{"clusters", "overlays"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			rel, err := filepath.Rel(root, p)
			if err != nil {
				return err
			}
			files[filepath.ToSlash(rel)], err = os.ReadFile(p)
			return err
		})
		if err != nil && !os.IsNotExist(err) {
			ts.Fatalf("listing %s: %v", folder, err)
		}
	}
	return files
}

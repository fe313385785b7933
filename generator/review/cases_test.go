package review

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"example.com/metaflow-gitops/generator/secret"
	"github.com/rogpeppe/go-internal/diff"
)

var update = flag.Bool("u", false, "rewrite what the cases expect")

// TestCases compares the two trees of every folder in testdata/cases, and
// holds each form of the report to what the folder expects: expected.txt,
// expected.md and expected.json. With -u these are rewritten.
func TestCases(t *testing.T) {
	folders, err := os.ReadDir("testdata/cases")
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) < 25 {
		t.Errorf("only %d cases", len(folders))
	}
	for _, f := range folders {
		t.Run(f.Name(), func(t *testing.T) {
			folder := filepath.Join("testdata/cases", f.Name())
			report := reportOf(t, folder)
			expect(t, filepath.Join(folder, "expected.txt"), []byte(report.Text(false)))
			expect(t, filepath.Join(folder, "expected.md"), []byte(report.Markdown(GitHubLimit, "")))
			expect(t, filepath.Join(folder, "expected.json"), toJSON(t, report))
		})
	}
}

// reportOf compares the folders before and after of a case.
func reportOf(t *testing.T, folder string) *Report {
	t.Helper()
	before, after := readTree(t, filepath.Join(folder, "before")), readTree(t, filepath.Join(folder, "after"))
	c := Comparison{Name: "prod", IsNew: len(before) == 0, IsGone: len(after) == 0, Before: Side{Files: before}, After: Side{Files: after}}
	r := &Report{Format: Format, Before: SideName{Name: "before"}, After: SideName{Name: "after"}, Stacks: []StackReport{c.Report()}}
	r.Redact(secret.NewRedactor(nil))
	return r
}

func readTree(t *testing.T, root string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && p == root {
			return fs.SkipAll
		}
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
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func toJSON(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

func expect(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s", diff.Diff(file, want, "got", got))
	}
}

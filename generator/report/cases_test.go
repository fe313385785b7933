package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/report/markdown"
	"example.com/metaflow-gitops/generator/report/text"
	"example.com/metaflow-gitops/generator/secret"
	godiff "github.com/rogpeppe/go-internal/diff"
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
			r := reportOf(t, folder)
			expect(t, filepath.Join(folder, "expected.txt"), []byte(text.Render(r, false)))
			expect(t, filepath.Join(folder, "expected.md"), []byte(markdown.Render(r, markdown.GitHubLimit, "")))
			expect(t, filepath.Join(folder, "expected.json"), toJSON(t, r))
		})
	}
}

// reportOf compares the folders before and after of a case.
func reportOf(t *testing.T, folder string) *report.Report {
	t.Helper()
	before, after := readTree(t, filepath.Join(folder, "before")), readTree(t, filepath.Join(folder, "after"))
	c := report.Comparison{Name: "prod", IsNew: len(before) == 0, IsGone: len(after) == 0, Before: cause.Side{Files: before}, After: cause.Side{Files: after}}
	r := &report.Report{Format: report.Format, Before: report.SideName{Name: "before"}, After: report.SideName{Name: "after"}, Stacks: []report.StackReport{c.Report()}}
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
		t.Errorf("%s", godiff.Diff(file, want, "got", got))
	}
}

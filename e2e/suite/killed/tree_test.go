package killed

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tree is all that is below a folder: what each entry is, by its path.
type tree map[string]string

func treeOf(t *testing.T, root string) tree {
	t.Helper()
	all := tree{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, p)
		if rel == "." {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		all[rel] = info.Mode().String()
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(p)
			all[rel] += fmt.Sprintf(" %x", sha256.Sum256(data))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// differences names what is not the same in two trees.
func (a tree) differences(b tree) []string {
	var differ []string
	for p, what := range a {
		if b[p] != what {
			differ = append(differ, p)
		}
	}
	for p := range b {
		if a[p] == "" {
			differ = append(differ, p)
		}
	}
	slices.Sort(differ)
	return differ
}

// leftovers are the files that a run was writing.
func (a tree) leftovers() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(a)), func(p string) bool { return !strings.HasPrefix(filepath.Base(p), ".writing-") })
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, p string) string {
	t.Helper()
	data, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func put(t *testing.T, p, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// find lists what a pattern below a folder matches, at least one.
func find(t *testing.T, root, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, pattern))
	if err != nil || len(found) == 0 {
		t.Fatalf("nothing is %s: %v", pattern, err)
	}
	return found
}

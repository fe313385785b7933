package tree

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		link, to string
		isFound  bool
	}{
		{"base/a/b.yaml", "c.yaml", true},
		{"base", "elsewhere", true},
		{"overlays/prod", "staging", true},
		{"overlays", "elsewhere", true},
		{"clusters/one/prod.yaml", "lab.yaml", true},
		{"clusters/two", "nowhere", true},
		{"terraform", "infrastructure", true},
		{"terraform/stacks", "../stacks", true},
		{"terraform/stacks/prod", "staging", true},
		{"terraform/stacks/staging/stack.hcl", "../prod/stack.hcl", true},
		{"terraform/stacks/staging/outputs.json", "x", true},
		{".sourceignore", ".gitignore", true},
		{"overlays/staging/rendered", "../x", true},
		// What is Terraform's, or nobody reads.
		{"terraform/stacks/staging/terraform.tfvars", "../common.tfvars", false},
		{"terraform/versions.tf", "../versions.tf", false},
		{"docs", "elsewhere", false},
	} {
		dir := t.TempDir()
		for _, folder := range []string{"base/a", "overlays/staging", "clusters/one", "terraform/stacks/staging"} {
			if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		full := filepath.Join(dir, c.link)
		if err := os.RemoveAll(full); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(c.to, full); err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		found, err := Find(root.FS().(FS))
		if err != nil {
			t.Fatal(err)
		}
		isFound := slices.ContainsFunc(found, func(i Irregular) bool {
			return i.Path == c.link && strings.Contains(i.Says(), "is a symbolic link")
		})
		if isFound != c.isFound || len(found) > 1 {
			t.Errorf("%s -> %s: found %v", c.link, c.to, found)
		}
	}
}

package diff

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"testing"
)

// BenchmarkCompare reads and compares the manifests in the folders before and
// after of MANIFESTS, stack by stack: all of them, and those alone whose bytes
// differ, as --diff does, which knows that from git. `make bench` calls it, and
// puts it beside dyff on the same files.
func BenchmarkCompare(b *testing.B) {
	folder := os.Getenv("MANIFESTS")
	if folder == "" {
		b.Skip("no manifests; run `make bench`")
	}
	before, after := stacksIn(b, filepath.Join(folder, "before")), stacksIn(b, filepath.Join(folder, "after"))
	compare := func(b *testing.B) {
		for b.Loop() {
			for stack, files := range before {
				if len(Compare(objectsOf(b, files), objectsOf(b, after[stack]))) == 0 {
					b.Fatalf("stack %s is as it was", stack)
				}
			}
		}
	}
	b.Run("all", compare)
	for stack, files := range before {
		for p, data := range files {
			if bytes.Equal(data, after[stack][p]) {
				delete(files, p)
				delete(after[stack], p)
			}
		}
	}
	b.Run("changed", compare)
}

func objectsOf(b *testing.B, files map[string][]byte) []Object {
	objects, err := Objects(files)
	if err != nil {
		b.Fatal(err)
	}
	return objects
}

// stacksIn are the manifests below a folder, by stack and path.
func stacksIn(b *testing.B, folder string) map[string]map[string][]byte {
	stacks := map[string]map[string][]byte{}
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		stack := path.Dir(p)
		if stacks[stack] == nil {
			stacks[stack] = map[string][]byte{}
		}
		stacks[stack][p], err = fs.ReadFile(root, p)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return stacks
}

package write

import (
	"maps"
	"os"
	"slices"
)

// CompareRecord tells what writing a stack's recorded outputs would do.
func CompareRecord(root *os.Root, stack, p string, want []byte) (Change, error) {
	c, err := compareFile(root, p, want)
	c.Stack, c.Record = stack, true
	return c, err
}

// ApplyRecord writes a stack's recorded outputs, as a whole or not at all.
func ApplyRecord(root *os.Root, c Change) error {
	if c.Action == Unchanged {
		return nil
	}
	return replace(root, c.Path, c.want)
}

// Put writes files that belong to people, each as a whole or not at all.
func Put(root *os.Root, files map[string][]byte) error {
	for _, p := range slices.Sorted(maps.Keys(files)) {
		if err := replace(root, p, files[p]); err != nil {
			return err
		}
	}
	return nil
}

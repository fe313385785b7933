package write

import "os"

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
	if err := replace(root, c.Path, c.want); err != nil {
		return err
	}
	syncFolders(root, c.Path)
	return nil
}

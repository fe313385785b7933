package load

import (
	"fmt"
	"io"
	"io/fs"
	"os"

	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/tree"
)

// readBase reads every file below base/, if all are within the limits.
func (r *reader) readBase() error {
	files, total := map[string][]byte{}, 0
	err := fs.WalkDir(r.want.Root.FS(), tree.Base, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[p], err = readUpTo(r.want.Root, p, limit.FileSize)
		if total += len(files[p]); total > limit.TreeSize {
			r.fault(tree.Base, "Too much to read", fmt.Sprintf("The files of base/ have more than %d MiB. Move what is not a base elsewhere.", limit.TreeSize>>20))
			return fs.SkipAll
		}
		return err
	})
	switch {
	case err != nil:
		return fmt.Errorf("reading base: %w", err)
	case total > limit.TreeSize:
		return nil
	}
	base, diags := render.NewBase(files)
	r.Base, r.Diags = base, append(r.Diags, diags...)
	return nil
}

// readUpTo reads a file, and no more of it than one byte beyond a limit.
func readUpTo(root *os.Root, p string, most int64) ([]byte, error) {
	f, err := root.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most+1))
}

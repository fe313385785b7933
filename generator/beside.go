package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/write"
)

// readBeside reads what people keep beside the generated files and engines read
// with them: each .sourceignore, and the files in the folders of the clusters.
func (in *input) readBeside(root *os.Root) error {
	in.beside = map[string][]byte{}
	for _, folder := range []string{"", "clusters", "overlays"} {
		if err := in.readOneBeside(root, path.Join(folder, check.SourceIgnore)); err != nil {
			return err
		}
	}
	for p, data := range in.base.Files {
		if path.Base(p) == check.SourceIgnore {
			in.beside[p] = data
		}
	}
	files, err := fs.Glob(root.FS(), "clusters/*/*")
	if err != nil {
		return fmt.Errorf("listing the files of the clusters: %w", err)
	}
	for _, p := range files {
		if err := in.readOneBeside(root, p); err != nil {
			return err
		}
	}
	return nil
}

// readOneBeside leaves out what the generator wrote, and folders: what is in
// those an engine reads by their own rules.
func (in *input) readOneBeside(root *os.Root, p string) error {
	info, err := root.Lstat(p)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", p, err)
	}
	data, err := root.ReadFile(p)
	if err != nil {
		return fmt.Errorf("reading %s: %w", p, err)
	}
	if !strings.HasPrefix(string(data), plan.Header) {
		in.beside[p] = data
	}
	return nil
}

// synced lists the files that an engine reads for a stack.
func (in *input) synced(s *stack.Stack, t write.Tree) []string {
	var files []string
	overlay := path.Join("overlays", s.Name)
	for p := range t.Files {
		if !strings.HasPrefix(p, overlay+"/rendered/") && !strings.HasPrefix(p, overlay+"/client/") {
			files = append(files, p)
		}
	}
	files = append(files, in.base.Used(s.Config.Components)...)
	slices.Sort(files)
	return files
}

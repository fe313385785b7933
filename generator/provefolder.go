package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"

	"example.com/metaflow-gitops/generator/check"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/write"
)

// sourceIgnore is the name of the files that say what Flux leaves out of what it
// brings to a cluster.
const sourceIgnore = ".sourceignore"

// clustersAfter are the folders of the clusters as a run leaves them.
type clustersAfter struct {
	root   *os.Root
	stacks []string                // of the repository
	ours   map[string]write.Action // what the run does with generated files
}

// proveFolders proves that what people keep beside the generated files lets the
// engines find all of each stack, once the run has written.
func (r *result) proveFolders(root *os.Root, in *input, all []made) error {
	ignores, err := readIgnores(root, in.base)
	if err != nil {
		return err
	}
	artifact := check.NewArtifact(ignores)
	needed := map[string][]string{}
	folders := map[string]*check.Folder{}
	after := clustersAfter{root, in.names, map[string]write.Action{}}
	for _, c := range r.changes {
		folder := path.Dir(c.Path)
		if path.Dir(folder) != "clusters" {
			continue
		}
		after.ours[c.Path] = c.Action
		if folders[folder] == nil {
			folders[folder] = &check.Folder{Path: folder, Has: after.has, Stacks: map[string][]plan.Map{}}
		}
	}
	for _, m := range all {
		folder := folders[path.Dir(m.syncPath)]
		folder.Stacks[path.Base(m.syncPath)] = m.sync
		if m.engine != stack.ArgoCD {
			needed[m.tree.Stack], folder.Artifact = m.needed, &artifact
		}
	}
	r.diags = append(r.diags, artifact.Prove(needed)...)
	for _, p := range slices.Sorted(maps.Keys(folders)) {
		if folders[p].People, err = after.people(p); err != nil {
			return err
		}
		r.diags = append(r.diags, folders[p].Prove()...)
	}
	return nil
}

// readIgnores reads each .sourceignore, but for those in overlays: what is in
// an overlay and was not generated does not stay.
func readIgnores(root *os.Root, base render.Base) (map[string][]byte, error) {
	ignores := map[string][]byte{}
	folders, err := fs.Glob(root.FS(), "clusters/*")
	if err != nil {
		return nil, fmt.Errorf("listing clusters: %w", err)
	}
	for _, folder := range append(folders, ".", "clusters", "overlays") {
		p := path.Join(folder, sourceIgnore)
		switch data, err := root.ReadFile(p); {
		case err == nil:
			ignores[p] = data
		case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR):
			return nil, fmt.Errorf("reading %s: %w", p, err)
		}
	}
	for p, data := range base.Files {
		if path.Base(p) == sourceIgnore {
			ignores[p] = data
		}
	}
	return ignores, nil
}

// has tells of a path whether something is there.
func (c clustersAfter) has(p string) bool {
	if action, ours := c.ours[p]; ours {
		return action != write.Deleted
	}
	_, err := c.root.Stat(p)
	return err == nil
}

// people reads the manifests of people directly in the folder of a cluster. The
// files of the run are not theirs, nor those of stacks that it is not about.
func (c clustersAfter) people(folder string) (map[string][]byte, error) {
	entries, err := fs.ReadDir(c.root.FS(), folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("listing %s: %w", folder, err)
	}
	files := map[string][]byte{}
	for _, e := range entries {
		p := path.Join(folder, e.Name())
		_, ours := c.ours[p]
		if ours || !e.Type().IsRegular() || !slices.Contains([]string{".yaml", ".yml", ""}, path.Ext(p)) {
			continue
		}
		data, err := c.root.ReadFile(p)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", p, err)
		}
		ofStack := slices.Contains(c.stacks, strings.TrimSuffix(e.Name(), ".yaml"))
		if !ofStack || !strings.HasPrefix(string(data), plan.Header) {
			files[e.Name()] = data
		}
	}
	return files, nil
}

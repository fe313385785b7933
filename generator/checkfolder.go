package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/cluster"
	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/load"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/tree"
	"example.com/metaflow-gitops/generator/write"
	"sigs.k8s.io/kustomize/api/konfig"
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

// checkFolders checks that what people keep beside the generated files lets the
// engines find all of each stack, once the run has written.
func (r *result) checkFolders(root *os.Root, in *load.Repository, all []made) error {
	ignores, err := readIgnores(root, in.Base)
	if err != nil {
		return err
	}
	artifact := cluster.NewArtifact(ignores)
	after := clustersAfter{root, in.Names, map[string]write.Action{}}
	for _, c := range r.changes {
		after.ours[c.Path] = c.Action
	}
	folders := after.folders(r.changes)
	needed := map[string][]string{}
	for _, m := range all {
		folder := folders[path.Dir(m.syncPath)]
		folder.Stacks[path.Base(m.syncPath)] = m.sync
		if slices.ContainsFunc(m.sync, func(d manifest.Map) bool { return isOfFlux(manifest.New(d.Plain())) }) {
			folder.Flux, needed[m.tree.Stack] = &artifact, m.needed
		}
	}
	for _, c := range r.changes { // what another engine leaves, and of a stack that goes, too
		if folder := folders[path.Dir(c.Path)]; folder != nil && !bytes.Equal(c.Have(), c.Want()) && leavesToFlux(c.Have()) {
			folder.Flux = &artifact
		}
	}
	r.diags = append(r.diags, artifact.Check(needed)...)
	for _, p := range slices.Sorted(maps.Keys(folders)) {
		if folders[p].People, err = after.people(p, folders[p].Flux != nil); err != nil {
			return err
		}
		r.diags = append(r.diags, folders[p].Check()...)
	}
	return nil
}

// folders are those in which the run has files, without what is in them.
func (c clustersAfter) folders(changes write.ChangeSet) map[string]*cluster.Folder {
	folders := map[string]*cluster.Folder{}
	for _, ch := range changes {
		folder := path.Dir(ch.Path)
		if path.Dir(folder) == tree.Clusters && folders[folder] == nil {
			folders[folder] = &cluster.Folder{Path: folder, Look: c.look, Stacks: map[string][]manifest.Map{}}
		}
	}
	return folders
}

// isOfFlux reports whether an object is one by which Flux comes to a stack.
func isOfFlux(o manifest.Object) bool { return o.Group() == "kustomize.toolkit.fluxcd.io" }

// leavesToFlux reports whether a file on disk has such an object.
func leavesToFlux(data []byte) bool {
	return slices.ContainsFunc(manifest.Documents(data), func(d manifest.Document) bool {
		if limit.YAML(d.Text) != nil {
			return false
		}
		o, err := d.Object()
		return err == nil && isOfFlux(o)
	})
}

// readIgnores reads each .sourceignore that can touch a stack, but for those in
// overlays: what is in an overlay and was not generated does not stay.
func readIgnores(root *os.Root, base render.Base) (map[string][]byte, error) {
	ignores := map[string][]byte{}
	folders, err := fs.Glob(root.FS(), path.Join(tree.Clusters, "*"))
	if err != nil {
		return nil, fmt.Errorf("listing clusters: %w", err)
	}
	for _, folder := range append(folders, ".", tree.Clusters, tree.Overlays) {
		p := path.Join(folder, sourceIgnore)
		if info, err := root.Lstat(p); err != nil || !info.Mode().IsRegular() {
			continue // none
		}
		if ignores[p], err = root.ReadFile(p); err != nil {
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

// look tells of a path whether something is there, and whether it is a folder.
func (c clustersAfter) look(p string) (isThere, isFolder bool) {
	if action, ours := c.ours[p]; ours {
		return action != write.Deleted, false
	}
	info, err := c.root.Stat(p)
	return err == nil, err == nil && info.IsDir()
}

// people reads the manifests of people in the folder of a cluster. The files of
// the run are not theirs, nor those of stacks that it is not about. Flux reads
// what is below the folder, too, but where a kustomization says what is there.
func (c clustersAfter) people(folder string, isFlux bool) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := fs.WalkDir(c.root.FS(), folder, func(p string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && p == folder:
			return fs.SkipAll
		case err != nil:
			return err
		case e.IsDir() && p != folder && (!isFlux || c.saysItself(p)):
			return fs.SkipDir
		case !e.Type().IsRegular() || !slices.Contains([]string{".yaml", ".yml", ".json", ".jsonnet", ""}, path.Ext(p)):
			return nil
		}
		if _, ours := c.ours[p]; ours {
			return nil
		}
		data, err := c.root.ReadFile(p)
		isStack := path.Dir(p) == folder && slices.Contains(c.stacks, strings.TrimSuffix(e.Name(), ".yaml")) && bytes.HasPrefix(data, []byte(manifest.Header))
		if !isStack {
			files[strings.TrimPrefix(p, folder+"/")] = data
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", folder, err)
	}
	return files, nil
}

// saysItself reports whether a kustomization says what is in a folder.
func (c clustersAfter) saysItself(folder string) bool {
	return slices.ContainsFunc(konfig.RecognizedKustomizationFileNames(), func(name string) bool {
		isThere, _ := c.look(path.Join(folder, name))
		return isThere
	})
}

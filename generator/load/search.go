package load

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/secrets"
	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/tree"
)

// searchFiles searches what people keep for secrets, tracked by git or not: base/,
// clusters/, and of terraform/ the root module and the folders of the stacks. What is
// generated is searched when it is written.
func (r *reader) searchFiles() error {
	people := files{reader: r, found: map[string][]byte{}}
	for _, folder := range []string{tree.Clusters, tree.Stacks} {
		if err := people.walk(folder); err != nil {
			return err
		}
	}
	if err := people.list(path.Dir(tree.Stacks)); err != nil {
		return err
	}
	for _, name := range r.Asked {
		if text := r.Decisions[name]; text != nil {
			people.found[tree.Decisions(name)] = text
		}
	}
	if len(people.large) > 0 {
		r.note("%s: only the first %d MiB of each were searched for secrets", some(people.large), limit.FileSize>>20)
	}
	if people.total > limit.TreeSize {
		r.note("there are more than %d MiB in clusters/ and terraform/, and not all of them were searched for secrets", limit.TreeSize>>20)
	}
	r.Diags = append(r.Diags, secrets.AtRest(r.Base.Files, r.Secrets)...)
	r.Diags = append(r.Diags, secrets.AtRest(people.found, r.Secrets)...)
	// Those that a stack is made of are checked as rendered.
	maps.Copy(people.found, r.unlisted())
	r.Diags = append(r.Diags, secrets.Manifests(people.found, r.Secrets)...)
	return nil
}

// unlisted are the files of components that no stack of the run lists.
func (r *reader) unlisted() map[string][]byte {
	var listed []string
	for _, s := range r.Stacks {
		for _, c := range s.Config.Components {
			if r.want.asksFor(s.Name) {
				listed = append(listed, c.String()+"/")
			}
		}
	}
	found := map[string][]byte{}
	for p, data := range r.Base.Files {
		isListed := slices.ContainsFunc(listed, func(folder string) bool { return strings.HasPrefix(p, folder) })
		if strings.HasPrefix(p, tree.Components+"/") && !isListed {
			found[p] = data
		}
	}
	return found
}

// files are those that people keep below some folders.
type files struct {
	*reader
	found map[string][]byte
	large []string // of which the end was not read
	total int
}

// walk reads the files below a folder.
func (f *files) walk(folder string) error {
	err := fs.WalkDir(f.want.Root.FS(), folder, func(p string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // none, or gone meanwhile
		case err != nil:
			return err
		case e.IsDir():
			if p != folder && f.isOthers(p) {
				return fs.SkipDir
			}
			return nil
		}
		return f.read(p, e)
	})
	if err != nil {
		return fmt.Errorf("searching %s for secrets: %w", folder, err)
	}
	return nil
}

// list reads the files that are directly in a folder.
func (f *files) list(folder string) error {
	entries, err := fs.ReadDir(f.want.Root.FS(), folder)
	if err != nil {
		return fmt.Errorf("searching %s for secrets: %w", folder, err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			if err := f.read(path.Join(folder, e.Name()), e); err != nil {
				return fmt.Errorf("searching %s for secrets: %w", folder, err)
			}
		}
	}
	return nil
}

// isOthers reports whether a folder is Terraform's own, git's, or that of a stack that
// the run is not about.
func (f *files) isOthers(p string) bool {
	name := path.Base(p)
	isStack := path.Dir(p) == tree.Stacks && slices.Contains(f.Names, name)
	return name == ".terraform" || name == ".git" || name == "terraform.tfstate.d" || isStack && !f.want.asksFor(name)
}

// read reads a file that is not searched elsewhere.
func (f *files) read(p string, e fs.DirEntry) error {
	if f.isRead(p) || isTerraforms(p) || f.total > limit.TreeSize {
		return nil
	}
	if !e.Type().IsRegular() { // a link of a root module may lead to a file
		if info, err := f.want.Root.Stat(p); err != nil || !info.Mode().IsRegular() {
			return nil
		}
	}
	data, err := readUpTo(f.want.Root, p, limit.FileSize)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(data) > limit.FileSize:
		f.large = append(f.large, p)
	}
	f.total += len(data)
	f.found[p] = data
	return nil
}

// isRead reports whether a file is one that the run reads in any case: the file of an
// engine, the decisions, or outputs that are refused or recorded again.
func (f *files) isRead(p string) bool {
	name, isYAML := strings.CutSuffix(path.Base(p), ".yaml")
	folder := path.Dir(p)
	switch stack := path.Base(folder); {
	case path.Dir(folder) == tree.Clusters:
		return isYAML && slices.Contains(f.Names, name)
	case p == tree.Decisions(stack):
		return true
	case p == tree.Record(stack):
		return f.want.Record || f.Outputs[stack].diags.HasErrors()
	}
	return false
}

// isTerraforms reports whether a file is a state or a plan, which Terraform keeps and
// git does not.
func isTerraforms(p string) bool {
	name := path.Base(p)
	return strings.HasSuffix(name, ".tfstate") || strings.Contains(name, ".tfstate.") || strings.HasSuffix(name, ".tfplan") || name == ".terraform.lock.hcl"
}

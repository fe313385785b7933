package load

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
)

// reader fills a Repository.
type reader struct {
	ctx  context.Context
	want Request
	*Repository
}

// Read reads the bases and all stacks.
func Read(ctx context.Context, request Request) (*Repository, error) {
	r := reader{ctx, request, &Repository{Sources: map[string]*hcl.File{}, Outputs: map[string]Outputs{}, Secrets: new(secret.Known),
		Decisions: map[string][]byte{}, Faults: map[string]hcl.Diagnostics{}}}
	if err := r.findStacks(); err != nil {
		return nil, err
	}
	r.refuseUnknown()
	if err := r.readBase(); err != nil {
		return nil, err
	}
	if r.Base.Files == nil {
		return r.Repository, nil // nothing can be built on what is above a limit
	}
	if err := r.readStacks(); err != nil {
		return nil, err
	}
	r.learnSecrets()
	if err := r.searchFiles(); err != nil {
		return nil, err
	}
	r.Diags = append(r.Diags, stack.CheckFleet(r.Stacks, r.want.asksFor)...)
	return r.Repository, nil
}

func (r *reader) readStacks() error {
	for _, name := range r.Names {
		asked := r.want.asksFor(name)
		s, diags, err := r.readStack(name)
		if err != nil && asked {
			return err
		}
		switch {
		case asked:
			r.Diags, r.Faults[name] = append(r.Diags, diags...), diags
		case s == nil:
			r.warnUnread(name)
		}
		if s != nil {
			r.Stacks = append(r.Stacks, s)
		}
	}
	return nil
}

// warnUnread says that a stack which was not asked for could not be read.
func (r *reader) warnUnread(name string) {
	r.Diags = append(r.Diags, diag.Warning(diag.File(path.Join(tree.Stacks, name)), "Stack not compared", fmt.Sprintf("Stack %q has mistakes of its own, so this run could not tell whether it collides with yours. Run the generator with --stack %s to see them.", name, name)))
}

func (r *reader) findStacks() error {
	entries, err := fs.ReadDir(r.want.Root.FS(), tree.Stacks)
	if err != nil {
		return fmt.Errorf("listing stacks: %w", err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		var name fact.StackName
		err := name.UnmarshalText([]byte(e.Name()))
		switch {
		case err == nil:
			r.Names = append(r.Names, e.Name())
		case r.want.asksFor(e.Name()):
			r.fault(path.Join(tree.Stacks, e.Name()), "Invalid stack name", fmt.Sprintf("The folder %q cannot be a stack: its name %s. Rename it.", e.Name(), err))
		}
	}
	return nil
}

// refuseUnknown refuses stacks that are asked for and not there, and settles
// which ones the run is about.
func (r *reader) refuseUnknown() {
	for _, name := range r.want.Stacks {
		if !slices.Contains(r.Names, name) {
			cure := fact.SuggestOr(name, r.Names, fmt.Sprintf(". There are %v.", r.Names))
			r.Diags = append(r.Diags, stack.UnknownStack(name, cure))
		}
	}
	r.Asked = slices.DeleteFunc(slices.Clone(r.Names), func(name string) bool { return !r.want.asksFor(name) })
}

func (r *reader) fault(p, summary, detail string) {
	r.Diags = append(r.Diags, diag.Error(diag.File(p), summary, detail))
}

func (r *reader) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

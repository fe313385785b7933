package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/check/secrets"
	"example.com/metaflow-gitops/generator/load"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tree"
	"example.com/metaflow-gitops/generator/write"
	"github.com/hashicorp/hcl/v2"
)

// adopted is what is to be written in addition to the generated files, and which edits
// are none once it is.
type adopted struct {
	adoptions []write.Adoption
	edits     map[string][]byte
	// notes say what cannot be lifted, and done what is.
	notes, done []string
}

// adoptEdits lifts hand edits of generated files into components, and generates:
// what was lifted is then just what is generated. What could not be lifted is
// still an edit, and stops the run as it always does, before it wrote anything.
func adoptEdits(ctx context.Context, o options, root *os.Root, stdin io.Reader) result {
	in, err := load.Read(ctx, o.request(root, stdin))
	if err != nil {
		return result{err: err}
	}
	a, l := adopted{edits: map[string][]byte{}}, lifter{in}
	for _, name := range in.Asked {
		if err := l.adopt(root, name, &a); err != nil {
			return result{err: fmt.Errorf("lifting the edits of stack %q: %w", name, err)}
		}
	}
	r := generateFrom(ctx, o, root, in, a)
	r.notes = append(append(a.notes, r.notes...), a.outcome(r)...)
	return r
}

// outcome says what was adopted, or would have been.
func (a adopted) outcome(r result) []string {
	switch {
	case r.written:
		return a.done
	case r.err != nil || len(a.done) == 0:
		return nil
	}
	return []string{"nothing was adopted, and nothing was written; what can be lifted will be once the errors are gone"}
}

// secrets searches what is adopted, and says where each finding is at present: in the
// file that somebody edited.
func (a adopted) secrets(known *secret.Known) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, adoption := range a.adoptions {
		var places []string
		for _, d := range secrets.Check(adoption.Edits, known) {
			places = append(places, fmt.Sprintf("%s line %d", d.Subject.Filename, d.Subject.Start.Line))
		}
		files := maps.Clone(adoption.Files)
		files[tree.Decisions(adoption.Stack)] = adoption.Decisions
		for _, d := range secrets.Check(files, known) {
			if len(places) > 0 {
				d.Detail += " At present it is in " + strings.Join(places, " and ") + "."
			}
			diags = append(diags, d)
		}
	}
	return diags
}

// lifter finds components for hand edits. It changes its input as if they were
// there already.
type lifter struct{ in *load.Repository }

// adopt lifts the edits of one stack.
func (l lifter) adopt(root *os.Root, name string, a *adopted) error {
	i := slices.IndexFunc(l.in.Stacks, func(s *stack.Stack) bool { return s.Name == name })
	if i < 0 {
		return nil // generating will say why
	}
	built, _ := build.Stack(l.in.Base, l.in.Stacks[i])
	if built == nil {
		return nil
	}
	edits, err := l.lift(root, name, built)
	if err != nil {
		return err
	}
	for _, p := range slices.Sorted(maps.Keys(edits.lifted.Kept)) {
		a.notes = append(a.notes, fmt.Sprintf("%s cannot be lifted: %s", p, edits.lifted.Kept[p]))
	}
	maps.Copy(a.edits, edits.files)
	for _, p := range edits.alike() {
		a.notes = append(a.notes, fmt.Sprintf("%s says what is generated in other words; it is generated again", p))
	}
	if len(edits.lifted.Adopted) == 0 {
		return nil
	}
	folder := l.freeComponent(name)
	a.done = append(a.done, fmt.Sprintf("adopted %s into %s, which terraform/stacks/%s/stack.hcl now lists", strings.Join(edits.lifted.Adopted, ", "), folder, name))
	a.adoptions = append(a.adoptions, l.take(i, folder, edits))
	return nil
}

// take makes a component one of the stack's inputs.
func (l lifter) take(i int, folder string, edits edits) write.Adoption {
	name := l.in.Stacks[i].Name
	with := l.withComponent(name, folder, edits.lifted)
	adoption := write.Adoption{Stack: name, Component: folder, Files: map[string][]byte{}, Was: l.in.Decisions[name], Decisions: with.HCL, Edits: edits.files}
	for file := range edits.lifted.Files {
		p := path.Join(folder, file)
		adoption.Files[p] = with.Base.Files[p]
	}
	s, diags := stack.Parse(with.Source())
	l.in.Diags = append(l.in.Diags, diags...)
	if s != nil {
		l.in.Stacks[i] = s
	}
	l.in.Base, l.in.Decisions[name] = with.Base, with.HCL
	l.in.Sources[with.Source().Filename] = &hcl.File{Bytes: with.HCL}
	return adoption
}

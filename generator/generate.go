package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/check"
	"example.com/metaflow-gitops/generator/check/secrets"
	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/load"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tree"
	"example.com/metaflow-gitops/generator/write"
	"github.com/hashicorp/hcl/v2"
)

// result is what a run found out and did.
type result struct {
	stacks  []string // that the run was about
	changes write.ChangeSet
	diags   hcl.Diagnostics
	sources map[string]*hcl.File
	// notes are what a person should know, but nothing is wrong with.
	notes []string
	// outputs of the stacks, by name.
	outputs map[string]load.Outputs
	// redactor takes out of what is shown whatever secret got there.
	redactor *secret.Redactor
	// report is what a review found; nil without --diff and the like.
	report *report.Report
	// explained is the answer to --explain; nil without it.
	explained []cause.Explanation
	written   bool
	err       error
}

// made is what one stack comes to.
type made struct {
	tree write.Tree
	// sync are the stack's sync objects in the file at syncPath, and needed the
	// files that an engine reads for the stack.
	sync     []manifest.Map
	syncPath string
	needed   []string
}

// generate is the straight line: read, plan, render, check, write.
func generate(ctx context.Context, o options, root *os.Root, stdin io.Reader) result {
	in, err := load.Read(ctx, o.request(root, stdin))
	if err != nil {
		return result{err: err}
	}
	return generateFrom(ctx, o, root, in, adopted{})
}

// generateFrom computes and checks everything that is to be written, what was
// adopted included, before it writes the first byte.
func generateFrom(ctx context.Context, o options, root *os.Root, in *load.Repository, a adopted) result {
	r := result{stacks: in.Asked, diags: append(in.Diags, a.secrets(in.Secrets)...), sources: in.Sources, notes: in.Notes, outputs: in.Outputs, redactor: secret.NewRedactor(in.Secrets)}
	var all []made
	for _, s := range in.Stacks {
		if !slices.Contains(in.Asked, s.Name) {
			continue
		}
		m, diags := makeTree(in.Base, s, o.isTrial())
		r.diags = append(append(r.diags, diags...), secrets.Check(toWrite(in, m.tree), in.Secrets)...)
		all = append(all, m)
	}
	if cannotGoOn(r.diags, nil) {
		return r
	}
	trees, err := withLeftovers(o, root, in.Names, all)
	r.err = err
	if r.err == nil {
		r.compare(root, trees)
		r.changes.Accept(a.edits)
		r.searchEdits(o, in.Secrets)
	}
	if r.err == nil {
		r.err = r.warnEmptied(root)
	}
	if r.err == nil {
		r.err = r.checkFolders(root, in, all)
	}
	if r.err == nil && ctx.Err() != nil {
		r.err = errors.New("interrupted; nothing was written")
	}
	if r.err == nil && !o.check {
		r.write(o, root, trees, a.adoptions)
	}
	return r
}

// makeTree computes every generated file of one stack, and checks it.
func makeTree(base render.Base, s *stack.Stack, isTrial bool) (made, hcl.Diagnostics) {
	built, diags := build.Stack(base, s)
	if diags.HasErrors() {
		return made{}, diags
	}
	diags = append(diags, check.Accept(s, check.Check(s, built.Rendered, built.Sync), isTrial)...)
	syncPath := plan.SyncPath(s)
	return made{
		tree: write.Tree{Stack: s.Name, Files: built.Files, Header: manifest.Header},
		sync: built.Sync, syncPath: syncPath, needed: append(built.Rendered.Read, syncPath),
	}, diags
}

// toWrite is everything that is to be written for a stack: its generated files
// and its record.
func toWrite(in *load.Repository, t write.Tree) map[string][]byte {
	all := maps.Clone(t.Files)
	if record := in.Outputs[t.Stack].Record; record != nil {
		if all == nil {
			all = map[string][]byte{}
		}
		all[tree.Record(t.Stack)] = record
	}
	return all
}

// withLeftovers adds an empty tree for each stack that is gone, when the run
// is about all stacks.
func withLeftovers(o options, root *os.Root, names []string, all []made) ([]write.Tree, error) {
	var trees []write.Tree
	for _, m := range all {
		trees = append(trees, m.tree)
	}
	if len(o.stacks) > 0 {
		return trees, nil
	}
	gone, err := write.Leftovers(root, names, manifest.Header)
	for _, name := range gone {
		trees = append(trees, write.Tree{Stack: name, Header: manifest.Header})
	}
	return trees, err
}

func (r *result) compare(root *os.Root, trees []write.Tree) {
	for _, t := range trees {
		changes, err := write.Compare(root, t)
		if err != nil {
			r.err = err
			return
		}
		r.changes = append(r.changes, changes...)
	}
	for _, name := range r.stacks {
		if record := r.outputs[name].Record; record != nil && r.err == nil {
			var c write.Change
			c, r.err = write.CompareRecord(root, name, tree.Record(name), record)
			r.changes = append(r.changes, c)
		}
	}
}

// searchEdits looks for secrets in what people wrote into generated folders, unless the
// run undoes it.
func (r *result) searchEdits(o options, known *secret.Known) {
	edits := map[string][]byte{}
	for _, c := range r.changes.Edits() {
		if !o.force {
			edits[c.Path] = c.Have()
		}
	}
	r.diags = append(append(r.diags, secrets.AtRest(edits, known)...), secrets.Manifests(edits, known)...)
}

// write brings the trees to disk, unless that would lose somebody's edits.
func (r *result) write(o options, root *os.Root, trees []write.Tree, adoptions []write.Adoption) {
	if edits := r.changes.Edits(); len(edits) > 0 && !o.force {
		r.diags = append(r.diags, editDiagnostics(edits)...)
	}
	if r.diags.HasErrors() {
		return
	}
	if r.err = write.Adopt(root, adoptions); r.err != nil {
		return
	}
	for _, t := range trees {
		own := slices.DeleteFunc(slices.Clone(r.changes), func(c write.Change) bool { return c.Stack != t.Stack || c.Record })
		if err := write.Apply(root, t, own); err != nil {
			r.err = fmt.Errorf("writing stack %q: %w", t.Stack, err)
			return
		}
	}
	// Last of all: a run that fails records nothing.
	for _, c := range r.changes {
		if c.Record && r.err == nil {
			r.err = write.ApplyRecord(root, c)
		}
	}
	r.written = r.err == nil
}

func editDiagnostics(edits write.ChangeSet) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, c := range edits {
		detail := "This generated file was edited by hand; the edit is shown below. Put it into stack.hcl or a component of base/components/, or drop it with --force."
		switch {
		case strings.HasSuffix(c.Path, "/"+plan.ProfilePath):
			detail = "This profile was edited by hand; the edit is shown below. Put it into the block profile of stack.hcl, which has settings, labels and annotations, or drop it with --force."
		case c.Gone:
			detail = "This file is left from a stack that is gone, and there is no record that it is as it was generated. Move it, or delete it with --force."
		case c.Want() == nil:
			detail = "This file is in a generated folder, but was not generated. Put objects of your own into a component of base/components/ that stack.hcl lists, or delete the file with --force."
		}
		diags = append(diags, diag.Error(diag.File(c.Path), "Edited by hand", detail))
	}
	return diags
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/check"
	"example.com/metaflow-gitops/generator/check/secrets"
	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/load"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/revision"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tfoutput"
	"example.com/metaflow-gitops/generator/tree"
	"example.com/metaflow-gitops/generator/write"
	"github.com/hashicorp/hcl/v2"
)

// reviewFolders are what a review reads of a revision.
var reviewFolders = []string{tree.Overlays, tree.Clusters, tree.Stacks, tree.Base}

// reviewStacks compares what would be generated now with a revision.
func reviewStacks(ctx context.Context, o options, root *os.Root, stdin io.Reader) result {
	in, err := load.Read(ctx, o.request(root, stdin))
	if err != nil {
		return result{err: err}
	}
	r := result{stacks: in.Asked, sources: in.Sources, notes: in.Notes, outputs: in.Outputs, redactor: secret.NewRedactor(in.Secrets)}
	rev, err := revision.Open(ctx, root.Name(), o.diff, reviewFolders...)
	if err != nil {
		return result{err: err, diags: in.Diags, sources: in.Sources, redactor: r.redactor}
	}
	v := &reviewer{in: in, rev: rev, whole: o.shows("html"), isTrial: o.isTrial()}
	r.report, r.err = v.report(ctx, o)
	r.diags = append(in.Diags, v.diags...)
	if r.err == nil {
		r.report.Redact(r.redactor)
	}
	return r
}

// reviewer compares the stacks one after the other.
type reviewer struct {
	in    *load.Repository
	rev   *revision.Revision
	base  *render.Base // of the revision, once it is asked for
	whole bool         // the report shows whole stacks
	// isTrial says that the outputs are not the recorded ones.
	isTrial bool
	diags   hcl.Diagnostics
}

func (v *reviewer) report(ctx context.Context, o options) (*report.Report, error) {
	report := &report.Report{Format: report.Format, Before: report.SideName{Name: o.diff, Commit: v.rev.Commit}, After: report.SideName{Name: "this tree"}, Stacks: []report.StackReport{}}
	if o.plan != "" {
		report.Preview, report.After.Name = true, "plan "+o.plan
	}
	for _, name := range v.names(o) {
		s, err := v.stack(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("comparing stack %q: %w", name, err)
		}
		report.Stacks = append(report.Stacks, s)
	}
	return report, nil
}

// names are the stacks to compare: those asked for, and in a run over all
// stacks those that only the revision has.
func (v *reviewer) names(o options) []string {
	names := v.in.Asked
	if len(o.stacks) == 0 {
		for _, name := range v.rev.Folders(tree.Overlays) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

func (v *reviewer) stack(ctx context.Context, name string) (report.StackReport, error) {
	old := v.oldFiles(name)
	s, built, failures := v.build(name)
	files := map[string][]byte{}
	if built != nil {
		files = built.Files
	}
	var changed []string
	same := map[string]bool{}
	for _, p := range old {
		// What is not known yet may stand in any file.
		if same[p] = v.rev.Equal(p, files[p]) && !v.in.Outputs[name].IsPreview(); !same[p] {
			changed = append(changed, p)
		}
	}
	before, err := v.rev.Read(ctx, changed...)
	if err != nil {
		return report.StackReport{}, err
	}
	after := map[string][]byte{}
	for p, data := range files {
		if !same[p] {
			after[p] = data
		}
	}
	c := report.Comparison{Name: name, Build: cause.Inputs.Build, IsNew: len(old) == 0, IsGone: !slices.Contains(v.in.Names, name),
		Before: cause.Side{Files: own(before)}, After: cause.Side{Files: after, Built: built}, Failures: failures, Destroyed: v.in.Outputs[name].Destroyed}
	if v.whole {
		c.Whole = wholeOf(c, files)
	}
	if s != nil && !c.IsNew {
		c.After.Inputs = inputsOf(v.in, name)
		if c.Before.Inputs, err = v.oldInputs(ctx, name); err != nil {
			return report.StackReport{}, err
		}
	}
	return c.Report(), nil
}

// wholeOf are all files of a stack: those that were, when it is gone.
func wholeOf(c report.Comparison, files map[string][]byte) map[string][]byte {
	if c.IsGone {
		return c.Before.Files
	}
	return files
}

// build makes the newer side. What fails is said by the failures, and by the
// diagnostics of the run.
func (v *reviewer) build(name string) (*stack.Stack, *build.Built, []report.Failure) {
	i := slices.IndexFunc(v.in.Stacks, func(s *stack.Stack) bool { return s.Name == name })
	if i < 0 {
		if !slices.Contains(v.in.Names, name) {
			return nil, nil, nil // gone
		}
		return nil, nil, failuresOf(v.in.Faults[name])
	}
	s := v.in.Stacks[i]
	built, diags := build.Stack(v.in.Base, s)
	if built != nil {
		diags = append(diags, check.Accept(s, check.Check(s, built.Rendered, built.Sync), v.isTrial)...)
		diags = append(diags, secrets.Check(toWrite(v.in, write.Tree{Stack: name, Files: built.Files}), v.in.Secrets)...)
		v.diags = append(v.diags, diags...)
		return s, built, nil
	}
	v.diags = append(v.diags, diags...)
	return nil, nil, failuresOf(diags)
}

func failuresOf(diags hcl.Diagnostics) []report.Failure {
	var all []report.Failure
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			at := diag.Place(d)
			all = append(all, report.Failure{Side: "after", ID: diag.ID(d), Message: fmt.Sprintf("%s, in %s line %d. %s", diag.Title(d), at.Filename, at.Start.Line, d.Detail)})
		}
	}
	return all
}

// oldFiles lists what the revision has of a stack and a cluster gets.
func (v *reviewer) oldFiles(name string) []string {
	files := v.rev.Files(tree.Rendered(name))
	for _, p := range v.rev.Files(tree.Clusters) {
		if path.Base(p) == name+".yaml" {
			files = append(files, p)
		}
	}
	return slices.DeleteFunc(files, func(p string) bool { return !diff.HasObjects(p) })
}

// own drops the files of people that only have the name of a stack.
func own(files map[string][]byte) map[string][]byte {
	for p, data := range files {
		if strings.HasPrefix(p, tree.Clusters+"/") && !strings.HasPrefix(string(data), manifest.Header) {
			delete(files, p)
		}
	}
	return files
}

// oldInputs reads what a stack was made of at the revision. Outputs that cannot
// be read, or not any more, are nil.
func (v *reviewer) oldInputs(ctx context.Context, name string) (cause.Inputs, error) {
	decisions, record := tree.Decisions(name), tree.Record(name)
	files, err := v.rev.Read(ctx, decisions, record)
	if err != nil {
		return cause.Inputs{}, err
	}
	inputs := cause.Inputs{Name: name, HCL: files[decisions]}
	if data, there := files[record]; there {
		inputs.Outputs, _ = tfoutput.Parse(record, data)
	}
	inputs.Base, err = v.oldBase(ctx)
	return inputs, err
}

// oldBase reads base/ of the revision; what has not changed is not read again.
func (v *reviewer) oldBase(ctx context.Context) (render.Base, error) {
	if v.base != nil {
		return *v.base, nil
	}
	files := map[string][]byte{}
	var changed []string
	for _, p := range v.rev.Files(tree.Base) {
		if now, there := v.in.Base.Files[p]; there && v.rev.Equal(p, now) {
			files[p] = now
		} else {
			changed = append(changed, p)
		}
	}
	old, err := v.rev.Read(ctx, changed...)
	if err != nil {
		return render.Base{}, err
	}
	for p, data := range old {
		files[p] = data
	}
	base, diags := render.NewBase(files)
	if diags.HasErrors() {
		return render.Base{}, fmt.Errorf("reading base/ of revision %q: %w", v.rev.Name, diags)
	}
	v.base = &base
	return base, nil
}

package main

import (
	"context"
	"io"
	"os"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/load"
	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/secret"
)

// compareStacks compares one stack with another one of the same tree.
func compareStacks(ctx context.Context, o options, root *os.Root, stdin io.Reader) result {
	in, err := load.Read(ctx, o.request(root, stdin))
	if err != nil {
		return result{err: err}
	}
	r := result{stacks: o.stacks, sources: in.Sources, notes: in.Notes, outputs: in.Outputs, redactor: secret.NewRedactor(in.Secrets)}
	v := &reviewer{in: in}
	before, failedBefore := v.side(o.against)
	after, failedAfter := v.side(o.stacks[0])
	for i := range failedBefore {
		failedBefore[i].Side = "before"
	}
	c := report.Comparison{Name: o.stacks[0], Before: before, After: after, Build: cause.Inputs.Build, Failures: append(failedBefore, failedAfter...)}
	if o.shows("html") {
		c.Whole = after.Files
	}
	r.diags = append(in.Diags, v.diags...)
	if len(c.Failures) == 0 && (before.Built == nil || after.Built == nil) {
		return r // a stack that is not there
	}
	r.report = &report.Report{Format: report.Format, Before: report.SideName{Name: o.against}, After: report.SideName{Name: o.stacks[0]}, Stacks: []report.StackReport{c.Against()}}
	r.report.Redact(r.redactor)
	return r
}

// side makes a stack of this tree one side of a comparison.
func (v *reviewer) side(name string) (cause.Side, []report.Failure) {
	_, built, failures := v.build(name)
	if built == nil {
		return cause.Side{}, failures
	}
	return cause.Side{Inputs: inputsOf(v.in, name), Files: built.Files, Built: built}, nil
}

// inputs are what a stack is made of now.
func inputsOf(in *load.Repository, name string) cause.Inputs {
	out := in.Outputs[name]
	return cause.Inputs{Name: name, HCL: in.Decisions[name], Outputs: out.Document, Base: in.Base, Unknown: out.Unknown, StandIns: out.StandIns}
}

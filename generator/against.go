package main

import (
	"context"
	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/report"
	"fmt"
	"io"
	"os"
	"slices"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/stack"
)

// compareStacks compares one stack with another one of the same tree.
func compareStacks(ctx context.Context, o options, root *os.Root, stdin io.Reader) result {
	in, err := readInput(ctx, o, root, stdin)
	if err != nil {
		return result{err: err}
	}
	r := result{stacks: o.stacks, sources: in.sources, notes: in.notes, outputs: in.outputs, redactor: secret.NewRedactor(in.secrets)}
	v := &reviewer{in: in}
	before, failedBefore := v.side(o.against)
	after, failedAfter := v.side(o.stacks[0])
	for i := range failedBefore {
		failedBefore[i].Side = "before"
	}
	if !slices.Contains(in.names, o.against) {
		v.diags = append(v.diags, stack.UnknownStack(o.against, fact.SuggestOr(o.against, in.names, fmt.Sprintf(". There are %v.", in.names))))
	}
	c := report.Comparison{Name: o.stacks[0], Before: before, After: after, Build: buildInputs, Failures: append(failedBefore, failedAfter...)}
	if o.shows("html") {
		c.Whole = after.Files
	}
	r.diags = append(in.diags, v.diags...)
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
	return cause.Side{Inputs: v.in.inputs(name), Files: built.Files, Built: built}, nil
}

// inputs are what a stack is made of now.
func (in *input) inputs(name string) cause.Inputs {
	out := in.outputs[name]
	return cause.Inputs{Name: name, HCL: in.decisions[name], Outputs: out.doc, Base: in.base, Unknown: out.unknown, StandIns: out.standIns}
}

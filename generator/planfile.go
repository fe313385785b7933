package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/hashicorp/hcl/v2"
)

// readPlan reads the outputs that a stack would have after a plan.
func (in *input) readPlan(o options, root *os.Root, stdin io.Reader, name string) (outputs, error) {
	recorded, err := in.recordedBefore(root, name)
	if err != nil {
		return outputs{}, err
	}
	if recorded == nil {
		recorded = new(tfoutput.Document) // a stack that was never applied
	}
	data, err := readPlanFile(o.plan, stdin)
	if errors.Is(err, fs.ErrNotExist) {
		return outputs{diags: hcl.Diagnostics{diag.Error(diag.File(o.plan), "Missing plan", "There is no such file. Make it with `terraform plan -out=PLANFILE` and `terraform show -json PLANFILE`.")}}, nil
	}
	if err != nil {
		return outputs{}, fmt.Errorf("reading the plan: %w", err)
	}
	planned, diags := tfoutput.ParsePlan(shownPlan(o.plan), data, recorded)
	if planned == nil {
		return outputs{diags: diags}, nil
	}
	return outputs{doc: planned.Document, read: planned.Document, unknown: planned.Unknown, standIns: planned.StandIns, diags: diags}, nil
}

// readPlanFile reads no more than one byte beyond the limit.
func readPlanFile(name string, stdin io.Reader) ([]byte, error) {
	r := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	return io.ReadAll(io.LimitReader(r, tfoutput.MaxSize+1))
}

func shownPlan(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}

// isPreview tells whether a stack has outputs that are not known yet.
func (in *input) isPreview(name string) bool { return len(in.outputs[name].unknown) > 0 }

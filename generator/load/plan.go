package load

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
func (r *reader) readPlan(name string) (Outputs, error) {
	recorded, err := r.recordedBefore(name)
	if err != nil {
		return Outputs{}, err
	}
	if recorded == nil {
		recorded = new(tfoutput.Document) // a stack that was never applied
	}
	data, err := readPlanFile(r.want.Plan, r.want.Stdin)
	if errors.Is(err, fs.ErrNotExist) {
		return Outputs{diags: hcl.Diagnostics{diag.Error(diag.File(r.want.Plan), "Missing plan", "There is no such file. Make it with `terraform plan -out=PLANFILE` and `terraform show -json PLANFILE`.")}}, nil
	}
	if err != nil {
		return Outputs{}, fmt.Errorf("reading the plan: %w", err)
	}
	planned, diags := tfoutput.ParsePlan(shownPlan(r.want.Plan), data, recorded)
	if planned == nil {
		return Outputs{diags: diags}, nil
	}
	return Outputs{Document: planned.Document, Read: planned.Document, Unknown: planned.Unknown, StandIns: planned.StandIns, Destroyed: planned.Destroyed, diags: diags}, nil
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

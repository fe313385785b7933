package load

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/state"
	"example.com/metaflow-gitops/generator/tfoutput"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
)

// Outputs is what one stack's outputs come to.
type Outputs struct {
	// Document is what the stack is made of; nil when there are errors.
	Document *tfoutput.Document
	// Read is the document with the values of sensitive outputs; nil when it
	// was a recorded one, which does not have them.
	Read *tfoutput.Document
	// Unknown and StandIns are of a plan: paths that only an apply will tell,
	// and what was invented in their place.
	Unknown, StandIns []string
	// Destroyed is what the plan deletes in Azure.
	Destroyed []tfoutput.Destroyed
	// Record is the new outputs.json, and Changed what is new in it.
	Record  []byte
	Changed []tfoutput.Difference
	diags   hcl.Diagnostics
}

// IsPreview reports whether some of the outputs are not known yet.
func (o Outputs) IsPreview() bool { return len(o.Unknown) > 0 }

// readOutputs reads the document of outputs that this run is to use for a
// stack: the recorded one, the one of --outputs, or the live one.
func (r *reader) readOutputs(name string) (Outputs, error) {
	switch {
	case !r.want.asksFor(name):
		return r.readRecorded(name)
	case r.want.Plan != "":
		return r.readPlan(name)
	case r.want.Outputs == "" && r.want.States == nil:
		return r.readRecorded(name)
	}
	read := r.readLive
	if r.want.Outputs != "" {
		read = r.readGiven
	}
	out, err := read(name)
	if err != nil || out.Document == nil {
		return out, err
	}
	before, err := r.recordedBefore(name)
	if err != nil {
		return out, err
	}
	out.diags = append(out.diags, r.compareStates(name, out.Document, before)...)
	out.Read = out.Document
	if r.want.Record {
		r.prepareRecord(&out, name, before)
	}
	return out, nil
}

// readRecorded reads outputs.json.
func (r *reader) readRecorded(name string) (Outputs, error) {
	shown := tree.Record(name)
	f, err := r.want.Root.Open(shown)
	if errors.Is(err, fs.ErrNotExist) {
		return Outputs{diags: missingOutputs(shown)}, nil
	}
	if err != nil {
		return Outputs{}, fmt.Errorf("opening outputs: %w", err)
	}
	defer f.Close()
	out, err := r.parseOutputs(shown, f)
	out.diags = append(out.diags, refuseRecordedSecrets(out.Document)...)
	return out, err
}

func missingOutputs(shown string) hcl.Diagnostics {
	return hcl.Diagnostics{diag.Error(diag.File(shown), "Missing outputs", "The outputs of the stack are not there. Apply the Terraform configuration in its workspace, and record them with --refresh, or give what `terraform output -json` prints with --outputs for one run.")}
}

// readGiven reads the document of --outputs.
func (r *reader) readGiven(string) (Outputs, error) {
	if r.want.Outputs == "-" {
		return r.parseOutputs("standard input", r.want.Stdin)
	}
	f, err := os.Open(r.want.Outputs)
	if errors.Is(err, fs.ErrNotExist) {
		return Outputs{diags: missingOutputs(r.want.Outputs)}, nil
	}
	if err != nil {
		return Outputs{}, fmt.Errorf("opening outputs: %w", err)
	}
	defer f.Close()
	return r.parseOutputs(r.want.Outputs, f)
}

// readLive reads the stack's state from where Terraform keeps it.
func (r *reader) readLive(name string) (Outputs, error) {
	s, err := r.want.States.Read(r.ctx, name)
	if f := new(state.Failure); errors.As(err, &f) {
		return Outputs{diags: hcl.Diagnostics{f.Diagnostic()}}, nil
	}
	if err != nil {
		return Outputs{}, fmt.Errorf("reading the state of stack %q: %w", name, err)
	}
	if s.Locked {
		r.note("%s: the state is locked, so Terraform may be changing it; these are the outputs of its last change", name)
	}
	doc, diags := tfoutput.ParseState(s.Source, s.Data)
	return Outputs{Document: doc, diags: diags}, nil
}

// parseOutputs reads no more than one byte beyond the limit, however large the
// document is.
func (r *reader) parseOutputs(shown string, from io.Reader) (Outputs, error) {
	data, err := io.ReadAll(io.LimitReader(from, tfoutput.MaxSize+1))
	if err != nil {
		return Outputs{}, fmt.Errorf("reading outputs %q: %w", shown, err)
	}
	doc, diags := tfoutput.Parse(shown, data)
	if doc != nil && len(doc.SensitiveNames()) == 0 {
		r.Sources[shown] = &hcl.File{Bytes: data}
	}
	return Outputs{Document: doc, diags: diags}, nil
}

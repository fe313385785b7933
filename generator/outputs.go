package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"example.com/metaflow-gitops/generator/state"
	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/hashicorp/hcl/v2"
)

// outputs is what one stack's outputs come to.
type outputs struct {
	// doc is what the stack is made of; nil when there are errors.
	doc *tfoutput.Document
	// read is the document with the values of sensitive outputs; nil when it
	// was a recorded one, which does not have them.
	read *tfoutput.Document
	// unknown and standIns are of a plan: paths that only an apply will tell,
	// and what was invented in their place.
	unknown, standIns []string
	// record is the new outputs.json, and changed what is new in it.
	record  []byte
	changed []tfoutput.Difference
	diags   hcl.Diagnostics
}

func recordPath(name string) string { return path.Join(stacksFolder, name, "outputs.json") }

// readOutputs reads the document of outputs that this run is to use for a
// stack: the recorded one, the one of --outputs, or the live one.
func (in *input) readOutputs(ctx context.Context, o options, root *os.Root, stdin io.Reader, name string) (outputs, error) {
	if o.plan != "" && isAsked(o, name) {
		return in.readPlan(o, root, stdin, name)
	}
	if !isAsked(o, name) || (o.outputs == "" && !o.refresh) {
		return in.readRecorded(root, name)
	}
	var out outputs
	var err error
	if o.outputs != "" {
		out, err = in.readGiven(o, stdin)
	} else {
		out, err = in.readLive(ctx, name)
	}
	if err != nil || out.doc == nil {
		return out, err
	}
	before, err := in.recordedBefore(root, name)
	if err != nil {
		return out, err
	}
	out.diags = append(out.diags, in.compareStates(o, name, out.doc, before)...)
	out.read = out.doc
	if o.refresh {
		in.prepareRecord(&out, name, before)
	}
	return out, nil
}

// readRecorded reads outputs.json.
func (in *input) readRecorded(root *os.Root, name string) (outputs, error) {
	shown := recordPath(name)
	f, err := root.Open(shown)
	if errors.Is(err, fs.ErrNotExist) {
		return outputs{diags: missingOutputs(shown)}, nil
	}
	if err != nil {
		return outputs{}, fmt.Errorf("opening outputs: %w", err)
	}
	defer f.Close()
	out, err := in.parseOutputs(shown, f)
	out.diags = append(out.diags, refuseRecordedSecrets(out.doc)...)
	return out, err
}

func missingOutputs(shown string) hcl.Diagnostics {
	return hcl.Diagnostics{diagnosticAt(shown, "Missing outputs", "The outputs of the stack are not there. Apply the Terraform configuration in its workspace, and record them with --refresh, or give what `terraform output -json` prints with --outputs for one run.")}
}

// readGiven reads the document of --outputs.
func (in *input) readGiven(o options, stdin io.Reader) (outputs, error) {
	if o.outputs == "-" {
		return in.parseOutputs("standard input", stdin)
	}
	f, err := os.Open(o.outputs)
	if errors.Is(err, fs.ErrNotExist) {
		return outputs{diags: missingOutputs(o.outputs)}, nil
	}
	if err != nil {
		return outputs{}, fmt.Errorf("opening outputs: %w", err)
	}
	defer f.Close()
	return in.parseOutputs(o.outputs, f)
}

// readLive reads the stack's state from where Terraform keeps it.
func (in *input) readLive(ctx context.Context, name string) (outputs, error) {
	s, err := in.states.Read(ctx, name)
	if f := new(state.Failure); errors.As(err, &f) {
		return outputs{diags: hcl.Diagnostics{f.Diagnostic()}}, nil
	}
	if err != nil {
		return outputs{}, fmt.Errorf("reading the state of stack %q: %w", name, err)
	}
	if s.Locked {
		in.note("%s: the state is locked, so Terraform may be changing it; these are the outputs of its last change", name)
	}
	doc, diags := tfoutput.ParseState(s.Source, s.Data)
	return outputs{doc: doc, diags: diags}, nil
}

// parseOutputs reads no more than one byte beyond the limit, however large the
// document is.
func (in *input) parseOutputs(shown string, r io.Reader) (outputs, error) {
	data, err := io.ReadAll(io.LimitReader(r, tfoutput.MaxSize+1))
	if err != nil {
		return outputs{}, fmt.Errorf("reading outputs %q: %w", shown, err)
	}
	doc, diags := tfoutput.Parse(shown, data)
	if doc != nil && len(doc.SensitiveNames()) == 0 {
		in.sources[shown] = &hcl.File{Bytes: data}
	}
	return outputs{doc: doc, diags: diags}, nil
}

// newStates prepares the reading of live states.
func newStates(o options, root *os.Root) *state.Reader {
	return &state.Reader{Folder: filepath.Join(root.Name(), "terraform"), Timeout: o.timeout}
}

func (in *input) note(format string, args ...any) {
	in.notes = append(in.notes, fmt.Sprintf(format, args...))
}

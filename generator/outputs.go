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
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/secret"
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
	// record is the new outputs.json, and changed what is new in it.
	record  []byte
	changed []tfoutput.Difference
	diags   hcl.Diagnostics
}

func recordPath(name string) string { return path.Join(stacksFolder, name, "outputs.json") }

// readOutputs reads the document of outputs that this run is to use for a
// stack: the recorded one, the one of --outputs, or the live one.
func (in *input) readOutputs(ctx context.Context, o options, root *os.Root, stdin io.Reader, name string) (outputs, error) {
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
	doc, diags := tfoutput.Parse(s.Source, s.Data)
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

// recordedBefore is the outputs.json that is there, or nil when there is none
// that can be read: then nothing can be lost by replacing it.
func (in *input) recordedBefore(root *os.Root, name string) (*tfoutput.Document, error) {
	data, err := root.ReadFile(recordPath(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading recorded outputs: %w", err)
	}
	doc, _ := tfoutput.Parse(recordPath(name), data)
	return doc, nil
}

// compareStates finds outputs that are older than the recorded ones, or of
// another state. Recording such ones would roll a stack back, or mix two.
func (in *input) compareStates(o options, name string, doc, before *tfoutput.Document) hcl.Diagnostics {
	if !doc.HasProvenance() {
		if o.refresh {
			in.note("%s: %s says nothing of its state, so nobody can tell whether these outputs are older than the recorded ones", name, doc.Path)
		}
		return nil
	}
	if before == nil || !before.HasProvenance() {
		return nil
	}
	var summary, detail string
	switch {
	case doc.Lineage != before.Lineage:
		summary, detail = "Outputs of another state", fmt.Sprintf("These outputs are of the state with lineage %s, the recorded ones of %s. Either this is the state of another stack, or it was made anew.", doc.Lineage, before.Lineage)
	case doc.Serial < before.Serial:
		summary, detail = "Older outputs", fmt.Sprintf("These outputs are of serial %d of the state, the recorded ones of serial %d, which is later. Somebody restored an old state, or these are an old copy.", doc.Serial, before.Serial)
	default:
		return nil
	}
	if o.refresh && !o.force {
		return hcl.Diagnostics{diagnosticAt(recordPath(name), summary, detail+" If it is meant, record them with --force.")}
	}
	in.note("%s: %s", name, strings.ToLower(detail[:1])+detail[1:])
	return nil
}

// prepareRecord makes the new outputs.json. The stack is then made of exactly
// that, so a run with --refresh and one without give the same bytes.
func (in *input) prepareRecord(out *outputs, name string, before *tfoutput.Document) {
	out.record, out.changed = out.read.Record(), out.read.Differences(before)
	doc, diags := tfoutput.Parse(recordPath(name), out.record)
	if diags.HasErrors() {
		panic("what was recorded cannot be read: " + diags.Error())
	}
	out.doc = doc
	delete(in.sources, recordPath(name))
	if len(doc.SensitiveNames()) == 0 {
		in.sources[recordPath(name)] = &hcl.File{Bytes: out.record}
	}
}

// refuseRecordedSecrets finds sensitive values in a document that is committed.
func refuseRecordedSecrets(doc *tfoutput.Document) hcl.Diagnostics {
	var diags hcl.Diagnostics
	if doc == nil {
		return nil
	}
	for _, name := range doc.SensitiveNames() {
		if doc.Outputs[name].Value.IsKnown() {
			at := doc.Range(name)
			diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Secret in recorded outputs", Subject: &at,
				Detail: fmt.Sprintf("The output %q is sensitive, and this file is committed with its value. Delete the member \"value\" of that output before you commit; if it is in git already, replace the secret.", name)})
		}
	}
	return diags
}

// newStates prepares the reading of live states.
func newStates(o options, root *os.Root) *state.Reader {
	return &state.Reader{Folder: filepath.Join(root.Name(), "terraform"), Timeout: o.timeout}
}

// learnSecrets makes the values of sensitive outputs known, so that they can be
// searched for. A value that is also the whole of a public output is no secret.
func (in *input) learnSecrets() {
	public := map[string]bool{}
	for _, out := range in.outputs {
		if out.doc != nil {
			for _, leaf := range out.doc.Leaves(false) {
				public[leaf.Text] = true
			}
		}
	}
	for _, name := range in.names {
		out := in.outputs[name]
		if out.read == nil {
			in.noteUnknownSecrets(name, out.doc)
			continue
		}
		var short []string
		for _, leaf := range out.read.Leaves(true) {
			switch {
			case leaf.Text == "" || public[leaf.Text]:
			case len(leaf.Text) < secret.MinLength:
				short = append(short, leaf.Path)
			default:
				in.secrets.Add(leaf.Path, leaf.Text)
			}
		}
		in.warnShort(name, slices.Compact(short))
	}
}

func (in *input) noteUnknownSecrets(name string, doc *tfoutput.Document) {
	if doc != nil && len(doc.SensitiveNames()) > 0 && in.isAsked(name) {
		in.note("%s: recorded outputs have no secret values, so the files were searched for the shapes of credentials only", name)
	}
}

func (in *input) warnShort(name string, short []string) {
	if len(short) > 0 {
		at := hcl.Range{Filename: recordPath(name), Start: hcl.InitialPos, End: hcl.InitialPos}
		in.diags = append(in.diags, &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "Unsearchable secret", Subject: &at,
			Detail: fmt.Sprintf("The sensitive output %s is shorter than %d bytes, so the files cannot be searched for it: it would be found everywhere. Make the secret longer.", strings.Join(short, ", "), secret.MinLength)})
	}
}

func (in *input) note(format string, args ...any) {
	in.notes = append(in.notes, fmt.Sprintf(format, args...))
}

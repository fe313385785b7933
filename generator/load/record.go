package load

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/tfoutput"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
)

// recordedBefore is the outputs.json that is there, or nil when there is none
// that can be read: then nothing can be lost by replacing it.
func (r *reader) recordedBefore(name string) (*tfoutput.Document, error) {
	data, err := r.want.Root.ReadFile(tree.Record(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading recorded outputs: %w", err)
	}
	doc, _ := tfoutput.Parse(tree.Record(name), data)
	return doc, nil
}

// compareStates finds outputs that are older than the recorded ones, or of
// another state. Recording such ones would roll a stack back, or mix two.
func (r *reader) compareStates(name string, doc, before *tfoutput.Document) hcl.Diagnostics {
	if !doc.HasProvenance() {
		if r.want.Record {
			r.note("%s: %s says nothing of its state, so nobody can tell whether these outputs are older than the recorded ones", name, doc.Path)
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
	if r.want.Record && !r.want.Override {
		return hcl.Diagnostics{diag.Error(diag.File(tree.Record(name)), summary, detail+" If it is meant, record them with --force.")}
	}
	r.note("%s: %s", name, strings.ToLower(detail[:1])+detail[1:])
	return nil
}

// prepareRecord makes the new outputs.json. The stack is then made of exactly
// that, so a run with --refresh and one without give the same bytes.
func (r *reader) prepareRecord(out *Outputs, name string, before *tfoutput.Document) {
	out.Record, out.Changed = out.Read.Record(), out.Read.Differences(before)
	doc, diags := tfoutput.Parse(tree.Record(name), out.Record)
	if diags.HasErrors() {
		panic("what was recorded cannot be read: " + diags.Error())
	}
	out.Document = doc
	delete(r.Sources, tree.Record(name))
	if len(doc.SensitiveNames()) == 0 {
		r.Sources[tree.Record(name)] = &hcl.File{Bytes: out.Record}
	}
}

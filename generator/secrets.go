package main

import (
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/hashicorp/hcl/v2"
)

// refuseRecordedSecrets finds sensitive values in a document that is committed.
func refuseRecordedSecrets(doc *tfoutput.Document) hcl.Diagnostics {
	var diags hcl.Diagnostics
	if doc == nil {
		return nil
	}
	for _, name := range doc.SensitiveNames() {
		if doc.Outputs[name].Value.IsKnown() {
			at := doc.Range(name)
			diags = append(diags, diag.Error(at, "Secret in recorded outputs",
				fmt.Sprintf("The output %q is sensitive, and this file is committed with its value. Delete the member \"value\" of that output before you commit; if it is in git already, replace the secret.", name)))
		}
	}
	return diags
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
		in.diags = append(in.diags, diag.Warning(diag.File(recordPath(name)), "Unsearchable secret",
			fmt.Sprintf("The sensitive output %s is shorter than %d bytes, so the files cannot be searched for it: it would be found everywhere. Make the secret longer.", strings.Join(short, ", "), secret.MinLength)))
	}
}

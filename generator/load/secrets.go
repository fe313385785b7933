package load

import (
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/tfoutput"
	"example.com/metaflow-gitops/generator/tree"
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
func (r *reader) learnSecrets() {
	public := map[string]bool{}
	for _, out := range r.Outputs {
		if out.Document != nil {
			for _, leaf := range append(out.Document.Leaves(false), out.Document.Keys(false)...) {
				public[leaf.Text] = true
			}
		}
	}
	var unknown []string
	for _, name := range r.Names {
		out := r.Outputs[name]
		if out.Read == nil {
			if r.hasUnknownSecrets(name, out.Document) {
				unknown = append(unknown, name)
			}
			continue
		}
		var short []string
		for _, leaf := range out.Read.Leaves(true) {
			switch {
			case leaf.Text == "" || public[leaf.Text]:
			case len(leaf.Text) < secret.MinLength:
				short = append(short, leaf.Path)
			default:
				r.Secrets.Add(leaf.Path, leaf.Text)
			}
		}
		for _, key := range out.Read.Keys(true) { // of a map whose keys are tokens, say
			if !public[key.Text] && !secret.IsName(key.Text) {
				r.Secrets.Add(key.Path, key.Text)
			}
		}
		r.warnShort(name, slices.Compact(short))
	}
	if len(unknown) > 0 {
		r.note("%s: recorded outputs have no secret values, so the files were searched for the shapes of credentials only", some(unknown))
	}
}

// hasUnknownSecrets reports whether a stack that the run is about has secrets of which
// only the names are recorded.
func (r *reader) hasUnknownSecrets(name string, doc *tfoutput.Document) bool {
	return doc != nil && len(doc.SensitiveNames()) > 0 && r.want.asksFor(name)
}

// some names the first of many, and counts the others.
func some(names []string) string {
	const most = 3
	if len(names) > most+1 {
		names = append(slices.Clone(names[:most]), fmt.Sprintf("%d more", len(names)-most))
	}
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return strings.Join(names, "")
}

func (r *reader) warnShort(name string, short []string) {
	if len(short) > 0 {
		r.Diags = append(r.Diags, diag.Warning(diag.File(tree.Record(name)), "Unsearchable secret",
			fmt.Sprintf("The sensitive output %s is shorter than %d bytes, so the files cannot be searched for it: it would be found everywhere. Make the secret longer.", strings.Join(short, ", "), secret.MinLength)))
	}
}

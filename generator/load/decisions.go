package load

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"unicode/utf8"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
)

// readStack reads the decisions about a stack and its outputs, and parses them
// together.
func (r *reader) readStack(name string) (*stack.Stack, hcl.Diagnostics, error) {
	src := stack.Source{Name: name, Filename: tree.Decisions(name)}
	text, diags, err := readDecisions(r.want.Root, src.Filename)
	if err != nil {
		return nil, nil, err
	}
	if more := r.refuseCredentials(src.Filename, text); more.HasErrors() {
		text, diags = nil, append(diags, more...) // not even parsed: diagnostics quote values
	}
	src.HCL, r.Decisions[name] = text, text
	if utf8.Valid(text) && !hasLongLine(text) {
		r.Sources[src.Filename] = &hcl.File{Bytes: text}
	}
	out, err := r.readOutputs(name)
	if err != nil {
		return nil, nil, err
	}
	r.Outputs[name] = out
	doc, diags := out.Document, append(diags, out.diags...)
	switch {
	case text == nil:
		return nil, diags, nil
	case doc == nil:
		return nil, append(diags, stack.CheckSyntax(src)...), nil
	}
	src.Outputs = doc
	s, more := stack.Parse(src)
	if slices.ContainsFunc(more, func(d *hcl.Diagnostic) bool { return d.Summary == "Secret in the profile" }) {
		delete(r.Sources, src.Filename) // a secret is not quoted, not even where it is refused
	}
	return s, append(diags, more...), nil
}

// hasLongLine reports whether a text has a line that is too long to be quoted.
func hasLongLine(text []byte) bool {
	for line := range bytes.Lines(text) {
		if len(line) > 1000 {
			return true
		}
	}
	return false
}

// readDecisions reads stack.hcl, and no more of it than the limit.
func readDecisions(root *os.Root, p string) ([]byte, hcl.Diagnostics, error) {
	data, err := readUpTo(root, p, stack.MaxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hcl.Diagnostics{diag.Error(diag.File(p), "Missing stack.hcl", "A stack needs a stack.hcl, even if it is empty. Create it, or remove the folder if the stack is gone.")}, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading %q: %w", p, err)
	}
	if len(data) > stack.MaxSize {
		return nil, hcl.Diagnostics{diag.Error(diag.File(p), "stack.hcl too large", fmt.Sprintf("It is larger than %d MiB, so it can hardly be decisions of people. Restore it from git.", stack.MaxSize>>20))}, nil
	}
	return data, nil, nil
}

// refuseCredentials finds credentials that somebody wrote into stack.hcl.
func (r *reader) refuseCredentials(p string, text []byte) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, m := range secret.FindShapes(text) {
		start := hcl.Pos{Line: 1 + bytes.Count(text[:m.Start], []byte("\n")), Column: 1, Byte: m.Start}
		diags = append(diags, diag.Error(hcl.Range{Filename: p, Start: start, End: start}, "Credential in stack.hcl",
			fmt.Sprintf("Something here looks like %s. Put it into Key Vault and give the name of that Key Vault secret; if it was committed, replace it.", m.Name)))
	}
	return diags
}

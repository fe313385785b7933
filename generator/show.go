package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/secrets"
	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/report/text"
	"example.com/metaflow-gitops/generator/sanitize"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/tfoutput"
	"example.com/metaflow-gitops/generator/write"
	"github.com/hashicorp/hcl/v2"
	"github.com/rogpeppe/go-internal/diff"
)

// How the command speaks: results go to standard output, one line each, and
// everything else to standard error. Machines get one JSON document on
// standard output instead. Colour is for terminals, unless NO_COLOR is set.
// Nothing ever quotes a document that holds a sensitive output, and whatever
// is shown goes through a redactor all the same.

// show prints a result.
func show(o options, r result, std stdio) error {
	slices.SortStableFunc(r.diags, compareDiagnostics)
	r.diags = diag.Unrepeated(r.diags)
	for _, d := range r.diags {
		d.Expression, d.EvalContext = nil, nil // would print values of outputs
	}
	if r.redactor == nil {
		r.redactor = secret.NewRedactor(nil)
	}
	if o.format == "json" && r.report == nil {
		return showJSON(o, r, std.out)
	}
	if err := showTalk(r, std.err); err != nil {
		return err
	}
	if r.report != nil && r.err == nil {
		return showReport(o, r, std)
	}
	if cannotGoOn(r.diags, r.err) {
		return nil
	}
	if r.explained != nil {
		fmt.Fprint(std.out, text.Explanations(r.explained))
		return nil
	}
	var text bytes.Buffer
	showChanges(o, r, &text)
	fmt.Fprint(std.out, sanitize.Lines(text.String()))
	return nil
}

// showTalk prints what is to be said beside the result. It quotes files, so that
// it is sanitized as a whole; where there was something to escape, it has no
// colours, which could not be told from those of a file.
func showTalk(r result, w io.Writer) error {
	plain, err := talk(r, false)
	if err != nil {
		return err
	}
	text := sanitize.Lines(plain)
	if text == plain && hasColour(w) {
		if text, err = talk(r, true); err != nil {
			return err
		}
	}
	fmt.Fprint(w, text)
	return nil
}

func talk(r result, colour bool) (string, error) {
	var text bytes.Buffer
	if err := showDiagnostics(r, &text, colour); err != nil {
		return "", err
	}
	for _, n := range r.notes {
		fmt.Fprintf(&text, "note: %s\n", n)
	}
	if r.err != nil {
		fmt.Fprintf(&text, "error: %v\n", r.err)
	}
	return r.redactor.Redact(text.String()), nil
}

func compareDiagnostics(a, b *hcl.Diagnostic) int {
	pa, pb := diag.Place(a), diag.Place(b)
	return cmp.Or(cmp.Compare(pa.Filename, pb.Filename), cmp.Compare(pa.Start.Byte, pb.Start.Byte), cmp.Compare(a.Summary, b.Summary), cmp.Compare(a.Detail, b.Detail))
}

func showDiagnostics(r result, w io.Writer, colour bool) error {
	printer := hcl.NewDiagnosticTextWriter(w, r.sources, 0, colour)
	for _, d := range r.diags {
		d = diag.WithTitle(d)
		if d.Subject != nil && !r.mayQuote(d) {
			showPlain(w, d)
		} else if err := printer.WriteDiagnostic(d); err != nil {
			return fmt.Errorf("writing diagnostics: %w", err)
		}
	}
	for _, c := range r.changes.Edits() {
		if !r.written {
			showEdit(r, w, c)
		}
	}
	return nil
}

// mayQuote reports whether the lines may be shown that a diagnostic is about: those of
// a file without secrets, and none in which somebody could have mistaken the name of a
// secret for its value.
func (r result) mayQuote(d *hcl.Diagnostic) bool {
	file := r.sources[d.Subject.Filename]
	if file == nil || diag.IsConfidential(d) {
		return false
	}
	lines := strings.Split(string(file.Bytes), "\n")
	from, to := min(d.Subject.Start.Line, len(lines)), min(max(d.Subject.Start.Line, d.Subject.End.Line), len(lines))
	text := strings.Join(lines[max(from, 1)-1:to], "\n")
	return !strings.Contains(text, "secret_name") && r.redactor.RedactFile(text) == text
}

// showEdit prints what somebody changed in a generated file.
func showEdit(r result, w io.Writer, c write.Change) {
	switch {
	case len(c.Have()) > limit.FileSize:
		fmt.Fprintf(w, "%s has %d bytes, which are not shown\n", c.Path, len(c.Have()))
	case secrets.HasSecret(c.Path, c.Have()):
		fmt.Fprintf(w, "%s has a Secret, which is not shown\n", c.Path)
	default:
		fmt.Fprintf(w, "%s\n", diff.Diff("generated "+c.Path, c.Want(), "on disk "+c.Path, []byte(r.redactor.RedactFile(string(c.Have())))))
	}
}

// showPlain prints a diagnostic whose source is not quoted.
func showPlain(w io.Writer, d *hcl.Diagnostic) {
	severity := "Error"
	if d.Severity == hcl.DiagWarning {
		severity = "Warning"
	}
	fmt.Fprintf(w, "%s: %s\n\n  on %s line %d:\n\n%s\n\n", severity, d.Summary, d.Subject.Filename, d.Subject.Start.Line, d.Detail)
}

// hasColour reports whether a stream is a terminal that wants colour.
func hasColour(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func showChanges(o options, r result, w io.Writer) {
	for _, c := range r.changes.Differences() {
		if o.check {
			fmt.Fprintf(w, "%s: %s\n", c.Path, finding(c))
		} else {
			fmt.Fprintf(w, "%s %s\n", c.Action, c.Path)
		}
		if c.Record {
			showOutputs(r.outputs[c.Stack].Changed, w)
		}
	}
	for _, name := range stacksOf(r) {
		fmt.Fprintf(w, "%s: %s\n", name, countActions(r.changes, name))
	}
}

// showOutputs names the outputs that differ from the recorded ones.
func showOutputs(changed []tfoutput.Difference, w io.Writer) {
	for _, d := range changed {
		fmt.Fprintf(w, "  %s output %s\n", d.Action, d.Name)
	}
}

// finding says what is wrong with a committed file, and the cure.
func finding(c write.Change) string {
	switch {
	case c.Record:
		return "not what Terraform says now; run the generator with --refresh"
	case c.Gone:
		return "left over from a stack that is gone; run the generator without --stack"
	case c.Action == write.Created:
		return "missing; run the generator"
	case c.Edited && c.Action == write.Deleted:
		return "not generated; move it out of the generated folder"
	case c.Edited:
		return "edited by hand; move the edit into stack.hcl or a component"
	case c.Action == write.Deleted:
		return "left over; run the generator"
	}
	return "stale; run the generator"
}

// stacksOf lists the stacks that a result is about, gone ones included.
func stacksOf(r result) []string {
	names := append([]string{}, r.stacks...)
	for _, c := range r.changes {
		if !slices.Contains(names, c.Stack) {
			names = append(names, c.Stack)
		}
	}
	slices.Sort(names)
	return names
}

func countActions(changes write.ChangeSet, name string) string {
	var parts []string
	own := slices.DeleteFunc(slices.Clone(changes), func(c write.Change) bool { return c.Stack != name })
	for _, a := range []write.Action{write.Created, write.Updated, write.Deleted, write.Unchanged} {
		if n := own.Count(a); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, a))
		}
	}
	return strings.Join(parts, ", ")
}

// Package diag makes the diagnostics of user mistakes: each has a summary that
// names its class, a detail that says what to do, and the place it is at.
package diag

import "github.com/hashicorp/hcl/v2"

// Error is a mistake that stops the run. An empty range is no place at all.
func Error(at hcl.Range, summary, detail string) *hcl.Diagnostic {
	return newDiagnostic(hcl.DiagError, at, summary, detail)
}

// Warning is what somebody should know, and what may be meant.
func Warning(at hcl.Range, summary, detail string) *hcl.Diagnostic {
	return newDiagnostic(hcl.DiagWarning, at, summary, detail)
}

func newDiagnostic(severity hcl.DiagnosticSeverity, at hcl.Range, summary, detail string) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: severity, Summary: summary, Detail: detail}
	if at.Filename != "" {
		d.Subject = &at
	}
	return d
}

// File is a file as a whole.
func File(name string) hcl.Range {
	return hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
}

// Line is the beginning of a line, from 1.
func Line(name string, line int) hcl.Range {
	at := hcl.Pos{Line: max(line, 1), Column: 1}
	return hcl.Range{Filename: name, Start: at, End: at}
}

// Place is where a diagnostic is; the empty range is nowhere.
func Place(d *hcl.Diagnostic) hcl.Range {
	if d.Subject == nil {
		return hcl.Range{}
	}
	return *d.Subject
}

// confidential is what the Extra of a diagnostic has whose source may have a secret.
type confidential struct{}

// Confidential says of a diagnostic that nobody may quote the lines that it is about.
func Confidential(d *hcl.Diagnostic) *hcl.Diagnostic {
	d.Extra = confidential{}
	return d
}

// IsConfidential reports whether nobody may quote what a diagnostic is about.
func IsConfidential(d *hcl.Diagnostic) bool {
	_, is := d.Extra.(confidential)
	return is
}

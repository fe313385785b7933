// Package diag makes the diagnostics of user mistakes: each has a summary that
// names its class, a detail that says what to do, and the place it is at.
package diag

import (
	"slices"

	"example.com/metaflow-gitops/generator/catalogue"
	"github.com/hashicorp/hcl/v2"
)

// About is what a diagnostic knows of itself that its text does not say.
type About struct {
	// ID is that of its finding, or "" of one that the catalogue does not have.
	ID string
	// Object is the rendered object that it is about, as KIND/NAMESPACE/NAME or KIND/NAME;
	// "" is none.
	Object string
	// Reason is why an exception of stack.hcl accepts it; "" is not accepted.
	Reason string
	// Once is what it tells that need not be told again of another stack; "" is nothing.
	Once string
	// IsConfidential says that the lines that it is about may have a secret.
	IsConfidential bool
}

// Error is a mistake that stops the run. An empty range is no place at all.
func Error(at hcl.Range, summary, detail string) *hcl.Diagnostic {
	return newDiagnostic(hcl.DiagError, at, summary, detail)
}

// Warning is what somebody should know, and what may be meant.
func Warning(at hcl.Range, summary, detail string) *hcl.Diagnostic {
	return newDiagnostic(hcl.DiagWarning, at, summary, detail)
}

func newDiagnostic(severity hcl.DiagnosticSeverity, at hcl.Range, summary, detail string) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: severity, Summary: summary, Detail: detail, Extra: aboutOf(summary)}
	if at.Filename != "" {
		d.Subject = &at
	}
	return d
}

func aboutOf(summary string) About {
	finding, _ := catalogue.BySummary(summary)
	return About{ID: finding.ID}
}

// Under files diagnostics that HCL made, with summaries of its own, under the
// finding of a summary. Those that have one stay.
func Under(summary string, diags hcl.Diagnostics) hcl.Diagnostics {
	for _, d := range diags {
		if ID(d) == "" {
			d.Extra = aboutOf(summary)
		}
	}
	return diags
}

// On notes which rendered object a diagnostic is about.
func On(object string, d *hcl.Diagnostic) *hcl.Diagnostic {
	about := Of(d)
	about.Object = object
	d.Extra = about
	return d
}

// Accept lets a diagnostic stand as a warning, for a reason that people gave.
func Accept(d *hcl.Diagnostic, reason string) {
	about := Of(d)
	about.Reason = reason
	d.Extra, d.Severity = about, hcl.DiagWarning
	d.Detail += " Accepted in stack.hcl: " + reason
}

// Once notes what a diagnostic tells that need not be told again of another stack.
func Once(d *hcl.Diagnostic, what string) *hcl.Diagnostic {
	about := Of(d)
	about.Once = what
	d.Extra = about
	return d
}

// Unrepeated are diagnostics without those that tell again what is told once. What is
// given stays as it is: others count it.
func Unrepeated(diags hcl.Diagnostics) hcl.Diagnostics {
	told := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(diags), func(d *hcl.Diagnostic) bool {
		about := Of(d)
		if about.Once == "" {
			return false
		}
		key := about.ID + " " + about.Once
		again := told[key]
		told[key] = true
		return again
	})
}

// Of is what a diagnostic knows of itself; nothing, of one that was not made here.
func Of(d *hcl.Diagnostic) About {
	about, _ := d.Extra.(About)
	return about
}

// ID is the id of a diagnostic's finding, or "".
func ID(d *hcl.Diagnostic) string { return Of(d).ID }

// Title is a diagnostic's summary with its id behind it.
func Title(d *hcl.Diagnostic) string {
	if id := ID(d); id != "" {
		return d.Summary + " (" + id + ")"
	}
	return d.Summary
}

// WithTitle is a copy that has its title for its summary, as people are shown it.
func WithTitle(d *hcl.Diagnostic) *hcl.Diagnostic {
	titled := *d
	titled.Summary = Title(d)
	return &titled
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

// Confidential says of a diagnostic that nobody may quote the lines that it is about.
func Confidential(d *hcl.Diagnostic) *hcl.Diagnostic {
	about := Of(d)
	about.IsConfidential = true
	d.Extra = about
	return d
}

// IsConfidential reports whether nobody may quote what a diagnostic is about.
func IsConfidential(d *hcl.Diagnostic) bool { return Of(d).IsConfidential }

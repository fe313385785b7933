package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/sanitize"
	"example.com/metaflow-gitops/generator/secret"
	"example.com/metaflow-gitops/generator/write"
	"github.com/hashicorp/hcl/v2"
)

// The JSON form; its field names are part of the command's interface.
type (
	jsonResult struct {
		Format      int              `json:"format"`
		Status      int              `json:"status"`
		Stacks      []string         `json:"stacks"`
		Changes     []jsonChange     `json:"changes"`
		Diagnostics []jsonDiagnostic `json:"diagnostics"`
		// Secrets says what the files of each stack were searched for:
		// "shapes" of credentials, and with "values" also the known ones.
		Secrets map[string][]string `json:"secrets"`
		Notes   []string            `json:"notes,omitempty"`
		// Explained is the answer to --explain.
		Explained []cause.Explanation `json:"explained,omitempty"`
	}
	jsonChange struct {
		Stack   string       `json:"stack"`
		Path    string       `json:"path"`
		Action  write.Action `json:"action"`
		Edited  bool         `json:"edited,omitempty"`
		Finding string       `json:"finding,omitempty"`
		// Outputs are those that differ, when the file is outputs.json.
		Outputs []jsonOutput `json:"outputs,omitempty"`
	}
	jsonOutput struct {
		Name   string `json:"name"`
		Action string `json:"action"`
	}
	jsonDiagnostic struct {
		// ID is that of the finding, which stays the same when the summary changes.
		ID       string `json:"id"`
		Severity string `json:"severity"`
		Summary  string `json:"summary"`
		Detail   string `json:"detail"`
		// File and Line are those of the subject.
		File string `json:"file,omitempty"`
		Line int    `json:"line,omitempty"`
		// Object is the rendered object that it is about, if there is one.
		Object  string     `json:"object,omitempty"`
		Subject *jsonPlace `json:"subject,omitempty"`
	}
	jsonPlace struct {
		File   string `json:"file"`
		Line   int    `json:"line"`
		Column int    `json:"column"`
	}
)

func showJSON(o options, r result, w io.Writer) error {
	out := jsonResult{Format: 1, Status: r.status(o), Stacks: stacksOf(r), Changes: []jsonChange{}, Diagnostics: []jsonDiagnostic{}, Secrets: searched(r), Explained: r.explained}
	for _, n := range r.notes {
		out.Notes = append(out.Notes, r.redactor.Redact(n))
	}
	for _, c := range r.changes.Differences() {
		change := jsonChange{Stack: c.Stack, Path: c.Path, Action: c.Action, Edited: c.Edited}
		if o.check {
			change.Finding = finding(c)
		}
		if c.Record {
			for _, d := range r.outputs[c.Stack].Changed {
				change.Outputs = append(change.Outputs, jsonOutput(d))
			}
		}
		out.Changes = append(out.Changes, change)
	}
	for _, d := range r.diags {
		out.Diagnostics = append(out.Diagnostics, toJSON(d, r.redactor))
	}
	if r.err != nil {
		out.Diagnostics = append(out.Diagnostics, toJSON(diag.Error(hcl.Range{}, "Environment", r.err.Error()), r.redactor))
	}
	text, err := encodeJSON(out)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	return err
}

// encodeJSON is a document that can be shown anywhere.
func encodeJSON(v any) (string, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return "", fmt.Errorf("writing JSON: %w", err)
	}
	return sanitize.JSON(b.String()), nil
}

// searched says what the files of each stack were searched for.
func searched(r result) map[string][]string {
	all := map[string][]string{}
	for _, name := range r.stacks {
		all[name] = []string{"shapes"}
		if r.outputs[name].Read != nil {
			all[name] = []string{"shapes", "values"}
		}
	}
	return all
}

func toJSON(d *hcl.Diagnostic, redactor *secret.Redactor) jsonDiagnostic {
	about := diag.Of(d)
	j := jsonDiagnostic{ID: about.ID, Severity: "error", Summary: d.Summary, Detail: redactor.Redact(d.Detail), Object: redactor.Redact(about.Object)}
	if d.Severity == hcl.DiagWarning {
		j.Severity = "warning"
	}
	if d.Subject != nil {
		j.Subject = &jsonPlace{d.Subject.Filename, d.Subject.Start.Line, d.Subject.Start.Column}
		j.File, j.Line = j.Subject.File, j.Subject.Line
	}
	return j
}

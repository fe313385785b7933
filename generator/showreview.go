package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/report/html"
	"example.com/metaflow-gitops/generator/report/markdown"
	"example.com/metaflow-gitops/generator/report/text"
)

// jsonReport is the JSON form of a review; docs/schema has its schema.
type jsonReport struct {
	*report.Report
	Status      int              `json:"status"`
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
}

// showReport prints a report, or writes it to the files of --output.
func showReport(o options, r result, std stdio) error {
	if len(o.files) == 0 {
		text, err := reportText(o.format, o, r, hasColour(std.out))
		if err == nil {
			_, err = io.WriteString(std.out, text)
		}
		return err
	}
	for _, f := range o.files {
		text, err := reportText(f.format, o, r, false)
		if err != nil {
			return err
		}
		if err := writeReport(f.name, text); err != nil {
			return err
		}
	}
	return nil
}

func reportText(format string, o options, r result, colour bool) (string, error) {
	switch format {
	case "json":
		return reportJSON(o, r)
	case "html":
		return html.Render(r.report)
	case "markdown":
		return markdown.Render(r.report, o.limit, o.link), nil
	}
	return text.Render(r.report, colour), nil
}

func reportJSON(o options, r result) (string, error) {
	out := jsonReport{Report: r.report, Status: r.status(o), Diagnostics: []jsonDiagnostic{}}
	for _, d := range r.diags {
		out.Diagnostics = append(out.Diagnostics, toJSON(d, r.redactor))
	}
	return encodeJSON(out)
}

// writeReport writes the file of --output, which may be anywhere.
func writeReport(name, text string) error {
	folder, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return fmt.Errorf("opening the folder of --output: %w", err)
	}
	defer folder.Close()
	if err := folder.WriteFile(filepath.Base(name), []byte(text), 0o644); err != nil {
		return fmt.Errorf("writing --output: %w", err)
	}
	return nil
}

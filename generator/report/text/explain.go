package text

import (
	"strings"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/report"
)

// Explanations are shown for a terminal or a log.
func Explanations(all []cause.Explanation) string {
	var w textWriter
	for i, e := range all {
		if i > 0 {
			w.WriteByte('\n')
		}
		w.printf("%s: %s\n", report.Brief(e.Stack), report.Brief(e.Object.String()))
		for _, f := range e.Fields {
			text := strings.Join(report.Texts(f.Value), `\n`)
			w.printf("  %s: %s\n", report.Brief(f.Path.String()), report.Brief(text))
			for _, o := range f.Origins {
				w.printf("    %s\n", report.Brief(o.Origin()))
			}
		}
	}
	return w.String()
}

package render

import (
	"bytes"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/manifest"
)

// MentionBelow is the first line with a text from a line of a file on, in the same
// document, or else that line.
func (r *Rendered) MentionBelow(at manifest.Origin, text string) manifest.Origin {
	number := 0
	for line := range bytes.Lines(r.base.Files[at.Range.Filename]) {
		number++
		switch {
		case number < at.Range.Start.Line || text == "":
		case number > at.Range.Start.Line && strings.HasPrefix(string(line), "---"):
			return at
		case strings.Contains(string(line), text):
			at.Range = diag.Line(at.Range.Filename, number)
			return at
		}
	}
	return at
}

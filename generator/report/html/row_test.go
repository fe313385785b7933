package html

import (
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/report"
)

func TestRows(t *testing.T) {
	for _, c := range []struct{ name, lines, want string }{
		{"one for one", "- a 1\n+ a 2", "a [1] | a [2]"},
		{"only added", "+ a\n+ b", " | a; | b"},
		{"only removed", "- a", "a | "},
		{"context", "  a\n- b c\n+ b d\n  e", "a; b [c] | b [d]; e"},
		{"blocks of two lengths", "- a b\n- c\n+ a d", "a b | a d; c | "},
		{"added before removed", "+ a\n- b", " | a; b | "},
		{"nothing", "", ""},
	} {
		var lines []report.Line
		for l := range strings.Lines(c.lines) {
			lines = append(lines, report.Line{Sign: l[0], Text: strings.TrimSuffix(l[2:], "\n")})
		}
		var got []string
		for _, r := range rows(lines) {
			if r.Before == nil && r.After == nil {
				got = append(got, r.Both)
				continue
			}
			got = append(got, marks(r.Before)+" | "+marks(r.After))
		}
		if text := strings.Join(got, "; "); text != strings.ReplaceAll(c.want, "; |", ";  |") {
			t.Errorf("%s: %q, want %q", c.name, text, c.want)
		}
	}
}

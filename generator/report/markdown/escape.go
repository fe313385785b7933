package markdown

import (
	"fmt"
	"html"
	"strings"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/report"
	"example.com/metaflow-gitops/generator/sanitize"
)

// code quotes text within a line of Markdown, so that nothing in it is taken
// for markup, a mention or a link.
func code(s string) string {
	s = sanitize.Text(report.Shorten(s, report.MaxWidth))
	ticks := strings.Repeat("`", longestRun(s, '`')+1)
	if s == "" || strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || strings.TrimSpace(s) == "" {
		s = " " + s + " "
	}
	return ticks + s + ticks
}

// escape quotes text within HTML.
func escape(s string) string {
	return html.EscapeString(sanitize.Text(report.Shorten(s, report.MaxWidth)))
}

func longestRun(s string, char rune) int {
	longest, run := 0, 0
	for _, r := range s {
		if r == char {
			run++
		} else {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// fence quotes lines in a block that none of them can close.
func (w *markdownWriter) fence(language string, lines []report.Line) {
	ticks := 3
	for _, l := range lines {
		ticks = max(ticks, longestRun(l.Text, '`')+1)
	}
	bar := strings.Repeat("`", ticks)
	w.printf("%s%s\n", bar, language)
	for _, l := range lines {
		w.printf("%c %s\n", l.Sign, l.Text)
	}
	w.printf("%s\n", bar)
}

// because says the causes in Markdown, after a comma.
func because(causes []cause.Cause) string {
	if len(causes) == 0 {
		return ""
	}
	return ", " + cause.Say(causes, causeText)
}

func causeText(c cause.Cause) string {
	switch c.Kind {
	case manifest.FromGenerator:
		return c.String()
	case manifest.FromBase:
		return code(c.String())
	}
	return fmt.Sprintf("%s %s", c.Kind, code(strings.TrimPrefix(c.String(), string(c.Kind)+" ")))
}

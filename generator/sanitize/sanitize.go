// Package sanitize writes text so that it can be shown anywhere and never acts:
// in a terminal, in a browser, and in the log of a pipeline.
package sanitize

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

var pipelineCommands = strings.NewReplacer("##[", `##\x5b`, "##vso[", `##vso\x5b`)

// Text writes one line in which a terminal, a browser or a pipeline finds
// nothing to act on. Control characters, invisible ones, and those that turn
// the direction of text become escapes, and so does what a log would take for a
// command: "::" at the start, behind any spaces, on GitHub, and "##[" or
// "##vso[" anywhere on Azure DevOps.
func Text(s string) string {
	if rest := strings.TrimLeftFunc(s, unicode.IsSpace); strings.HasPrefix(rest, "::") {
		s = s[:len(s)-len(rest)] + `\x3a` + rest[1:]
	}
	s = pipelineCommands.Replace(s)
	if strings.IndexFunc(s, func(r rune) bool { return !isClean(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case isClean(r):
			b.WriteRune(r)
		case r == '\t':
			b.WriteString(`\t`)
		case r == utf8.RuneError:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r <= 0xff:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func isClean(r rune) bool { return r == ' ' || unicode.IsPrint(r) && r != utf8.RuneError }

// Lines sanitizes a text line by line, and keeps its line ends.
func Lines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		content, ended := strings.CutSuffix(line, "\n")
		b.WriteString(Text(content))
		if ended {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// JSON writes the same characters of a JSON document as escapes of JSON, so
// that it can be shown, and reads as before. Outside of strings there are none.
func JSON(document string) string {
	document = strings.NewReplacer("##[", `##\u005b`, "##vso[", `##vso\u005b`).Replace(document)
	var b strings.Builder
	for _, r := range document {
		switch {
		case r == '\n' || isClean(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

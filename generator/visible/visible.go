// Package visible writes text so that it can be shown anywhere and never acts.
package visible

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

var pipelineCommands = strings.NewReplacer("##[", `##\x5b`, "##vso[", `##vso\x5b`)

// Text writes whatever a terminal or a browser would act on, rather than
// show, as an escape: control characters, invisible ones, and those that turn
// the direction of text. The same goes for what a pipeline that shows its log
// would take for a command: "::" at the start on GitHub, and "##[" or "##vso["
// anywhere on Azure DevOps.
func Text(s string) string {
	if rest, is := strings.CutPrefix(s, "::"); is {
		s = `\x3a:` + rest
	}
	s = pipelineCommands.Replace(s)
	clean := func(r rune) bool { return r == ' ' || unicode.IsPrint(r) && r != utf8.RuneError }
	if strings.IndexFunc(s, func(r rune) bool { return !clean(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case clean(r):
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

package picture

import (
	"unicode/utf8"

	"example.com/metaflow-gitops/generator/sanitize"
)

// longest bounds what is kept of a text, since nobody reads more.
const longest = 300

func short(s string) string { return cut(s, longest) }

// cut ends text between two characters, with an ellipsis.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + "…"
}

// shown is text as it can be shown: nothing in it acts, and it ends.
func shown(s string, most int) string { return sanitize.Text(cut(s, most)) }

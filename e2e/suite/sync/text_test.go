package sync

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	return string(data)
}

// withoutBlock drops one top-level block of a stack.hcl.
func withoutBlock(text, head string) string {
	before, rest, found := strings.Cut(text, head)
	if !found {
		return text
	}
	_, after, _ := strings.Cut(rest, "\n}\n")
	return before + after
}

// mentions reports whether a text stands anywhere in a value.
func mentions(v any, text string) bool {
	return anywhere(v, func(s string) bool { return s == text })
}

// mentionsPart reports whether a text is part of any in a value.
func mentionsPart(v any, part string) bool {
	return anywhere(v, func(s string) bool { return strings.Contains(s, part) })
}

func anywhere(v any, is func(string) bool) bool {
	switch v := v.(type) {
	case string:
		return is(v)
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return anywhere(item, is) })
	case map[string]any:
		for _, item := range v {
			if anywhere(item, is) {
				return true
			}
		}
	}
	return false
}

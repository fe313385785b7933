package manifest

import (
	"slices"
	"testing"
)

func TestDocuments(t *testing.T) {
	for _, c := range []struct {
		name, file string
		lines      []int
	}{
		{"nothing", "", nil},
		{"comments", "# a\n---\n\n# b\n", nil},
		{"one", "a: b\n", []int{1}},
		{"start of its own", "---\na: b\n", []int{2}},
		{"byte order mark", "\ufeff# a\n---\nb: c\n", []int{3}},
		{"two", "a: b\n---\nc: d", []int{1, 3}},
		{"comment on the line", "a: b\n--- # next\n\n# c\nc: d\n", []int{1, 5}},
		{"on the line", "--- {a: b}\n---\tc: d\n", []int{1, 2}},
		{"line ends of Windows", "a: b\r\n---\r\nc: d\r\n", []int{1, 3}},
		{"indented text", "a: |\n  ---\n  b\n", []int{1}},
		{"all of it indented", "# a\n  a: b\n  c: d\n", []int{2}},
		{"longer line", "a: |-\n ----\n", []int{1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var lines []int
			for _, d := range Documents([]byte(c.file)) {
				lines = append(lines, d.Line)
			}
			if !slices.Equal(lines, c.lines) {
				t.Errorf("documents are at %v, not %v", lines, c.lines)
			}
		})
	}
}

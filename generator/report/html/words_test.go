package html

import (
	"strings"
	"testing"
)

// marks writes marked segments in brackets.
func marks(line []Segment) string {
	var b strings.Builder
	for _, s := range line {
		if s.Marked {
			b.WriteString("[" + s.Text + "]")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ before, after, wantBefore, wantAfter string }{
		{"2", "3", "2", "3"},
		{"registry.example.com/ui:v1.3.14", "registry.example.com/ui:v1.3.13", "registry.example.com/ui:v1.3.[14]", "registry.example.com/ui:v1.3.[13]"},
		{"psql-prod.example.com", "psql-prod-2.example.com", "psql-prod.example.com", "psql-prod[-2].example.com"},
		{"one two three four", "one 2 3 four", "one [two three] four", "one [2 3] four"},
		{"", "something", "", "something"},
		{"nothing alike", "qqq", "nothing alike", "qqq"},
		{"größe: 10 µm", "größe: 12 µm", "größe: [10] µm", "größe: [12] µm"},
		{"same", "same", "same", "same"},
		{"----", "-----", "----", "-----"},
	} {
		b, a := words(c.before, c.after)
		if marks(b) != c.wantBefore || marks(a) != c.wantAfter {
			t.Errorf("%q and %q: %q and %q, want %q and %q", c.before, c.after, marks(b), marks(a), c.wantBefore, c.wantAfter)
		}
	}
}

// FuzzWords holds that marks never lose or invent text.
func FuzzWords(f *testing.F) {
	f.Add("a b c", "a x c")
	f.Add("é\xff", "\u2028")
	f.Fuzz(func(t *testing.T, before, after string) {
		b, a := words(before, after)
		if got := joined(b); got != before {
			t.Errorf("%q became %q", before, got)
		}
		if got := joined(a); got != after {
			t.Errorf("%q became %q", after, got)
		}
	})
}

func joined(line []Segment) string {
	text := ""
	for _, s := range line {
		text += s.Text
	}
	return text
}

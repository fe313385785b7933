package fact

import (
	"fmt"
	"regexp"
	"strings"
)

// text is the shared shape of all facts that are strings.
type text struct{ s string }

// String returns the fact as it was given.
func (t text) String() string { return t.s }

// IsZero tells whether the fact was never given.
func (t text) IsZero() bool { return t.s == "" }

// match accepts b when the whole of it fits the pattern; want completes the
// sentence "must be …".
func (t *text) match(b []byte, pattern *regexp.Regexp, want string) error {
	if !pattern.Match(b) {
		return fmt.Errorf("must be %s", want)
	}
	t.s = string(b)
	return nil
}

// oneOf accepts b when it is one of the choices, and names the nearest one
// when it is not.
func (t *text) oneOf(b []byte, choices ...string) error {
	for _, c := range choices {
		if string(b) == c {
			t.s = c
			return nil
		}
	}
	return fmt.Errorf("must be one of %s%s", quotedList(choices), Suggest(string(b), choices))
}

// Choice is one of a closed set of words.
type Choice struct{ text }

// Parse accepts b when it is one of the choices; the types that embed Choice
// name them.
func (c *Choice) Parse(b []byte, choices ...string) error { return c.oneOf(b, choices...) }

func quotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	return strings.Join(quoted, ", ")
}

// Text is one line of printable text, for values whose alphabet is not ours to
// fix (database users, group names).
type Text struct{ text }

var lineOfText = regexp.MustCompile(`^[^\x00-\x1f\x7f\x{2028}\x{2029}]+$`)

// UnmarshalText refuses the empty string and control characters.
func (t *Text) UnmarshalText(b []byte) error {
	return t.match(b, lineOfText, "one line of text that is not empty")
}

// MustText is for values that the program itself writes; it panics on a value
// that Text would refuse.
func MustText(s string) Text {
	var t Text
	if err := t.UnmarshalText([]byte(s)); err != nil {
		panic("fact: " + err.Error())
	}
	return t
}

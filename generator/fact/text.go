package fact

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// text is the shared shape of all facts that are strings.
type text struct{ s string }

// String returns the fact as it was given.
func (t text) String() string { return t.s }

// IsZero reports whether the fact was never given.
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

// matchSized is match for patterns that do not limit the number of characters.
func (t *text) matchSized(b []byte, least, most int, pattern *regexp.Regexp, want string) error {
	if n := utf8.RuneCount(b); n < least || n > most {
		return fmt.Errorf("must be %s", want)
	}
	return t.match(b, pattern, want)
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

// UnmarshalText refuses the empty string, control characters, and what
// Kubernetes would expand in an environment variable.
func (t *Text) UnmarshalText(b []byte) error {
	if strings.Contains(string(b), "$(") || strings.Contains(string(b), "$$") {
		return errors.New(`must not hold "$(" or "$$", which Kubernetes expands in environment variables`)
	}
	return t.match(b, lineOfText, "one line of text that is not empty")
}

// ListItem is Text that stands in a list which is written with commas, as the
// auth proxy reads its options.
type ListItem struct{ Text }

// UnmarshalText refuses a comma, which would make two items of one.
func (l *ListItem) UnmarshalText(b []byte) error {
	if strings.Contains(string(b), ",") {
		return errors.New("must not hold a comma, with which the auth proxy separates its lists")
	}
	return l.Text.UnmarshalText(b)
}

// Audience is the audience of a token. The auth proxy reads it in a list of
// ISSUER=AUDIENCE.
type Audience struct{ ListItem }

// UnmarshalText refuses a comma and an equals sign.
func (a *Audience) UnmarshalText(b []byte) error {
	if err := a.ListItem.UnmarshalText(b); err != nil {
		return err
	}
	if strings.Contains(string(b), "=") {
		return errors.New(`must not hold "=", with which the auth proxy separates issuer and audience`)
	}
	return nil
}

package secret

import (
	"cmp"
	"slices"
	"strings"
)

// Redacted stands where a secret stood.
const Redacted = "(secret)"

// Redactor takes secrets out of text for people. Nothing that is shown should
// hold one in the first place; this is the second lock of that door.
type Redactor struct {
	Known *Known
}

// NewRedactor makes a Redactor; known may be nil.
func NewRedactor(known *Known) *Redactor {
	if known == nil {
		known = new(Known)
	}
	return &Redactor{known}
}

// Redact returns the text without secrets, and without what could be one but is
// called a checksum: where the name is wrong, so may be what it says.
func (r *Redactor) Redact(text string) string {
	values, shapes := r.Known.Search([]byte(text))
	return without(text, slices.Concat(values, shapes, everyKeyOrSum().find([]byte(text))))
}

// RedactFile returns a file without secrets, and without anything that is called one:
// of a file that somebody changed nobody knows what it has.
func (r *Redactor) RedactFile(text string) string {
	text = r.Redact(text)
	return without(text, everyName().find([]byte(text)))
}

func without(text string, found []Match) string {
	if len(found) == 0 {
		return text
	}
	slices.SortFunc(found, func(a, b Match) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	var out strings.Builder
	done := 0
	for _, m := range found {
		if m.Start >= done {
			out.WriteString(text[done:m.Start])
			out.WriteString(Redacted)
		}
		done = max(done, m.End)
	}
	out.WriteString(text[done:])
	return out.String()
}

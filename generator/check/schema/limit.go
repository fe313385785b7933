package schema

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
)

// limits holds how many fields or items there are to what may be.
func (w *walker) limits(s *openapi.Schema, v any) {
	for _, l := range s.Limits {
		switch v := v.(type) {
		case map[string]any:
			w.count(l, len(v), openapi.MinProperties, openapi.MaxProperties, "fields")
		case []any:
			w.count(l, len(v), openapi.MinItems, openapi.MaxItems, "items")
		}
	}
}

func (w *walker) count(l openapi.Limit, n int, least, most openapi.Bound, unit string) {
	switch {
	case l.Of == least && n < int(l.Value):
		w.report(Required, w.key(), fmt.Sprintf("has %d %s, but needs at least %v", n, unit, l.Value), "Add what is missing.")
	case l.Of == most && n > int(l.Value):
		w.report(Malformed, w.key(), fmt.Sprintf("has %d %s, but may have %v at most", n, unit, l.Value), "Remove some.")
	}
}

// scalarLimits holds a string or a number to its bounds, pattern and format.
func (w *walker) scalarLimits(s *openapi.Schema, v any) {
	text, isText := v.(string)
	for _, l := range s.Limits {
		if n, isNumber := numberOf(v); isNumber {
			w.bound(l, n, openapi.Minimum, openapi.Maximum, "", v)
		} else if isText {
			w.bound(l, float64(utf8.RuneCountInString(text)), openapi.MinLength, openapi.MaxLength, " characters long", v)
		}
	}
	if !isText {
		return
	}
	if s.Pattern != "" && !w.set.matches(s.Pattern, text) {
		w.report(Malformed, markOf(v), fmt.Sprintf("is %s, which does not match %s", w.quoted(text), s.Pattern), "Correct it.")
	}
	if s.Format != "" {
		w.format(s.Format, text)
	}
}

func (w *walker) bound(l openapi.Limit, n float64, least, most openapi.Bound, unit string, v any) {
	write := func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
	switch {
	case l.Of == least && n < l.Value:
		w.report(Malformed, markOf(v), fmt.Sprintf("is %s%s, but must be %s at least", write(n), unit, write(l.Value)), "Correct it.")
	case l.Of == most && n > l.Value:
		w.report(Malformed, markOf(v), fmt.Sprintf("is %s%s, but may be %s at most", write(n), unit, write(l.Value)), "Correct it.")
	}
}

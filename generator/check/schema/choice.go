package schema

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
)

// forms holds a value to what it must be besides its own schema.
func (w *walker) forms(s *openapi.Schema, v any) {
	if !s.Not.IsNone() {
		w.not(w.set.table.Schema(s.Not), v)
	}
	if !s.Has(openapi.AllOfAll) {
		w.choice(s, v)
		return
	}
	w.partial++
	for _, f := range s.Forms {
		w.value(w.set.table.Schema(f), v)
	}
	w.partial--
}

// choice holds a value to any of several forms, or to exactly one of them.
func (w *walker) choice(s *openapi.Schema, v any) {
	if len(s.Forms) == 0 {
		return
	}
	var says []string
	fits := 0
	for _, f := range s.Forms {
		form := w.set.table.Schema(f)
		if w.fits(form, v) {
			fits++
		}
		says = append(says, summary(form))
	}
	isEach := !strings.Contains("\x00"+strings.Join(says, "\x00")+"\x00", "\x00\x00") // whose words are known
	switch {
	case fits == 0 && isEach:
		w.report(Required, "", "has none of: "+strings.Join(says, "; "), "Add one.")
	case fits == 0:
		w.report(Malformed, "", "has none of the forms that it may have", "Look up what it can be.")
	case fits > 1 && s.Has(openapi.OneOfAll) && isEach:
		w.report(NotAllowed, "", "has more than one of: "+strings.Join(says, "; "), "Remove all but one.")
	case fits > 1 && s.Has(openapi.OneOfAll):
		w.report(NotAllowed, "", "has more than one of the forms that it may have", "Look up what excludes what.")
	}
}

// summary says what a form asks for, in few words; "" is unknown.
func summary(s *openapi.Schema) string {
	switch {
	case len(s.Required) > 0:
		return strings.Join(s.Required, " and ")
	case s.Type != openapi.Any:
		return typeNames[s.Type]
	case s.Format != "" && forms[s.Format].is != "":
		return forms[s.Format].is
	}
	return ""
}

func (w *walker) not(s *openapi.Schema, v any) {
	if !w.fits(s, v) {
		return
	}
	what := "has a form that it must not have"
	if len(s.Required) > 0 {
		what = fmt.Sprintf("must not have %s", strings.Join(s.Required, " together with "))
	}
	w.report(NotAllowed, "", what, "Look up what excludes what.")
}

// fits reports whether a value has a form.
func (w *walker) fits(s *openapi.Schema, v any) bool {
	trial := &walker{trail: &trail{set: w.set, root: w.root, whole: w.whole}, partial: 1}
	trial.value(s, v)
	return len(trial.problems) == 0
}

// A pattern is one that was compiled; a nil one takes everything.
type pattern struct{ *regexp.Regexp }

// matches reports whether a text matches a pattern, as an API server does, which
// has the same syntax.
func (s *Set) matches(expression, text string) bool {
	p, known := s.patterns[expression]
	if !known {
		compiled, err := regexp.Compile(expression)
		if err != nil {
			compiled = nil
		}
		p = &pattern{compiled}
		s.patterns[expression] = p
	}
	return p.Regexp == nil || p.MatchString(text)
}

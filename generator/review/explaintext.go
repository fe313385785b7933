package review

import "strings"

// ExplanationText is the explanations for a terminal or a log.
func ExplanationText(all []Explanation) string {
	var w textWriter
	for i, e := range all {
		if i > 0 {
			w.WriteByte('\n')
		}
		w.printf("%s: %s\n", Brief(e.Stack), Brief(e.Object.String()))
		for _, f := range e.Fields {
			text := strings.Join(textOf(f.Value), `\n`)
			w.printf("  %s: %s\n", Brief(f.Path.String()), Brief(text))
			for _, o := range f.Origins {
				w.printf("    %s\n", Brief(o.origin()))
			}
		}
	}
	return w.String()
}

// origin says where a value comes from, in one line.
func (c Cause) origin() string {
	switch {
	case c.Kind == "generator":
		return "generator"
	case c.Kind == "base":
		return "base " + c.place()
	case c.File == "":
		return "default of " + c.Name
	}
	return c.String()
}

// Redact takes secrets out of explanations.
func (e *Explanation) Redact(text func(string) string) {
	h := hider{text}
	for i := range e.Fields {
		f := &e.Fields[i]
		f.Value = h.field(e.Object.Kind, f.Path, f.Value)
	}
}

package visible

import "testing"

// TestText writes what would act as an escape, and leaves all else alone.
func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "",
		"plain – 世界 é":                "plain – 世界 é",
		"a\tb\r\nc":                   `a\tb\x0d\x0ac`,
		"\x1b[31mred":                 `\x1b[31mred`,
		"\u202eabc\u2066":             `\u202eabc\u2066`,
		"zero\u200bwidth\ufeff":       `zero\u200bwidth\ufeff`,
		"\xff":                        `\xff`,
		"no\u00a0break":               `no\xa0break`,
		"::error::x":                  `\x3a:error::x`,
		"a ::error::x":                "a ::error::x",
		"##[error]x, ##vso[task.set]": `##\x5berror]x, ##vso\x5btask.set]`,
	} {
		if got := Text(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

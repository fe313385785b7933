package pipelines

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func has(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("there is no %q in\n%s", p, text)
		}
	}
}

func hasNot(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(text, p) {
			t.Errorf("there is %q in\n%s", p, text)
		}
	}
}

// took prints how long something took; nothing is asserted about it.
func took(t *testing.T, what string, start time.Time) {
	t.Helper()
	t.Logf("%s took %.1f s", what, time.Since(start).Seconds())
}

// limited asserts that a text is within a limit, and no hundredth of it, which would say next to nothing.
func limited(t *testing.T, what, text string, limit int) {
	t.Helper()
	n := utf8.RuneCountInString(text)
	lead := regexp.MustCompile(`(?s)\*\*Shortened\*\*.*?\n`).FindString(text)
	t.Logf("the %s has %d of %d characters: %s", what, n, limit, strings.TrimSpace(lead))
	if n > limit || n < limit/100 {
		t.Errorf("the %s has %d characters, and there is room for %d", what, n, limit)
	}
}

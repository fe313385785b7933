package main

import (
	"strings"
	"testing"
)

// TestPanicIsNoDifference holds that a bug of ours ends with 1, in one line.
func TestPanicIsNoDifference(t *testing.T) {
	var out, err strings.Builder
	status := safely(func([]string, stdio) int { panic("a\x1b[31m\nb") }, nil, stdio{strings.NewReader(""), &out, &err})
	if status != exitFailed || out.Len() > 0 {
		t.Errorf("status %d, output %q", status, out.String())
	}
	if s := err.String(); strings.Count(s, "\n") != 1 || strings.Contains(s, "\x1b") || !strings.Contains(s, "a bug of the generator") || !strings.Contains(s, "please report") {
		t.Errorf("got %q", s)
	}
}

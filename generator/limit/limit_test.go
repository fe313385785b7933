package limit

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestYAML(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := range 8 {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 10))
	}
	var nested strings.Builder
	for i := range Depth + 10 {
		nested.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	for _, c := range []struct {
		name, text string
		line       int // 0 is within the limits
	}{
		{"nothing", "", 0},
		{"an object", "kind: A\nmetadata: {name: a}\n", 0},
		{"no YAML", "a: [\n", 0},
		{"an anchor that is used", "a: &a {b: c}\nd: *a\ne: {<<: *a}\n", 0},
		{"aliases of aliases", bomb, 1},
		{"in the second document", "a: b\n---\n" + bomb, 3},
		{"an alias within itself", "a: &a [*a]\n", 1},
		{"lists in one line", "a:\n  " + strings.Repeat("- ", Depth+10) + "b\n", 2},
		{"flow", "a: " + strings.Repeat("[", Depth+10) + strings.Repeat("]", Depth+10) + "\n", 1},
		{"blocks", nested.String(), Depth},
		{"as deep as may be", "a: " + strings.Repeat("[", Depth-5) + strings.Repeat("]", Depth-5) + "\n", 0},
		{"many values", "a: [" + strings.Repeat("1,", Values+10) + "]\n", 1},
		{"a long text", "a: " + strings.Repeat("b", FileSize-10) + "\n", 0},
		{"too long a text", "a: " + strings.Repeat("b", FileSize) + "\n", 1},
	} {
		t.Run(c.name, func(t *testing.T) { hold(t, YAML([]byte(c.text)), c.line) })
	}
}

func TestHCL(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
	}{
		{"an argument", "a = [b(\"${c}\"), -1, !d]\n", 0},
		{"parentheses", "a = 1\nb = " + strings.Repeat("(", Depth+1) + "\n", 2},
		{"templates", "a = " + strings.Repeat(`"${`, Depth) + "\n", 1},
		{"signs", "a = " + strings.Repeat("- ", Depth+1) + "1\n", 1},
		{"negations", "a = " + strings.Repeat("!", Depth+1) + "b\n", 1},
		{"lists one after the other", "a = [" + strings.Repeat("[1],", 1000) + "]\n", 0},
		{"a chain", "a = " + strings.Repeat("b ? 1 : ", Tokens) + "1\n", 1},
	} {
		t.Run(c.name, func(t *testing.T) { hold(t, HCL([]byte(c.text), Tokens), c.line) })
	}
}

func TestJSON(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
	}{
		{"a document", `{"a": [1, "[[[[\"[[[", {}]}`, 0},
		{"lists", "{\n\"a\": " + strings.Repeat("[", JSONDepth+1), 2},
		{"objects", strings.Repeat(`{"a":`, JSONDepth+1), 1},
	} {
		t.Run(c.name, func(t *testing.T) { hold(t, JSON([]byte(c.text)), c.line) })
	}
	if got := JSONValues([]byte(`[1, 2, {"a": 3}, ",[{"]`)); got < 5 || got > 6 {
		t.Errorf("found %d values", got)
	}
}

// hold checks the line of an excess; 0 is none.
func hold(t *testing.T, err error, line int) {
	t.Helper()
	e := new(Excess)
	switch {
	case !errors.As(err, &e):
		if line > 0 {
			t.Errorf("got %v, want an excess at line %d", err, line)
		}
	case e.Line != line || e.Says == "":
		t.Errorf("got %q at line %d, want line %d", e.Says, e.Line, line)
	}
}

package sanitize

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

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
		"  ::error::x":                `  \x3a:error::x`,
		"\t::error::x":                `\t\x3a:error::x`,
		":::":                         `\x3a::`,
		"##\u200bvso[x]":              `##\u200bvso[x]`,
		"##[error]x, ##vso[task.set]": `##\x5berror]x, ##vso\x5btask.set]`,
	} {
		if got := Text(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// TestLines keeps line ends, and nothing else that moves a cursor.
func TestLines(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "",
		"a\n\nb":               "a\n\nb",
		"a\n ::error::x\n":     "a\n \\x3a:error::x\n",
		"a\r\n\x1b[2J##vso[x]": "a\\x0d\n\\x1b[2J##vso\\x5bx]",
	} {
		if got := Lines(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// TestJSON shows a document that reads as before.
func TestJSON(t *testing.T) {
	for _, text := range []string{"plain – 世界", "\x1b[2J", "##vso[task.setvariable]##[error]", "\u202e\u200b\ufeff\U000e0001", "\x7f\u0085"} {
		document, err := json.MarshalIndent(map[string]string{text: text}, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		shown := JSON(string(document))
		var back map[string]string
		if err := json.Unmarshal([]byte(shown), &back); err != nil || back[text] != text {
			t.Errorf("%q reads as %q: %v", text, back, err)
		}
		if Lines(shown) != shown {
			t.Errorf("%q is shown as %q, which acts", text, shown)
		}
	}
}

// TestPipelines holds the filter of the pipelines' scripts to this one: in what
// it lets through there is no command left.
func TestPipelines(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("no bash")
	}
	cmd := exec.Command("bash", "-c", `source <(grep "^harmless()" ../../.ci/lib/common.bash) && harmless`)
	cmd.Stdin = strings.NewReader("::error::x\n   ::warning::x\n##[error]x\na ##vso[task.x]y\nplain\n")
	got, err := cmd.CombinedOutput()
	if err != nil || Lines(string(got)) != string(got) || !strings.HasSuffix(string(got), "\nplain\n") {
		t.Errorf("the scripts show %q, %v", got, err)
	}
}

package manifest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"sigs.k8s.io/yaml"
)

// FuzzScalar holds the encoder against Kubernetes' own YAML reader: whatever a
// string holds, it comes back as the same string, as value, key and item.
func FuzzScalar(f *testing.F) {
	for _, seed := range []string{
		"", "true", "no", "y", "0x10", "1e3", "~", "null", "- a", "a: b", "${x}", "{{ }}", "#", "a #b", "a\nb", "a\nb\n", "\na", "a\n\nb",
		" a", "a ", "a \nb", "\ta\nb", "12:30:45", "1_000", ".5", "=", "<<", "!!str", "&a", "*a", "%", "@", "`", "'", "\"", "\\", "\u0085", "\u2028", "\ufeff", "é", "a\r\nb", "2026-11-23", "0o7", "+1", "inf", ".inf", "10m", "10.0.0.0/8", "12345678-1234-1234-1234-123456789012", "../a", "./1", "1.5/3", "a b c",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) {
			t.Skip("YAML holds Unicode text only")
		}
		text := Encode(Map{{"value", s}, {"list", List{s, Map{{"deep", List{List{s}}}}}}, {"map", Map{{s, "x"}}}})
		var got struct {
			Value string         `json:"value"`
			List  []any          `json:"list"`
			Map   map[string]any `json:"map"`
		}
		if err := yaml.Unmarshal(text, &got); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		deep := got.List[1].(map[string]any)["deep"].([]any)[0].([]any)[0]
		if got.Value != s || got.List[0] != s || deep != s || got.Map[s] != "x" {
			t.Errorf("%q came back as %+v\n%s", s, got, text)
		}
	})
}

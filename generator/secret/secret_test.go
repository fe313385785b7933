package secret

import (
	"encoding/base64"
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=&%?<>\"'\\ #:~éß\n"

func random(n int) string {
	runes := []rune(characters)
	var b strings.Builder
	for range n {
		b.WriteRune(runes[rand.IntN(len(runes))])
	}
	return b.String()
}

// TestKnownInEveryEncoding plants random values behind random text, encoded.
func TestKnownInEveryEncoding(t *testing.T) {
	encode := map[string]func(string) string{
		"plain": func(s string) string { return s },
		"json":  func(s string) string { b, _ := json.Marshal(s); return string(b) },
		"query": url.QueryEscape,
		"path":  url.PathEscape,
		"std":   func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
		"url":   func(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) },
	}
	for range 500 {
		value := random(MinLength + rand.IntN(40))
		var k Known
		k.Add("output.x", value)
		around := random(rand.IntN(20))
		for name, f := range encode {
			text := f(around + value + around)
			if found := k.Find([]byte(text)); len(found) == 0 || found[0].Name != "output.x" {
				t.Fatalf("%s: %q is not found in %q", name, value, text)
			}
			if shown := NewRedactor(&k).Redact(text); len(k.Find([]byte(shown))) > 0 {
				t.Fatalf("%s: %q is still in %q", name, value, shown)
			}
		}
	}
}

func TestKnownLinesOfLongValues(t *testing.T) {
	var k Known
	k.Add("x", "first line that is long enough\nshort\n")
	if len(k.Find([]byte("  key: |\n    first line that is long enough\n"))) == 0 {
		t.Error("an indented line is not found")
	}
	if len(k.Find([]byte("short short short"))) > 0 {
		t.Error("a short line is found")
	}
}

func letters(n int) string { return strings.Repeat("aB3dE6gH9", n)[:n] }

func TestShapes(t *testing.T) {
	credentials := map[string]string{
		"storage key":       letters(86) + "==",
		"connection string": "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + letters(86) + "==;EndpointSuffix=x",
		"service bus":       "Endpoint=sb://a/;SharedAccessKeyName=b;SharedAccessKey=" + letters(43) + "=",
		"SAS":               "sv=2026-01-01&sr=b&sig=" + letters(43) + "%3D",
		"JWT":               "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhYmMifQ." + letters(43),
		"client secret":     "abc8Q~" + letters(34),
		"private key":       "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
		"cut private key":   "-----BEGIN PRIVATE KEY-----\nMIIE",
		"database URL":      "postgres://metaflow:correct-horse@host/db",
		"GitHub":            "ghp_" + letters(36),
	}
	for name, text := range credentials {
		for _, form := range []string{text, "key: " + text + "\n", `{"a":"` + text + `"}`, "x=" + text} {
			if len(FindShapes([]byte(form))) == 0 {
				t.Errorf("%s is not found in %q", name, form)
			}
		}
	}
	for _, innocent := range []string{
		"00000000-0000-0000-0000-000000000001",
		strings.Repeat("0123456789abcdef", 4) + "  overlays/prod/a.yaml",
		"sha512-" + letters(86) + "==",
		"https://login.microsoftonline.com/t/v2.0",
		"postgres://$(USER):$(PASSWORD)@host",
		"git@github.com:example/repo.git", "ssh://git@example.com:22/x",
		"-----BEGIN CERTIFICATE-----", "design=abc", "a == b",
	} {
		if found := FindShapes([]byte(innocent)); len(found) > 0 {
			t.Errorf("%q looks like %s", innocent, found[0].Name)
		}
	}
}

// TestNoFalseAlarm holds that nothing in the repository that is generated or
// written by people looks like a credential; Terraform's tests hold bad examples.
func TestNoFalseAlarm(t *testing.T) {
	for _, folder := range []string{"base", "clusters", "overlays", "terraform", "docs"} {
		err := filepath.WalkDir(filepath.Join("../..", folder), func(p string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.Contains(p, ".terraform") || strings.HasSuffix(p, ".tftest.hcl") {
				return err
			}
			data, err := os.ReadFile(p)
			for _, m := range FindShapes(data) {
				t.Errorf("%s: something looks like %s", p, m.Name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	text := []byte(strings.Repeat("apiVersion: v1 # sha256 0123456789abcdef == https://example.com/\n", 5000))
	var k Known
	for range 20 {
		k.Add("x", random(40))
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		k.Find(text)
		FindShapes(text)
	}
}

package secrets

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/secret"
)

// TestCheck finds known values and what looks like a credential, at their lines, once
// per line, and repeats none of them.
func TestCheck(t *testing.T) {
	const password = "Mf-correct-horse-battery"
	token := "ghp_" + strings.Repeat("a1B2", 9)
	known := new(secret.Known)
	known.Add("database.password", password)
	for _, c := range []struct {
		text string
		want []string // line: what the detail names
	}{
		{"nothing: here\n", nil},
		{"a: 1\nb: " + password + "\n", []string{`2: "database.password"`}},
		{"a: " + password + " " + password + "\n", []string{`1: "database.password"`}},
		{"a: " + password + "\nb: " + password, []string{`1: "database.password"`, `2: "database.password"`}},
		{"# c\n\ntoken: " + token + "\n", []string{"3: looks like"}},
		{password + "\n" + token, []string{`1: "database.password"`, "2: looks like"}},
	} {
		var got []string
		for _, d := range Check(map[string][]byte{"overlays/prod/x.yaml": []byte(c.text)}, known) {
			if d.Subject.Filename != "overlays/prod/x.yaml" || strings.Contains(d.Detail, password) || strings.Contains(d.Detail, token) {
				t.Errorf("%q: %v", c.text, d)
			}
			got = append(got, fmt.Sprintf("%d: %s", d.Subject.Start.Line, d.Detail))
		}
		same := func(want, got string) bool {
			line, name, _ := strings.Cut(want, ": ")
			return strings.HasPrefix(got, line+": ") && strings.Contains(got, name)
		}
		if !slices.EqualFunc(c.want, got, same) {
			t.Errorf("%q: found %q, not %q", c.text, got, c.want)
		}
	}
}

// TestOrder holds that findings come in the order of the files.
func TestOrder(t *testing.T) {
	token := []byte("ghp_" + strings.Repeat("a1B2", 9))
	files := map[string][]byte{}
	var names []string
	for i := range 9 {
		name := fmt.Sprintf("f%d.yaml", i)
		files[name], names = token, append(names, name)
	}
	var got []string
	for _, d := range Check(files, new(secret.Known)) {
		got = append(got, d.Subject.Filename)
	}
	if !slices.Equal(got, names) {
		t.Errorf("the order is %v", got)
	}
}

package catalogue

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var idForm = regexp.MustCompile(`^[a-z]+/[a-z0-9]+(-[a-z0-9]+)*$`)

// TestRows holds that each row is whole, and that nothing of it names another finding,
// too.
func TestRows(t *testing.T) {
	ids, summaries, anchors := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, f := range All() {
		if !idForm.MatchString(f.ID) {
			t.Errorf("%q is not of the form AREA/NAME", f.ID)
		}
		if area := f.Area(); !slices.ContainsFunc(Areas(), func(a Area) bool { return a.Name == area }) {
			t.Errorf("%s: there is no area %q", f.ID, area)
		}
		if ids[f.ID] || summaries[f.Summary] || anchors[f.Anchor()] {
			t.Errorf("%s: another finding has the same id, summary (%q) or anchor", f.ID, f.Summary)
		}
		ids[f.ID], summaries[f.Summary], anchors[f.Anchor()] = true, true, true
		if f.Summary == "" || strings.HasSuffix(f.Summary, ".") {
			t.Errorf("%s: the summary %q is no title", f.ID, f.Summary)
		}
		for _, text := range []string{f.Meaning, f.Symptom, f.Cure} {
			if !isSentence(text) {
				t.Errorf("%s: %q is not one or two sentences", f.ID, text)
			}
		}
	}
	if len(ids) < 300 {
		t.Errorf("only %d findings were looked at", len(ids))
	}
}

// isSentence reports whether a text is whole and short.
func isSentence(text string) bool {
	first := strings.TrimLeft(text, "`-")
	return strings.HasSuffix(text, ".") && len(text) > 10 && len(text) <= 260 && strings.TrimSpace(text) == text &&
		(first != text || strings.ToUpper(text[:1]) == text[:1] || strings.HasPrefix(text, "stack.hcl") || strings.HasPrefix(text, "outputs.json"))
}

// TestAreas holds that no area is empty, and that each says what it is about.
func TestAreas(t *testing.T) {
	for _, a := range Areas() {
		if !slices.ContainsFunc(All(), func(f Finding) bool { return f.Area() == a.Name }) || !isSentence(a.About) {
			t.Errorf("area %q has no finding, or says nothing of itself", a.Name)
		}
	}
}

func TestLookups(t *testing.T) {
	for _, f := range All() {
		if got, found := BySummary(f.Summary); !found || got != f {
			t.Errorf("%q is not found by its summary", f.Summary)
		}
		if got, found := ByID(f.ID); !found || got != f {
			t.Errorf("%q is not found by its id", f.ID)
		}
	}
	for _, unknown := range []string{"", "Missing pod labels", "identity/missing-pod-labels"} {
		if f, found := BySummary(unknown); found || f.ID != "" {
			t.Errorf("%q is the summary of %s", unknown, f.ID)
		}
		if f, found := ByID(unknown); found || f.ID != "" {
			t.Errorf("%q is the id of %s", unknown, f.ID)
		}
	}
}

// notExceptable are those that nobody may decide otherwise, whatever the reason: a
// secret in git, who logs in, who acts as whom, two owners of one object, and what
// is read from beyond the repository.
var notExceptable = []string{
	"secrets/secret-in-a-file", "secrets/secret-object", "secrets/secret-in-recorded-outputs", "secrets/credential-in-stack-hcl",
	"secrets/credential-in-outputs", "secrets/sensitive-value", "clusters/synced-twice", "exposure/object-of-the-gateway",
	"identity/no-credential-fits", "identity/unknown-identity", "identity/identity-of-another-account", "identity/wrong-tenant",
	"sources/remote-resource", "sources/helm-chart", "sources/plugin", "stack/invalid-syntax", "values/invalid", "outputs/missing",
	"login/anybody", "login/routes-without-login", "login/other-issuer", "login/option-out-of-sight", "login/not-the-proxy",
	"login/secret-in-variable", "login/cookie-in-cleartext",
}

func TestNotExceptable(t *testing.T) {
	for _, id := range notExceptable {
		if f, found := ByID(id); !found || f.Exceptable {
			t.Errorf("%s can be excepted, or is gone", id)
		}
	}
	for _, f := range All() {
		switch f.Area() {
		case "run", "repository", "state", "values", "sources", "secrets":
			if f.Exceptable {
				t.Errorf("%s can be excepted", f.ID)
			}
		}
	}
}

func BenchmarkBySummary(b *testing.B) {
	for b.Loop() {
		BySummary("Log out of sight") // one of the last
	}
}

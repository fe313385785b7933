package catalogue

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

const docsPath = "../../docs/findings.md"

// TestDocs holds docs/findings.md and the catalogue together. UPDATE_DOCS=1 writes the
// page again.
func TestDocs(t *testing.T) {
	want := page()
	if os.Getenv("UPDATE_DOCS") != "" {
		if err := os.WriteFile(docsPath, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(docsPath)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the catalogue says; run UPDATE_DOCS=1 go test ./generator/catalogue", docsPath)
	}
}

const docsHead = `# Findings

Every finding of the generator, by its id. An id stays the same when the words of a message change, and is never given to
another finding. It is in parentheses behind the first line of a message, as ` + "`id`" + ` in JSON, and in the comment of a pull
request, where it leads here.

**Seen as** is what people would see in the cluster, in Azure or in the pipeline if it were merged all the same. **Exception**
says whether a team may decide otherwise, with a reason; everything else must be fixed. The message itself has the place
and the names, which this page cannot have; [Troubleshooting](troubleshooting.md) tells how to read it.

| area | findings | about |
|---|---|---|
`

// page is the whole page: a table of the areas, and a section for each.
func page() string {
	var b strings.Builder
	b.WriteString(docsHead)
	for _, a := range Areas() {
		fmt.Fprintf(&b, "| [%s](#%s) | %d | %s |\n", a.Name, a.Name, len(of(a)), a.About)
	}
	for _, a := range Areas() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", a.Name, a.About)
		for _, f := range of(a) {
			b.WriteString(section(f))
		}
	}
	return b.String()
}

// section is about one finding. Its heading has no slash, of which each platform makes
// another anchor.
func section(f Finding) string {
	exception := "no"
	if f.Exceptable {
		exception = "possible"
	}
	return fmt.Sprintf("\n### %s\n\n**%s** (`%s`). %s\n\n- **Seen as**: %s\n- **Fix**: %s\n- **Exception**: %s.\n",
		f.Anchor(), f.Summary, f.ID, f.Meaning, f.Symptom, f.Cure, exception)
}

func of(a Area) []Finding {
	var found []Finding
	for _, f := range All() {
		if f.Area() == a.Name {
			found = append(found, f)
		}
	}
	return found
}

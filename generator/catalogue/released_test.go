package catalogue

import (
	"os"
	"slices"
	"strings"
	"testing"
)

const releasedPath = "testdata/ids.txt"

// TestReleased holds the ids that were ever released: none is lost unnoticed, and none
// comes back as another finding. UPDATE_DOCS=1 adds those that are new; one that goes
// away gets the word retired behind it, by hand.
func TestReleased(t *testing.T) {
	data, err := os.ReadFile(releasedPath)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if os.Getenv("UPDATE_DOCS") != "" {
		lines = withNew(t, lines)
	}
	if !slices.IsSorted(lines) {
		t.Errorf("%s is not sorted", releasedPath)
	}
	released, retired := map[string]bool{}, []string(nil)
	for _, line := range lines {
		id, state, _ := strings.Cut(line, " ")
		_, known := ByID(id)
		switch {
		case released[id] || state != "" && state != "retired":
			t.Errorf("%s has a line that is no id, or one twice: %q", releasedPath, line)
		case known && state == "retired":
			t.Errorf("%s was retired, and means something else to those who remember it; take another id", id)
		case !known && state == "":
			t.Errorf("%s is gone; people may have written it down. Write \"%s retired\" in %s if that is meant", id, id, releasedPath)
		}
		released[id] = true
		if state == "retired" {
			retired = append(retired, id)
		}
	}
	if !slices.Equal(retired, Retired()) {
		t.Errorf("%s has %v as retired, and Retired %v; an exception of one must be a warning", releasedPath, retired, Retired())
	}
	for _, f := range All() {
		if !released[f.ID] {
			t.Errorf("%s is not in %s; run UPDATE_DOCS=1 go test ./generator/catalogue", f.ID, releasedPath)
		}
	}
}

// withNew writes the list with the ids that it does not have.
func withNew(t *testing.T, lines []string) []string {
	t.Helper()
	for _, f := range All() {
		if !slices.Contains(lines, f.ID) && !slices.Contains(lines, f.ID+" retired") {
			lines = append(lines, f.ID)
		}
	}
	slices.Sort(lines)
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	if err := os.WriteFile(releasedPath, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return lines
}

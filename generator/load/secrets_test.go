package load

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/tree"
)

// TestNotesOfSecrets holds that a run says once of which stacks it does not know the
// secrets.
func TestNotesOfSecrets(t *testing.T) {
	files := map[string]string{}
	for _, name := range []string{"prod", "research", "staging"} {
		recorded, err := os.ReadFile(filepath.Join(project, tree.Record(name)))
		if err != nil {
			t.Fatal(err)
		}
		files[tree.Record(name)] = strings.Replace(string(recorded), `"outputs": {`, `"outputs": {"database_password": {"sensitive": true, "type": "string"},`, 1)
	}
	r, err := Read(t.Context(), Request{Root: repository(t, files)})
	if err != nil {
		t.Fatal(err)
	}
	const want = "prod, research and staging: recorded outputs have no secret values, so the files were searched for the shapes of credentials only"
	if len(r.Notes) != 1 || r.Notes[0] != want {
		t.Errorf("the notes are %q", r.Notes)
	}
}

func TestSome(t *testing.T) {
	var names []string
	for i := range 30 {
		names = append(names, fmt.Sprint(i))
	}
	for n, want := range map[int]string{1: "0", 2: "0 and 1", 4: "0, 1, 2 and 3", 5: "0, 1, 2 and 2 more", 30: "0, 1, 2 and 27 more"} {
		if got := some(names[:n]); got != want {
			t.Errorf("%d names: %q", n, got)
		}
	}
}

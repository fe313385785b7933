package write

import (
	"os"
	"path/filepath"
	"testing"
)

const header = "# header\n"

func treeOf(version string) Tree {
	return Tree{Stack: "prod", Header: header, Files: map[string][]byte{
		"overlays/prod/a.yaml":      []byte(header + "a: " + version + "\n"),
		"overlays/prod/sub/b.yaml":  []byte(header + "b: " + version + "\n"),
		"clusters/aks/prod.yaml":    []byte(header + "c: " + version + "\n"),
		"overlays/prod/always.yaml": []byte(header),
	}}
}

func open(t *testing.T) (*os.Root, string) {
	t.Helper()
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root, dir
}

func compare(t *testing.T, root *os.Root, tr Tree) ChangeSet {
	t.Helper()
	changes, err := Compare(root, tr)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func apply(t *testing.T, root *os.Root, tr Tree) {
	t.Helper()
	if err := Apply(root, tr, compare(t, root, tr)); err != nil {
		t.Fatal(err)
	}
}

// TestInterruptedRunIsNoEdit stops a run after its first file: what it leaves
// behind must not look like somebody's edit to the next run, whatever that one
// generates.
func TestInterruptedRunIsNoEdit(t *testing.T) {
	root, _ := open(t)
	apply(t, root, treeOf("1"))
	second := treeOf("2")
	changes := compare(t, root, second)
	if err := replace(root, second.hashFile(), transition(second, changes)); err != nil {
		t.Fatal(err)
	}
	if err := replace(root, changes.Differences()[0].Path, changes.Differences()[0].want); err != nil {
		t.Fatal(err)
	}
	if err := root.WriteFile("overlays/prod/"+temporaryPrefix+"a.yaml", []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	third := treeOf("3")
	if edits := compare(t, root, third).Edits(); len(edits) > 0 {
		t.Errorf("the interrupted run left what looks like an edit: %+v", edits)
	}
	apply(t, root, third)
	if left := compare(t, root, third).Differences(); len(left) > 0 {
		t.Errorf("after the third run there is left %+v", left)
	}
}

// TestGoneStackLeavesNothing deletes all of a stack, its empty folders
// included, and nothing of anybody else.
func TestGoneStackLeavesNothing(t *testing.T) {
	root, dir := open(t)
	apply(t, root, treeOf("1"))
	if err := root.WriteFile("clusters/aks/notes.yaml", []byte("mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	names, err := Leftovers(root, nil, header)
	if err != nil || len(names) != 1 || names[0] != "prod" {
		t.Fatalf("left over are %v, %v", names, err)
	}
	apply(t, root, Tree{Stack: "prod", Header: header})
	if _, err := os.Stat(filepath.Join(dir, "overlays/prod")); !os.IsNotExist(err) {
		t.Errorf("the overlay is still there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "clusters/aks/notes.yaml")); err != nil {
		t.Errorf("a file of somebody else is gone: %v", err)
	}
}

// TestEqualFileIsNoEdit holds for a branch that was merged with its overlay but
// without its hash file.
func TestEqualFileIsNoEdit(t *testing.T) {
	root, _ := open(t)
	apply(t, root, treeOf("1"))
	second := treeOf("2")
	for p, data := range second.Files {
		if err := root.WriteFile(p, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if edits := compare(t, root, second).Edits(); len(edits) > 0 {
		t.Errorf("equal files are edits: %+v", edits)
	}
}

func TestParseHashesSkipsConflictMarks(t *testing.T) {
	s := sum([]byte("x"))
	h := parseHashes([]byte("<<<<<<< ours\n" + s + "  a\n=======\n" + s + "  b\r\nnonsense  c\n>>>>>>> theirs\n"))
	if len(h) != 2 || !h.accepts("a", []byte("x")) || !h.accepts("b", []byte("x")) || h.accepts("a", []byte("y")) {
		t.Errorf("got %v", h)
	}
}

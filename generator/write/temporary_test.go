package write

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// expect holds what a file has in it; "" is no file.
func expect(t *testing.T, dir, p, want string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, p))
	switch {
	case want == "" && !errors.Is(err, fs.ErrNotExist):
		t.Errorf("%s is there: %q, %v", p, data, err)
	case want != "" && (err != nil || string(data) != want):
		t.Errorf("%s has %q (%v), want %q", p, data, err, want)
	}
}

func leftovers(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), temporaryPrefix) {
			found = append(found, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func symlink(t *testing.T, dir, target, p string) {
	t.Helper()
	name := filepath.Join(dir, p)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, name); err != nil {
		t.Skip(err)
	}
}

// TestCleanFollowsNoLink holds that leftovers are looked for where runs write,
// and nowhere that a link leads to.
func TestCleanFollowsNoLink(t *testing.T) {
	root, dir := open(t)
	put(t, root, map[string]string{
		"overlays/prod/a/b/.writing-x": "x", "clusters/aks/.writing-prod.yaml": "x", "terraform/stacks/prod/.writing-x": "x", "base/.writing-x": "x",
		"base/components/c/.writing-x": "x", "base/components/c/d/.writing-mine": "x", "elsewhere/.writing-mine": "x", "terraform/.writing-mine": "x",
	})
	symlink(t, dir, "../../elsewhere", "overlays/prod/linked")
	symlink(t, dir, "../elsewhere", "clusters/linked")
	symlink(t, dir, "../../elsewhere/.writing-mine", "overlays/prod/.writing-link")
	symlink(t, dir, "../../elsewhere", "overlays/prod/.writing-folder")
	if err := Clean(root); err != nil {
		t.Fatal(err)
	}
	left := leftovers(t, dir)
	for _, p := range left {
		if !strings.HasSuffix(p, ".writing-mine") {
			t.Errorf("%s is left", p)
		}
	}
	if len(left) != 3 {
		t.Errorf("left are %v", left)
	}
}

// TestPlantedName plants a link at the temporary name itself, as nobody can but
// by chance: the file behind it stays as it is, and so does the link.
func TestPlantedName(t *testing.T) {
	root, dir := open(t)
	put(t, root, map[string]string{"precious": "precious\n"})
	symlink(t, dir, "../precious", "overlays/.writing-x")
	s := staged{path: "overlays/a", temporary: "overlays/.writing-x"}
	if err := s.write(root, []byte("new\n")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("the error is %v", err)
	}
	expect(t, dir, "precious", "precious\n")
}

// TestLinkedFolder holds that nothing is written or deleted through a folder that
// is a link.
func TestLinkedFolder(t *testing.T) {
	root, dir := open(t)
	put(t, root, map[string]string{"elsewhere/prod.yaml": "mine\n"})
	symlink(t, dir, "../elsewhere", "clusters/aks")
	if err := replace(root, "clusters/aks/prod.yaml", []byte("new\n")); err == nil || !strings.Contains(err.Error(), `"clusters/aks" is a symbolic link`) {
		t.Errorf("the error is %v", err)
	}
	if err := remove(root, "clusters/aks/prod.yaml"); err != nil {
		t.Error(err)
	}
	expect(t, dir, "elsewhere/prod.yaml", "mine\n")
}

// TestMode holds that a file keeps its permissions when it is replaced.
func TestMode(t *testing.T) {
	root, dir := open(t)
	put(t, root, map[string]string{"a": "old\n"})
	if err := root.Chmod("a", 0o444); err != nil {
		t.Fatal(err)
	}
	put(t, root, map[string]string{"a": "new\n"})
	expect(t, dir, "a", "new\n")
	if info, err := root.Lstat("a"); err != nil || info.Mode().Perm() != 0o444 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
}

// TestLongName writes a file whose name is as long as a name may be.
func TestLongName(t *testing.T) {
	root, dir := open(t)
	long := strings.Repeat("x", 255)
	if err := replace(root, long, []byte("x")); err != nil {
		t.Error(err)
	}
	expect(t, dir, long, "x")
}

// TestNothingHalf holds that a file which cannot be written or named leaves no
// temporary file, and those behind it as they are.
func TestNothingHalf(t *testing.T) {
	root, dir := open(t)
	put(t, root, map[string]string{"b": "old\n", "c/file": "old\n", "d": "old\n"})
	if err := replaceAll(root, map[string][]byte{"b": []byte("new\n"), "c": []byte("new\n"), "d": []byte("new\n")}); err == nil || strings.Contains(err.Error(), temporaryPrefix) {
		t.Errorf("the error is %v", err)
	}
	expect(t, dir, "b", "new\n")
	expect(t, dir, "d", "old\n")
	if left := leftovers(t, dir); len(left) > 0 {
		t.Errorf("left are %v", left)
	}
}

// TestLinkedOverlay holds that an overlay which is a link is one file that
// somebody put there: not followed, and replaced only if that is asked for.
func TestLinkedOverlay(t *testing.T) {
	root, dir := open(t)
	put(t, root, map[string]string{"elsewhere/rendered/mine.yaml": "mine\n", "elsewhere/a.yaml": "mine\n"})
	symlink(t, dir, "../elsewhere", "overlays/prod")
	changes := compare(t, root, treeOf("1"))
	if edits := changes.Edits(); len(edits) != 1 || edits[0].Path != "overlays/prod" || edits[0].Action != Deleted {
		t.Errorf("edits are %+v", edits)
	}
	apply(t, root, treeOf("1"))
	expect(t, dir, "elsewhere/a.yaml", "mine\n")
	expect(t, dir, "overlays/prod/a.yaml", header+"a: 1\n")
	expect(t, dir, "elsewhere/"+HashFile, "")
}

// TestEmptiedFolders stops a run between a file and the folder that it leaves
// empty: the next one removes the folder.
func TestEmptiedFolders(t *testing.T) {
	root, dir := open(t)
	apply(t, root, treeOf("1"))
	for _, p := range []string{"overlays/prod/sub/b.yaml", "clusters/aks/prod.yaml"} {
		if err := root.Remove(p); err != nil {
			t.Fatal(err)
		}
	}
	moved := treeOf("2")
	delete(moved.Files, "overlays/prod/sub/b.yaml")
	delete(moved.Files, "clusters/aks/prod.yaml")
	moved.Files["clusters/two/prod.yaml"] = []byte(header)
	apply(t, root, moved)
	for _, folder := range []string{"overlays/prod/sub", "clusters/aks"} {
		if _, err := os.Stat(filepath.Join(dir, folder)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there: %v", folder, err)
		}
	}
	gone := Tree{Stack: "prod", Header: header}
	apply(t, root, gone)
	if err := root.MkdirAll("overlays/prod/rendered", 0o777); err != nil {
		t.Fatal(err)
	}
	apply(t, root, gone)
	if isFolder(root, "overlays/prod") {
		t.Error("the folder of a stack that is gone is still there")
	}
}

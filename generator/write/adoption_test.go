package write

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// adoption is one in a repository that has what it is about.
func adoption(t *testing.T, root *os.Root) Adoption {
	t.Helper()
	apply(t, root, treeOf("1"))
	put(t, root, map[string]string{"terraform/stacks/prod/stack.hcl": "engine\n", "overlays/prod/a.yaml": "edited\n", "clusters/aks/prod.yaml": header + "# edited\n", "base/components/other/kustomization.yaml": "kind: Component\n"})
	const folder = "base/components/adopted-prod"
	return Adoption{Stack: "prod", Component: folder, Was: []byte("engine\n"), Decisions: []byte("engine\n" + folder + "\n"),
		Files: map[string][]byte{folder + "/a-patch.yaml": []byte("patch\n"), folder + "/kustomization.yaml": []byte("kind: Component\n")},
		Edits: map[string][]byte{"overlays/prod/a.yaml": []byte("edited\n"), "clusters/aks/prod.yaml": []byte(header + "# edited\n")}}
}

func put(t *testing.T, root *os.Root, files map[string]string) {
	t.Helper()
	for p, text := range files {
		if err := replace(root, p, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestResumeFromEveryStep kills an adoption after each of its steps, and in the
// middle of the first.
func TestResumeFromEveryStep(t *testing.T) {
	for steps := range 6 {
		root, dir := open(t)
		a := adoption(t, root)
		begun := a.steps()
		if err := writeJournal(root, []adopting{begun}); err != nil {
			t.Fatal(err)
		}
		files := slices.Sorted(maps.Keys(a.Files))
		done := []map[string]string{
			{},
			{files[0]: string(a.Files[files[0]])},
			{files[1]: string(a.Files[files[1]])},
			{"terraform/stacks/prod/stack.hcl": string(a.Decisions)},
		}
		for _, files := range done[:min(steps, len(done))] {
			put(t, root, files)
		}
		if steps == 5 { // all but the end of the journal
			if err := begun.do(root); err != nil {
				t.Fatal(err)
			}
		}
		notes, err := Resume(root)
		if err != nil || len(notes) != 1 {
			t.Fatalf("after %d steps: %v, %v", steps, notes, err)
		}
		for p, want := range a.Files {
			expect(t, dir, p, string(want))
		}
		expect(t, dir, "terraform/stacks/prod/stack.hcl", string(a.Decisions))
		expect(t, dir, journal, "")
		if edits := compare(t, root, treeOf("2")).Edits(); len(edits) > 0 {
			t.Errorf("after %d steps these are edits: %+v", steps, edits)
		}
	}
}

// TestResumeYieldsToPeople holds that an adoption goes no further when somebody
// changed what it is about, and that nothing of theirs is lost.
func TestResumeYieldsToPeople(t *testing.T) {
	const stackFile, patch = "terraform/stacks/prod/stack.hcl", "base/components/adopted-prod/a-patch.yaml"
	for name, change := range map[string]map[string]string{
		"the edit was changed":      {"overlays/prod/a.yaml": "edited again\n"},
		"stack.hcl was changed":     {stackFile: "engines\n"},
		"the component was changed": {patch: "mine\n"},
	} {
		t.Run(name, func(t *testing.T) {
			root, dir := open(t)
			a := adoption(t, root)
			if err := writeJournal(root, []adopting{a.steps()}); err != nil {
				t.Fatal(err)
			}
			put(t, root, map[string]string{patch: "patch\n"})
			put(t, root, change)
			if notes, err := Resume(root); err != nil || len(notes) > 0 {
				t.Fatalf("%v, %v", notes, err)
			}
			for p, text := range change {
				expect(t, dir, p, text)
			}
			if _, mine := change[patch]; !mine {
				expect(t, dir, patch, "")
				if isFolder(root, a.Component) {
					t.Error("the folder of the component is still there")
				}
			}
			if _, mine := change[stackFile]; !mine {
				expect(t, dir, stackFile, "engine\n")
			}
			expect(t, dir, journal, "")
			if edits := compare(t, root, treeOf("1")).Edits(); len(edits) != 2 {
				t.Errorf("edits are %+v", edits)
			}
		})
	}
}

// TestResumeKeepsWhatIsListed holds that the component stays once the stack
// lists it, whatever else was changed.
func TestResumeKeepsWhatIsListed(t *testing.T) {
	root, dir := open(t)
	a := adoption(t, root)
	if err := writeJournal(root, []adopting{a.steps()}); err != nil {
		t.Fatal(err)
	}
	put(t, root, map[string]string{"base/components/adopted-prod/a-patch.yaml": "patch\n", "terraform/stacks/prod/stack.hcl": string(a.Decisions) + "more\n"})
	if _, err := Resume(root); err != nil {
		t.Fatal(err)
	}
	expect(t, dir, "base/components/adopted-prod/a-patch.yaml", "patch\n")
	expect(t, dir, "terraform/stacks/prod/stack.hcl", string(a.Decisions)+"more\n")
	expect(t, dir, journal, "")
}

// TestForeignJournal holds that a journal that somebody made leads nowhere else.
func TestForeignJournal(t *testing.T) {
	for name, change := range map[string]func(*adopting){
		"another stack":     func(s *adopting) { s.Stack = "../prod" },
		"no stack":          func(s *adopting) { s.Stack = "gone" },
		"another component": func(s *adopting) { s.Component = "base/components/other" },
		"another folder":    func(s *adopting) { s.Component = "generator/adopted-x" },
		"another file":      func(s *adopting) { s.Files["generator/main.go"] = []byte("x") },
		"a file above":      func(s *adopting) { s.Files[s.Component+"/.."] = []byte("x") },
		"a folder below":    func(s *adopting) { s.Files[s.Component+"/a/b"] = []byte("x") },
		"another edit":      func(s *adopting) { s.Edits["overlays/staging/a.yaml"] = "x" },
		"an edit above":     func(s *adopting) { s.Edits["overlays/prod/../staging/a.yaml"] = "x" },
		"no edit":           func(s *adopting) { s.Edits = nil },
	} {
		t.Run(name, func(t *testing.T) {
			root, dir := open(t)
			s := adoption(t, root).steps()
			change(&s)
			if err := writeJournal(root, []adopting{s}); err != nil {
				t.Fatal(err)
			}
			if notes, err := Resume(root); err != nil || len(notes) > 0 {
				t.Fatalf("%v, %v", notes, err)
			}
			expect(t, dir, "terraform/stacks/prod/stack.hcl", "engine\n")
			expect(t, dir, journal, "")
			if isFolder(root, "base/components/adopted-prod") || isFolder(root, "generator") {
				t.Error("something was written")
			}
		})
	}
}

// TestAdoptYieldsToPeople holds that an adoption does not begin when somebody
// changed what it was computed from.
func TestAdoptYieldsToPeople(t *testing.T) {
	root, dir := open(t)
	a := adoption(t, root)
	put(t, root, map[string]string{"terraform/stacks/prod/stack.hcl": "engines\n"})
	if err := Adopt(root, []Adoption{a}); err == nil || !strings.Contains(err.Error(), "run it again") {
		t.Errorf("the error is %v", err)
	}
	expect(t, dir, "terraform/stacks/prod/stack.hcl", "engines\n")
	if isFolder(root, a.Component) {
		t.Error("the component is there")
	}
	expect(t, dir, journal, "")
}

// TestAdoptUndoes lets an adoption fail on its way, as on a full disk.
func TestAdoptUndoes(t *testing.T) {
	root, dir := open(t)
	a := adoption(t, root)
	// A folder that is not empty stands where a file of the component belongs.
	put(t, root, map[string]string{"base/components/adopted-prod/kustomization.yaml/mine": "mine\n"})
	if err := Adopt(root, []Adoption{a}); err == nil {
		t.Fatal("there is no error")
	}
	expect(t, dir, "base/components/adopted-prod/a-patch.yaml", "")
	expect(t, dir, "base/components/adopted-prod/kustomization.yaml/mine", "mine\n")
	expect(t, dir, "terraform/stacks/prod/stack.hcl", "engine\n")
	expect(t, dir, journal, "")
}

package terraform

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestGuard destroys a stack: a plan of that is refused until somebody says that the
// data may go, and begins with the data then. What lifts the guard stays nowhere.
func TestGuard(t *testing.T) {
	const stack = "prod"
	b := newBench(t)
	b.make("plan", stack)
	b.make("apply", stack)
	makes := func(args ...string) result {
		t.Helper()
		return run(t, repository, append(slices.Clone(b.env), "TF_INPUT=false"), "make", append(args, "STACK="+stack, "TF_DIR="+b.dir)...)
	}
	lifted := func() int {
		t.Helper()
		files, err := filepath.Glob(filepath.Join(b.dir, "modules/*/keep_override.tf"))
		if err != nil {
			t.Fatal(err)
		}
		return len(files)
	}

	if r := makes("plan", "DESTROY=yes"); r.status == 0 || !strings.Contains(r.stderr, "Instance cannot be destroyed") ||
		!strings.Contains(strings.Join(strings.Fields(r.stderr), " "), "run make plan STACK=prod DATA=may-go DESTROY=yes.") {
		t.Errorf("exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	if r := makes("plan", "DATA=maybe"); r.status == 0 || !strings.Contains(r.stderr, "DATA is may-go") {
		t.Errorf("exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}

	r := makes("plan", "DATA=may-go", "DESTROY=yes")
	if r.status != 0 {
		t.Fatalf("exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	_, told, _ := strings.Cut(r.stdout, "THE PLAN DESTROYS DATA of stack prod:\n")
	data, rest, found := strings.Cut(told, "\n\nIt destroys too, without data:\n")
	if lines := strings.Split(data, "\n"); !found || len(lines) != 6 {
		t.Errorf("of the data it says\n%s", data)
	}
	if _, plan, found := strings.Cut(rest, "What stays after it: the Key Vault"); !found || !strings.Contains(plan, "Terraform will perform") {
		t.Errorf("after the data it says\n%s", rest)
	}
	if lifted() != 3 {
		t.Errorf("the guard is lifted in %d modules", lifted())
	}

	if r := makes("plan", "DESTROY=yes"); r.status == 0 || lifted() != 0 {
		t.Errorf("a plan that nobody applied has left the guard lifted: exit status %d, %d files", r.status, lifted())
	}
	makes("plan", "DATA=may-go", "DESTROY=yes")
	b.make("apply", stack)
	if lifted() != 0 {
		t.Error("the guard is lifted after the apply")
	}
	if left := b.terraform("state", "list"); strings.TrimSpace(left) != "" {
		t.Errorf("left are\n%s", left)
	}

	b.make("plan", stack)
	if r := makes("plan", "DATA=may-go"); r.status != 0 || !strings.Contains(r.stdout, "The plan destroys nothing: DATA=may-go was not needed.") {
		t.Errorf("exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
}

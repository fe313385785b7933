package terraform

import (
	"path/filepath"
	"strings"
	"testing"
)

// testGuard plans to destroy the stack: that is refused until somebody says that
// the data may go, and begins with the data then. What lifts the guard stays
// nowhere.
func testGuard(t *testing.T, first saved) {
	s := first.again(t)
	s.planRefused("DESTROY=yes")
	if r := s.makes("plan", "DATA=maybe"); r.status == 0 || !strings.Contains(r.stderr, "DATA is may-go") {
		t.Errorf("exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	s.planDestroy()
	if n := s.lifted(); n != 3 {
		t.Errorf("the guard is lifted in %d modules", n)
	}
	s.planRefused("DESTROY=yes")
	if n := s.lifted(); n != 0 {
		t.Errorf("a plan that nobody applied has left the guard lifted in %d modules", n)
	}
	if r := s.makes("plan", "DATA=may-go"); r.status != 0 || !strings.Contains(r.stdout, "The plan destroys nothing: DATA=may-go was not needed.") {
		t.Errorf("exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
}

// planRefused holds `make plan` to a refusal that says how the data may go.
func (s *site) planRefused(args ...string) {
	s.t.Helper()
	r := s.makes("plan", args...)
	if r.status == 0 || !strings.Contains(r.stderr, "Instance cannot be destroyed") ||
		!strings.Contains(strings.Join(strings.Fields(r.stderr), " "), "run make plan STACK=prod DATA=may-go DESTROY=yes.") {
		s.t.Errorf("exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
}

// planDestroy plans to destroy all, and holds what is said to the data first.
func (s *site) planDestroy() {
	s.t.Helper()
	said := s.make("plan", "DATA=may-go", "DESTROY=yes")
	_, told, _ := strings.Cut(said, "THE PLAN DESTROYS DATA of stack prod:\n")
	data, rest, found := strings.Cut(told, "\n\nIt destroys too, without data:\n")
	if lines := strings.Split(data, "\n"); !found || len(lines) != 6 {
		s.t.Errorf("of the data it says\n%s", data)
	}
	if _, plan, found := strings.Cut(rest, "What stays after it: the Key Vault"); !found || !strings.Contains(plan, "Terraform will perform") {
		s.t.Errorf("after the data it says\n%s", rest)
	}
}

// lifted counts the modules of the copy whose guard is lifted.
func (s *site) lifted() int {
	s.t.Helper()
	files, err := filepath.Glob(s.file("modules/*/keep_override.tf"))
	if err != nil {
		s.t.Fatal(err)
	}
	return len(files)
}

package exposure

import (
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
)

// mutant is a change that some other fact contradicts, and the finding that it
// must cause.
type mutant struct {
	name, stack string
	mutate      func(t *testing.T, f *checktest.Fixture)
	summary     string // of the finding
	says        string // part of its detail
}

func testMutants(t *testing.T, mutants []mutant) {
	t.Helper()
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			f := checktest.Load(t, m.stack)
			m.mutate(t, f)
			m.test(t, f)
		})
	}
}

// test holds that the mutant is found, with a place.
func (m mutant) test(t *testing.T, f *checktest.Fixture) {
	t.Helper()
	var found []string
	for _, d := range Check(f.Stack, f.Rendered) {
		if d.Summary == m.summary && strings.Contains(d.Detail, m.says) {
			if d.Subject == nil || d.Subject.Filename == "" {
				t.Errorf("the finding has no place: %s", d.Detail)
			}
			return
		}
		found = append(found, d.Summary+": "+d.Detail)
	}
	t.Errorf("want %q with %q, found\n%s", m.summary, m.says, strings.Join(found, "\n"))
}

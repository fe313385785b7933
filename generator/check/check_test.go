package check

import (
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/manifest"
)

// setSync changes a value of a sync object; nil takes it away.
func setSync(d manifest.Map, value any, path ...string) manifest.Map {
	for i, e := range d {
		switch {
		case e.Key != path[0]:
			continue
		case len(path) > 1:
			d[i].Value = setSync(e.Value.(manifest.Map), value, path[1:]...)
		case value == nil:
			return slices.Delete(d, i, i+1)
		default:
			d[i].Value = value
		}
		return d
	}
	if len(path) == 1 {
		return append(d, manifest.Entry{Key: path[0], Value: value})
	}
	return append(d, manifest.Entry{Key: path[0], Value: setSync(manifest.Map{}, value, path[1:]...)})
}

func TestExamplesHaveNoFinding(t *testing.T) {
	for _, name := range []string{"prod", "staging", "research", "ingress", "private"} {
		f := checktest.Load(t, name)
		for _, d := range Check(f.Stack, f.Rendered, f.Sync) {
			t.Errorf("%s: %s: %s", name, d.Summary, d.Detail)
		}
	}
}

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
	for _, d := range Check(f.Stack, f.Rendered, f.Sync) {
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

// TestFindingsAreOfAnObject holds that a finding has an id, and says which object it is about.
func TestFindingsAreOfAnObject(t *testing.T) {
	f := checktest.Load(t, "prod")
	f.Object(t, "Service", "ui-static").Namespace = ""
	checktest.Set(f.Object(t, "Service", "ui-backend"), "LoadBalancer", "spec", "type")
	checktest.Set(f.Object(t, "Deployment", "ui-backend"), "a b", "metadata", "labels", "x")
	want := map[diag.About]bool{
		{ID: "objects/no-namespace", Object: "Service/ui-static"}:                 true,
		{ID: "exposure/load-balancer", Object: "Service/metaflow/ui-backend"}:     true,
		{ID: "objects/malformed-value", Object: "Deployment/metaflow/ui-backend"}: true,
	}
	for _, d := range Check(f.Stack, f.Rendered, f.Sync) {
		if diag.ID(d) == "" {
			t.Errorf("no id: %s", d.Summary)
		}
		delete(want, diag.Of(d))
	}
	for about := range want {
		t.Errorf("nothing is found like %v", about)
	}
}

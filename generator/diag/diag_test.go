package diag

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
)

func TestPlace(t *testing.T) {
	for _, c := range []struct {
		at   hcl.Range
		want string
	}{
		{Line("base/a.yaml", 3), "base/a.yaml:3,1-1"},
		{Line("base/a.yaml", 0), "base/a.yaml:1,1-1"},
		{File("base/a.yaml"), "base/a.yaml:1,1-1"},
	} {
		if got := Error(c.at, "", "").Subject.String(); got != c.want {
			t.Errorf("it is at %s, not %s", got, c.want)
		}
		if Place(Warning(c.at, "", "")) != c.at {
			t.Errorf("%v is lost", c.at)
		}
	}
	if nowhere := Error(hcl.Range{}, "", ""); nowhere.Subject != nil || Place(nowhere) != (hcl.Range{}) {
		t.Errorf("nowhere became %v", nowhere.Subject)
	}
}

func TestSeverity(t *testing.T) {
	if d := Error(hcl.Range{}, "Class", "Cure."); d.Severity != hcl.DiagError || d.Summary != "Class" || d.Detail != "Cure." {
		t.Errorf("%#v", d)
	}
	if d := Warning(hcl.Range{}, "Class", "Cure."); d.Severity != hcl.DiagWarning {
		t.Errorf("%#v", d)
	}
}

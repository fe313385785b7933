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

func TestAbout(t *testing.T) {
	known := Warning(hcl.Range{}, "Missing pod label", "Cure.")
	if ID(known) != "identity/missing-pod-label" || Title(known) != "Missing pod label (identity/missing-pod-label)" {
		t.Errorf("%q is %q", Title(known), ID(known))
	}
	unknown := Error(hcl.Range{}, "Nobody's summary", "Cure.")
	if ID(unknown) != "" || Title(unknown) != "Nobody's summary" {
		t.Errorf("%q is %q", Title(unknown), ID(unknown))
	}
	if d := On("Deployment/metaflow/ui-static", known); d != known || Of(d) != (About{ID: "identity/missing-pod-label", Object: "Deployment/metaflow/ui-static"}) {
		t.Errorf("%#v", Of(d))
	}
	if shown := WithTitle(known); shown.Summary != Title(known) || known.Summary != "Missing pod label" || ID(shown) != ID(known) {
		t.Errorf("it is shown as %q, and is %q", shown.Summary, known.Summary)
	}
}

// TestUnder files what HCL made, and leaves alone what has an id.
func TestUnder(t *testing.T) {
	theirs, ours := &hcl.Diagnostic{Summary: "Unsupported argument", Extra: 1}, Error(hcl.Range{}, "Expression too large", "")
	Under("Invalid expression of stack.hcl", hcl.Diagnostics{theirs, ours})
	if ID(theirs) != "stack/invalid-expression" || theirs.Summary != "Unsupported argument" || ID(ours) != "stack/expression-too-large" {
		t.Errorf("%q and %q", ID(theirs), ID(ours))
	}
	if ID(&hcl.Diagnostic{}) != "" {
		t.Error("what was not made here has an id")
	}
}

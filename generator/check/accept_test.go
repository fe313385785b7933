package check

import (
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"github.com/hashicorp/hcl/v2"
)

// TestRetired holds that an exception of a finding which only earlier versions had is
// told, and stops nobody; one of a finding that never was does.
func TestRetired(t *testing.T) {
	s := checktest.Parse(t, "prod", func(file, text string) string {
		if file == "stack.hcl" {
			text += "\nexception \"access/of-old\" {\n  object = \"Service/metaflow/ui-static\"\n  reason = \"reviewed\"\n}\n"
		}
		return text
	})
	e, at := s.Config.Exceptions[0], s.ExceptionRange(0)
	d := acceptance{stack: s, retired: []string{"access/of-old"}}.accept(e, at)
	if d == nil || d.Severity != hcl.DiagWarning || d.Summary != "Exception without finding" || d.Subject.Filename != "stack.hcl" || !strings.HasSuffix(d.Detail, "any more. Remove the block.") {
		t.Errorf("the exception of a retired finding: %v", d)
	}
	if d := (acceptance{stack: s}).accept(e, at); d == nil || d.Severity != hcl.DiagError || d.Summary != "Exception of an unknown finding" {
		t.Errorf("the exception of no finding: %v", d)
	}
}

package diag

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
)

// TestUnrepeated tells once what is told once, and everything else as often as it is so.
func TestUnrepeated(t *testing.T) {
	warn := func(file string) *hcl.Diagnostic {
		return Warning(File(file), "No schemas of this version", "There are none.")
	}
	all := hcl.Diagnostics{Once(warn("a"), "1.33"), warn("b"), Once(warn("c"), "1.33"), Once(warn("d"), "1.32"), warn("e")}
	var files string
	for _, d := range Unrepeated(all) {
		files += Place(d).Filename
	}
	for i, d := range all {
		if d == nil {
			t.Errorf("diagnostic %d is gone from what was given", i)
		}
	}
	if files != "abde" {
		t.Errorf("left are %q, not abde", files)
	}
}

package oauth2proxy

import (
	"strings"
	"testing"
)

// TestOptionTable holds the table itself: names once, defaults of their type,
// plural fields for lists.
func TestOptionTable(t *testing.T) {
	flags, envs := map[string]bool{}, map[string]bool{}
	for _, o := range documented {
		if flags[o.Flag] || envs[o.Env()] {
			t.Errorf("--%s or %s stands twice", o.Flag, o.Env())
		}
		flags[o.Flag], envs[o.Env()] = true, true
		if err := o.Parse(o.Default); o.Default != "" && err != nil {
			t.Errorf("the default of --%s %s", o.Flag, err)
		}
		if field := strings.ReplaceAll(o.Flag, "-", "_"); o.field != field && o.field != field+"s" {
			t.Errorf("--%s has the field %s", o.Flag, o.field)
		}
	}
	for _, r := range Rules() {
		if !flags[r.Flag] {
			t.Errorf("a rule is about --%s, which is not documented", r.Flag)
		}
	}
}

package cause

import (
	"fmt"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/zclconf/go-cty/cty"
)

// TestNamingTexts tells a name of a stack from the same letters elsewhere.
func TestNamingTexts(t *testing.T) {
	for _, c := range []struct {
		names         naming
		before, after string
		want          bool
	}{
		{naming{"staging", "prod"}, "staging-services", "prod-services", true},
		{naming{"staging", "prod"}, "./overlays/staging", "./overlays/prod", true},
		{naming{"staging", "prod"}, "the same", "the same", true},
		{naming{"staging", "prod"}, "5", "9", false},
		{naming{"a", "b"}, "data-a", "dbtb-b", false},
		{naming{"a", "b"}, "data-a", "data-b", true},
		{naming{"metaflow", "prod"}, "metaflow-metaflow-argo", "metaflow-prod-argo", true},
		{naming{"metaflow", "prod"}, "metaflow-metaflow-argo", "prod-metaflow-argo", true},
		{naming{"metaflow", "prod"}, "metaflow-argo", "metaflow-argo-x", false},
		{naming{"my-stack", "my-stack-2"}, "my-stack-services", "my-stack-2-services", true},
		{naming{"ui", "uis"}, "build ui", "build uis", true},
		{naming{"", "x"}, "a", "xa", false},
	} {
		if got := c.names.texts(c.before, c.after); got != c.want {
			t.Errorf("%v: %q and %q: %t", c.names, c.before, c.after, got)
		}
	}
}

// called is a stack under another name.
func called(in Inputs, name string) Inputs {
	outputs := *in.Outputs
	outputs.Outputs = map[string]tfoutput.Output{}
	for k, v := range in.Outputs.Outputs {
		outputs.Outputs[k] = v
	}
	outputs.Outputs["stack"] = tfoutput.Output{Value: cty.StringVal(name)}
	in.Name, in.Outputs = name, &outputs
	return in
}

// TestAgainstByAnyName compares one stack under several names with another one:
// names that are words of the product make no difference.
func TestAgainstByAnyName(t *testing.T) {
	count := func(name string, isAfter bool) string {
		one, other := sideOf(t, called(inputsOf(t, "staging", nil), name)), sideOf(t, inputsOf(t, "prod", nil))
		if isAfter {
			one, other = other, one
		}
		counts := map[diff.Action]int{}
		fields, unsure, findings := 0, 0, 0
		for _, o := range Against(one, other, build) {
			counts[o.Action]++
			fields += len(o.Changes)
			findings += len(o.Findings)
			for _, c := range o.AllCauses() {
				if c.Unsure {
					unsure++
				}
			}
		}
		return fmt.Sprintf("%v objects, %d fields, %d causes that are not sure, %d findings", counts, fields, unsure, findings)
	}
	for _, isAfter := range []bool{false, true} {
		want := count("zeta", isAfter)
		if !strings.HasSuffix(want, ", 0 causes that are not sure, 0 findings") {
			t.Errorf("a stack called zeta: %s", want)
		}
		for _, name := range []string{"a", "ui", "meta", "metaflow", "data"} {
			if got := count(name, isAfter); got != want {
				t.Errorf("a stack called %s: %s; called zeta: %s", name, got, want)
			}
		}
	}
}

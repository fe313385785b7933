package cause

import (
	"fmt"
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
	prod := sideOf(t, inputsOf(t, "prod", nil))
	count := func(before, after Side) string {
		a := &stages{attribution: attribution{before: before, after: after, build: Inputs.Build}}
		a.compareNames()
		if len(a.byName) > 0 || a.left == nil {
			t.Errorf("%s against %s: the name makes %v", after.Name, before.Name, a.byName)
		}
		counts, fields := map[diff.Action]int{}, 0
		for _, o := range diff.Compare(a.aliased, after.Objects) {
			counts[o.Action]++
			fields += len(o.Changes)
		}
		return fmt.Sprintf("%v objects, %d fields, %d left", counts, fields, len(a.left))
	}
	var asBefore, asAfter string
	for _, name := range []string{"zeta", "a", "ui", "meta", "metaflow", "data"} {
		side := sideOf(t, called(inputsOf(t, "staging", nil), name))
		before, after := count(side, prod), count(prod, side)
		if asBefore == "" {
			asBefore, asAfter = before, after
		}
		if before != asBefore || after != asAfter {
			t.Errorf("a stack called %s: %s and %s; called zeta: %s and %s", name, before, after, asBefore, asAfter)
		}
	}
}

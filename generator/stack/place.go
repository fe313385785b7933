package stack

import (
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// places remembers where the elements of a map of people's own keys are written down.
func (r *bodyReader) places(expr hcl.Expression, path []string) {
	for step, inner := range elementsOf(expr) {
		here := append(slices.Clip(path), step)
		r.ranges[strings.Join(here, ".")] = inner.Range()
		r.places(inner, here)
	}
}

// elementsOf are the elements that an expression writes down, by key or index.
func elementsOf(expr hcl.Expression) map[string]hcl.Expression {
	elements := map[string]hcl.Expression{}
	if list, diags := hcl.ExprList(expr); !diags.HasErrors() {
		for i, item := range list {
			elements[strconv.Itoa(i)] = item
		}
		return elements
	}
	pairs, diags := hcl.ExprMap(expr)
	if diags.HasErrors() {
		return nil
	}
	for _, pair := range pairs {
		if key, diags := pair.Key.Value(nil); !diags.HasErrors() && key.Type() == cty.String && key.IsKnown() && !key.IsNull() {
			elements[key.AsString()] = pair.Value
		}
	}
	return elements
}

// DecisionIn is where an element of an argument comes from: the nearest place that
// stack.hcl writes down.
func (s *Stack) DecisionIn(argument string, steps ...string) manifest.Origin {
	from := s.Decision(argument)
	for n := len(steps); n > 0; n-- {
		if at, given := s.ranges[strings.Join(append([]string{argument}, steps[:n]...), ".")]; given {
			from.Range = at
			break
		}
	}
	return from
}

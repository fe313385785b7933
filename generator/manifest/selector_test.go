package manifest

import "testing"

// expression is a selector of one matchExpression.
func expression(key, operator string, values ...any) map[string]any {
	return map[string]any{"matchExpressions": []any{map[string]any{"key": key, "operator": operator, "values": values}}}
}

func matchLabels(labels map[string]any) map[string]any {
	return map[string]any{"matchLabels": labels}
}

// TestAbsentSelectors holds what a selector means that demands nothing: it depends on
// the field.
func TestAbsentSelectors(t *testing.T) {
	for _, c := range []struct {
		name                   string
		selector               any
		policy, label, service bool // whether it selects pods with labels
	}{
		{"absent or null", nil, true, false, false},
		{"empty", map[string]any{}, true, true, false},
		{"empty labels", matchLabels(map[string]any{}), true, true, true}, // of a Service a label of that name
		{"null labels", map[string]any{"matchLabels": nil, "matchExpressions": nil}, true, true, false},
		{"empty expressions", map[string]any{"matchExpressions": []any{}}, true, true, false},
		{"text", "(secret)", false, false, false},
		{"a list", []any{}, false, false, false},
	} {
		labels := map[string]string{"app": "a", "matchLabels": ""}
		for kind, s := range map[string]struct {
			selector Selector
			want     bool
		}{"policy": {PolicySelector(c.selector), c.policy}, "label": {LabelSelector(c.selector), c.label}, "service": {ServiceSelector(c.selector), c.service}} {
			if got := s.selector.Selects(labels); got != s.want {
				t.Errorf("%s selector that is %s: %t", kind, c.name, got)
			}
		}
	}
}

// TestSelects holds selectors to the rules of Kubernetes.
func TestSelects(t *testing.T) {
	labels := map[string]string{"app": "a", "tier": "back"}
	for _, c := range []struct {
		name     string
		selector Selector
		want     bool
	}{
		{"label", LabelSelector(matchLabels(map[string]any{"app": "a"})), true},
		{"other label", LabelSelector(matchLabels(map[string]any{"app": "a", "tier": "front"})), false},
		{"empty label that is missing", LabelSelector(matchLabels(map[string]any{"zone": ""})), false},
		{"In", LabelSelector(expression("app", "In", "b", "a")), true},
		{"In another", LabelSelector(expression("app", "In", "b")), false},
		{"In without the label", LabelSelector(expression("zone", "In", "")), false},
		{"NotIn", LabelSelector(expression("app", "NotIn", "a")), false},
		{"NotIn without the label", LabelSelector(expression("zone", "NotIn", "a")), true},
		{"Exists", LabelSelector(expression("tier", "Exists")), true},
		{"Exists without the label", LabelSelector(expression("zone", "Exists")), false},
		{"DoesNotExist", LabelSelector(expression("zone", "DoesNotExist")), true},
		{"DoesNotExist with the label", LabelSelector(expression("app", "DoesNotExist")), false},
		{"unknown operator", LabelSelector(expression("app", "Like", "a")), false},
		{"labels of a Service", ServiceSelector(map[string]any{"app": "a"}), true},
		{"other labels of a Service", ServiceSelector(map[string]any{"app": "b"}), false},
	} {
		if got := c.selector.Selects(labels); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

// TestSelectorString writes selectors as kubectl does.
func TestSelectorString(t *testing.T) {
	selector := map[string]any{"matchLabels": map[string]any{"b": "c", "a": "b"}, "matchExpressions": []any{
		map[string]any{"key": "d", "operator": "In", "values": []any{"e", "f"}}, map[string]any{"key": "g", "operator": "NotIn", "values": []any{"h"}},
		map[string]any{"key": "i", "operator": "Exists"}, map[string]any{"key": "j", "operator": "DoesNotExist"}}}
	if got, want := LabelSelector(selector).String(), "a=b, b=c, d in (e, f), g not in (h), i, !j"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

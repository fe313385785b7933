package value

import (
	"encoding/json"
	"testing"
)

// TestText reads scalars as text, and everything else as nothing.
func TestText(t *testing.T) {
	fields := map[string]any{"text": "x", "number": json.Number("08"), "int": 7, "yes": true, "null": nil, "map": map[string]any{"a": "b"}, "list": []any{"a"}}
	for key, want := range map[string]string{"text": "x", "number": "08", "int": "7", "yes": "true", "null": "", "map": "", "list": "", "missing": ""} {
		if got := Text(fields, key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if Text(fields, "map", "a") != "b" || Text(fields, "text", "a") != "" || Items(fields, "map") != nil || len(Items(fields, "list")) != 1 {
		t.Error("a path leads elsewhere")
	}
}

// TestSelects holds selectors to the rules of Kubernetes.
func TestSelects(t *testing.T) {
	labels := map[string]string{"app": "a", "tier": "back"}
	expression := func(key, operator string, values ...any) map[string]any {
		return map[string]any{"matchExpressions": []any{map[string]any{"key": key, "operator": operator, "values": values}}}
	}
	for _, c := range []struct {
		name     string
		selector any
		want     bool
	}{
		{"none", nil, false},
		{"empty", map[string]any{}, true},
		{"of a wrong type", "(secret)", false},
		{"a list", []any{}, false},
		{"label", map[string]any{"matchLabels": map[string]any{"app": "a"}}, true},
		{"other label", map[string]any{"matchLabels": map[string]any{"app": "a", "tier": "front"}}, false},
		{"empty label that is missing", map[string]any{"matchLabels": map[string]any{"zone": ""}}, false},
		{"In", expression("app", "In", "b", "a"), true},
		{"In another", expression("app", "In", "b"), false},
		{"NotIn", expression("app", "NotIn", "a"), false},
		{"NotIn without the label", expression("zone", "NotIn", "a"), true},
		{"Exists", expression("tier", "Exists"), true},
		{"Exists without the label", expression("zone", "Exists"), false},
		{"DoesNotExist", expression("zone", "DoesNotExist"), true},
		{"unknown operator", expression("app", "Like", "a"), false},
	} {
		if got := Selects(c.selector, labels); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

package manifest

import (
	"reflect"
	"testing"
)

// TestFilled adds what a map does not have, however deep, and leaves what it has.
func TestFilled(t *testing.T) {
	own := Map{{"controller", Map{{"rbac", Map{{"create", false}}}, {"image", "ours"}}}, {"crds", Map{}}, {"list", List{"ours"}}}
	more := map[string]any{
		"controller": map[string]any{"image": "theirs", "replicas": int64(2), "rbac": map[string]any{"create": true, "more": "x"}},
		"crds":       map[string]any{"annotations": map[string]any{"a": "b"}},
		"list":       []any{"theirs"},
		"extra":      []any{map[string]any{"a": 0.5}},
	}
	from := Origin{Kind: FromGenerator, Name: "argo_workflows.values"}
	got := own.Filled(more, func(...string) Origin { return from }).Plain()
	want := map[string]any{
		"controller": map[string]any{"rbac": map[string]any{"create": false, "more": "x"}, "image": "ours", "replicas": int64(2)},
		"crds":       map[string]any{"annotations": map[string]any{"a": "b"}},
		"list":       []any{"ours"},
		"extra":      []any{map[string]any{"a": 0.5}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
	if got, want := own.Clashes(more), [][]string{{"controller", "rbac", "create"}, {"controller", "image"}, {"list"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("clashes %v, not %v", got, want)
	}
}

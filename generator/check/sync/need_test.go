package sync

import "testing"

// TestSettingsThatMayBeAbsent holds that pods need not wait for what they call
// optional.
func TestSettingsThatMayBeAbsent(t *testing.T) {
	reference := map[string]any{"name": "x", "optional": true}
	pod := map[string]any{"containers": []any{map[string]any{"envFrom": []any{map[string]any{"configMapRef": reference}}}}}
	if refers(pod, "name", "x", "configMapRef") {
		t.Error("an optional reference is a need")
	}
	delete(reference, "optional")
	if !refers(pod, "name", "x", "configMapRef") {
		t.Error("a reference is no need")
	}
}

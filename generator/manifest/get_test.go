package manifest

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

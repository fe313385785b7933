package report

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// YAML is a map or list as lines of YAML, in the generator's own style.
func YAML(v any) []string {
	wrapped := manifest.Encode(manifest.Map{{Key: "value", Value: planned(v)}})
	_, text, _ := strings.Cut(string(wrapped), manifest.Header)
	text, _ = strings.CutPrefix(text, "value:")
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) > 1 {
		lines = lines[1:] // behind the key there is nothing
	}
	for i, l := range lines {
		lines[i] = strings.TrimPrefix(l, "  ")
	}
	return lines
}

// planned turns plain JSON values into those that package plan writes.
func planned(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := manifest.Map{}
		for _, k := range slices.SortedFunc(maps.Keys(v), headFirst) {
			m = append(m, manifest.Entry{Key: k, Value: planned(v[k])})
		}
		return m
	case []any:
		list := make(manifest.List, len(v))
		for i, item := range v {
			list[i] = planned(item)
		}
		return list
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		if f, err := v.Float64(); err == nil {
			return f
		}
		return v.String()
	}
	return v
}

// headFirst sorts what says what an object is before the rest of it, and the
// name of an item before the rest of that.
func headFirst(a, b string) int {
	return strings.Compare(headRank(a)+a, headRank(b)+b)
}

func headRank(key string) string {
	switch key {
	case "apiVersion", "kind":
		return "0"
	case "name":
		return "1"
	case "metadata":
		return "2"
	}
	return "3"
}

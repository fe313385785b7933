package schema

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
)

func (w *walker) list(s *openapi.Schema, v any) {
	items, is := v.([]any)
	if !is {
		w.wrongType(s, v)
		return
	}
	w.items(s, items)
	w.limits(s, v)
	switch {
	case len(items) < 2:
	case s.Has(openapi.Map):
		w.keyed(s, items)
	case s.Has(openapi.Set):
		w.different(items)
	}
}

func (w *walker) items(s *openapi.Schema, items []any) {
	if s.Items.IsNone() {
		return
	}
	schema := w.set.table.Schema(s.Items)
	for i, item := range items {
		if item == nil {
			w.nullItem(schema, i)
			continue
		}
		w.path = append(w.path, step{inList: true, place: i, item: item})
		w.value(schema, item)
		w.path = w.path[:len(w.path)-1]
	}
}

// nullItem reports a line with nothing but a hyphen, which is an item all the same.
func (w *walker) nullItem(s *openapi.Schema, place int) {
	if s.Has(openapi.Nullable) || s.Type == openapi.Any {
		return
	}
	w.path = append(w.path, step{inList: true, place: place})
	w.report(WrongType, w.key(), "is null, but must be "+typeNames[s.Type], "Remove the line, or write what it should have.")
	w.path = w.path[:len(w.path)-1]
}

// keyed finds items that have the same keys. Both engines apply objects server-side,
// where that is refused even if something else of them differs.
func (w *walker) keyed(s *openapi.Schema, items []any) {
	seen := make(map[string]int, len(items))
	for i, item := range items {
		m, is := item.(map[string]any)
		if !is {
			continue
		}
		id, says, complete := keysOf(s.Keys, m)
		if !complete {
			continue
		}
		if first, twice := seen[id]; twice {
			w.path = append(w.path, step{inList: true, place: i, item: item})
			w.report(Duplicate, markOf(m[s.Keys[0].Name]), fmt.Sprintf("is given twice: item %d has %s too", first+1, says), "Remove one of them: objects are applied server-side, which refuses both.")
			w.path = w.path[:len(w.path)-1]
			continue
		}
		seen[id] = i
	}
}

// keysOf are the values of the keys, as one text to compare and as one to show.
func keysOf(keys []openapi.Key, item map[string]any) (id, says string, complete bool) {
	if len(keys) == 1 { // as nearly all have
		if text, is := item[keys[0].Name].(string); is {
			return text, keys[0].Name + ": " + text, true
		}
	}
	var ids, texts []string
	for _, k := range keys {
		v := item[k.Name]
		if v == nil && k.Default != "" {
			v = k.Default
		}
		if v == nil {
			return "", "", false
		}
		ids = append(ids, scalarText(v))
		texts = append(texts, k.Name+": "+scalarText(v))
	}
	return strings.Join(ids, "\x00"), strings.Join(texts, ", "), true
}

func scalarText(v any) string {
	if text, is := numberText(v); is {
		return text
	}
	return fmt.Sprint(v)
}

// different finds values that a set has twice.
func (w *walker) different(items []any) {
	seen := make(map[string]bool, len(items))
	for i, item := range items {
		if isMapOrList(item) || item == nil {
			continue
		}
		id := fmt.Sprintf("%T ", item) + scalarText(item)
		if seen[id] {
			w.path = append(w.path, step{inList: true, place: i, item: item})
			w.report(Duplicate, markOf(item), fmt.Sprintf("is %s, which is in the list already", w.describe(item)), "Remove one of them.")
			w.path = w.path[:len(w.path)-1]
		}
		seen[id] = true
	}
}

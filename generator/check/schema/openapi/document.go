package openapi

import (
	"cmp"
	"encoding/json"
	"fmt"
)

var bounds = []struct {
	name string
	of   Bound
}{{"minimum", Minimum}, {"maximum", Maximum}, {"minLength", MinLength}, {"maxLength", MaxLength}, {"minItems", MinItems}, {"maxItems", MaxItems}, {"minProperties", MinProperties}, {"maxProperties", MaxProperties}}

func limits(doc map[string]any) []Limit {
	var all []Limit
	for _, b := range bounds {
		switch v := doc[b.name].(type) {
		case json.Number:
			n, _ := v.Float64()
			all = append(all, Limit{b.of, n})
		case float64:
			all = append(all, Limit{b.of, v})
		case int64:
			all = append(all, Limit{b.of, float64(v)})
		case int:
			all = append(all, Limit{b.of, float64(v)})
		}
	}
	return all
}

// unions are groups of fields of which a rule of our own allows only so many.
func unions(doc map[string]any) []Union {
	var all []Union
	for _, u := range list(doc["x-unions"]) {
		least, most := fields(u)["least"], fields(u)["most"]
		all = append(all, Union{texts(fields(u)["of"]), whole(least, 0), whole(most, 1)})
	}
	return all
}

func whole(v any, standard int) int {
	return int(cmp.Or(number(v), float64(standard)))
}

func number(v any) float64 {
	for _, l := range limits(map[string]any{"minimum": v}) {
		return l.Value
	}
	return 0
}

func enum(v any) []string {
	var all []string
	for _, item := range list(v) {
		all = append(all, fmt.Sprint(item))
	}
	return all
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func list(v any) []any {
	items, _ := v.([]any)
	return items
}

func fields(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func texts(v any) []string {
	var all []string
	for _, item := range list(v) {
		all = append(all, text(item))
	}
	return all
}

package check

import (
	"fmt"

	"example.com/metaflow-gitops/generator/plan"
)

// at returns the plain value at a path of keys in a planned document, or nil.
func at(d plan.Map, path ...string) any {
	var v any = d
	for _, step := range path {
		m, ok := v.(plan.Map)
		if !ok {
			return nil
		}
		v = m.Get(step)
		if s, sourced := v.(plan.Sourced); sourced {
			v = s.Value
		}
	}
	return v
}

// textAt returns the value at a path as text; "" is nothing.
func textAt(d plan.Map, path ...string) string {
	if v := at(d, path...); v != nil {
		return fmt.Sprint(v)
	}
	return ""
}

// mapsAt returns the maps in a list.
func mapsAt(d plan.Map, path ...string) []plan.Map {
	list, _ := at(d, path...).(plan.List)
	var found []plan.Map
	for _, item := range list {
		if m, ok := item.(plan.Map); ok {
			found = append(found, m)
		}
	}
	return found
}

// namesAt returns the names of the maps in a list.
func namesAt(d plan.Map, path ...string) []string {
	var found []string
	for _, m := range mapsAt(d, path...) {
		found = append(found, textAt(m, "name"))
	}
	return found
}

// textsAt returns the scalars in a list.
func textsAt(d plan.Map, path ...string) []string {
	list, _ := at(d, path...).(plan.List)
	var found []string
	for _, item := range list {
		found = append(found, textAt(plan.Map{{Key: "item", Value: item}}, "item"))
	}
	return found
}

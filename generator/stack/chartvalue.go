package stack

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/limit"
	"github.com/zclconf/go-cty/cty"
)

// ChartValues are further values of a chart: maps, lists, strings, bools, int64 and
// float64.
type ChartValues map[string]any

// decodeValue reads an object of values.
func (c *ChartValues) decodeValue(d *decoder, v cty.Value, path []string) {
	if !v.Type().IsObjectType() && !v.Type().IsMapType() {
		d.fault(path, "Wrong type", fmt.Sprintf("%s %q must be a map, but is %s.", d.kind, strings.Join(path, "."), v.Type().FriendlyName()))
		return
	}
	*c, _ = d.plain(v, path).(map[string]any)
}

// plain is a value as YAML has it.
func (d *decoder) plain(v cty.Value, path []string) any {
	t := v.Type()
	switch {
	case v.IsNull():
		d.fault(path, "Missing value", fmt.Sprintf("%s %q is null. Leave it out to get the chart's own.", d.kind, strings.Join(path, ".")))
	case limit.IsAstronomic(v):
		d.fault(path, "Invalid value", fmt.Sprintf("%s %q is a number out of all range.", d.kind, strings.Join(path, ".")))
	case t.IsObjectType() || t.IsMapType():
		members, out := v.AsValueMap(), map[string]any{}
		for _, key := range slices.Sorted(maps.Keys(members)) {
			out[key] = d.plain(members[key], append(slices.Clip(path), key))
		}
		return out
	case t.IsTupleType() || t.IsListType() || t.IsSetType():
		list := []any{}
		for i, item := range v.AsValueSlice() {
			list = append(list, d.plain(item, append(slices.Clip(path), strconv.Itoa(i))))
		}
		return list
	case t == cty.Bool:
		return v.True()
	case t == cty.Number:
		if whole, accuracy := v.AsBigFloat().Int64(); accuracy == 0 {
			return whole
		}
		fraction, _ := v.AsBigFloat().Float64()
		return fraction
	case t == cty.String:
		return v.AsString()
	}
	return nil
}

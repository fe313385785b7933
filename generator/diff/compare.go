package diff

import (
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// Compare tells what changes from one set of objects to another, in the order
// in which people look: by kind and name.
func Compare(before, after []Object) []ObjectChange {
	var all []ObjectChange
	for _, p := range pair(before, after) {
		if o, differs := p.change(); differs {
			all = append(all, o)
		}
	}
	slices.SortStableFunc(all, func(a, b ObjectChange) int { return strings.Compare(a.Object.sortKey(), b.Object.sortKey()) })
	return all
}

// sortKey puts the objects of the overlay before the sync objects.
func (id ID) sortKey() string {
	return strings.Join([]string{id.Cluster, id.Kind, id.Namespace, id.Name, id.Group}, "\x00")
}

func (p pairing) change() (ObjectChange, bool) {
	switch {
	case p.before == nil:
		return ObjectChange{Subject: Subject{Action: Added, Object: p.after.ID, After: p.after}}, true
	case p.after == nil:
		return ObjectChange{Subject: Subject{Action: Removed, Object: p.before.ID, Before: p.before}}, true
	}
	o := ObjectChange{Subject: Subject{Action: Changed, Object: p.after.ID, Before: p.before, After: p.after}}
	if p.before.ID != p.after.ID {
		from := p.before.ID
		o.Action, o.From = Renamed, &from
	}
	o.Changes = compareFields(p.before, p.after)
	return o, o.Action == Renamed || len(o.Changes) > 0
}

// compareFields compares two objects, but for what they are called.
func compareFields(before, after *Object) []Change {
	c := comparer{kind: after.Kind}
	c.value(nil, before.Fields, after.Fields)
	return slices.DeleteFunc(c.changes, func(ch Change) bool {
		p := ch.Path.String()
		return before.ID != after.ID && (p == "metadata.name" || p == "metadata.namespace")
	})
}

// comparer collects the changes of one object.
type comparer struct {
	kind    string
	changes []Change
}

func (c *comparer) add(a Action, p manifest.Path, before, after any) {
	c.changes = append(c.changes, Change{Action: a, Path: p, Before: before, After: after})
}

func (c *comparer) value(p manifest.Path, before, after any) {
	f := fieldOf(c.kind, p)
	switch {
	case before == nil && after == nil:
	case before == nil:
		if !f.isDefault(after) && !f.isNothing(after) {
			c.add(Added, p, nil, after)
		}
	case after == nil:
		if !f.isDefault(before) && !f.isNothing(before) {
			c.add(Removed, p, before, nil)
		}
	default:
		c.both(p, f, before, after)
	}
}

// isNothing reports whether labels or annotations are there, but empty.
func (f field) isNothing(v any) bool {
	m, isMap := v.(map[string]any)
	return isMap && len(m) == 0 && (strings.HasSuffix(f.schema, "metadata.labels") || strings.HasSuffix(f.schema, "metadata.annotations"))
}

func (c *comparer) both(p manifest.Path, f field, before, after any) {
	switch b := before.(type) {
	case map[string]any:
		if a, same := after.(map[string]any); same {
			c.maps(p, b, a)
			return
		}
	case []any:
		if a, same := after.([]any); same {
			c.lists(p, f, b, a)
			return
		}
	default:
		if manifest.IsScalar(after) && f.sameScalar(before, after) {
			return
		}
	}
	c.add(Changed, p, before, after)
}

// Values compares two values that are no objects, by what the tables of this
// package know of the kind that they are of.
func Values(kind string, before, after any) []Change {
	c := comparer{kind: kind}
	c.value(nil, before, after)
	return c.changes
}

func (c *comparer) maps(p manifest.Path, before, after map[string]any) {
	for _, k := range Keys(before, after) {
		c.value(p.Key(k), before[k], after[k])
	}
}

// Keys are those of two maps, each once and in order.
func Keys[V any](a, b map[string]V) []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(keys)
	return slices.Compact(keys)
}

package diff

import (
	"encoding/json"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

func (c *comparer) lists(p manifest.Path, f field, before, after []any) {
	t := f.listType(before, after)
	if key, named := t.keyOf(before, after); named {
		c.named(p, f, t, key, before, after)
		return
	}
	if t.order == unordered && len(t.keys) == 0 {
		c.sets(p, before, after)
		return
	}
	c.sequences(p, before, after)
}

// named compares items by what they are called.
func (c *comparer) named(p manifest.Path, f field, t listType, key []string, before, after []any) {
	old := map[string]int{}
	for i, item := range before {
		old[itemName(item, key)] = i
	}
	var come []int
	for i, item := range after {
		name := itemName(item, key)
		if j, there := old[name]; there {
			delete(old, name)
			c.value(p.Item(name, i), before[j], item)
		} else {
			come = append(come, i)
		}
	}
	var gone []int
	for j, item := range before {
		if hasKey(old, itemName(item, key)) {
			gone = append(gone, j)
		}
	}
	c.renamed(p, key, pick(before, gone), pick(after, come))
	if t.order == ordered || strings.HasSuffix(f.schema, ".env") && (refersBack(before) || refersBack(after)) {
		c.reordered(p, commonNames(before, after, key), commonNames(after, before, key))
	}
}

// renamed compares what is left of named items: an item that is much like one
// of another name is that one, the others were added or removed.
func (c *comparer) renamed(p manifest.Path, key []string, gone, come []place) {
	for _, a := range come {
		step := p.Item(itemName(a.value, key), a.index)
		if i, score := closest(a.value, gone); score >= minScore {
			c.value(step, gone[i].value, a.value)
			gone = slices.Delete(gone, i, i+1)
		} else {
			c.add(Added, step, nil, a.value)
		}
	}
	for _, b := range gone {
		c.add(Removed, p.Item(itemName(b.value, key), b.index), b.value, nil)
	}
}

// closest finds what is most like a value, and how much.
func closest(v any, among []place) (index int, score float64) {
	index = -1
	for i, other := range among {
		if s := similarity(v, other.value); s > score {
			index, score = i, s
		}
	}
	return index, score
}

func hasKey(m map[string]int, k string) bool { _, there := m[k]; return there }

// refersBack reports whether a variable uses one above it, so that their order
// matters.
func refersBack(env []any) bool {
	return slices.ContainsFunc(env, func(item any) bool { return strings.Contains(manifest.Text(item, "value"), "$(") })
}

// commonNames are the names of a list that the other one has, too, in order.
func commonNames(list, other []any, key []string) []any {
	there := map[string]bool{}
	for _, item := range other {
		there[itemName(item, key)] = true
	}
	var names []any
	for _, item := range list {
		if name := itemName(item, key); there[name] {
			names = append(names, name)
		}
	}
	return names
}

func (c *comparer) reordered(p manifest.Path, before, after []any) {
	if !slices.Equal(before, after) {
		c.add(Reordered, p, before, after)
	}
}

// place is an item of a list and where it stands.
type place struct {
	index int
	value any
}

// sets compares lists without order: what is equal drops out, what is alike is
// compared, and the rest was added or removed.
func (c *comparer) sets(p manifest.Path, before, after []any) {
	restBefore, restAfter := without(canonical(before), canonical(after)), without(canonical(after), canonical(before))
	gone, come := pick(before, restBefore), pick(after, restAfter)
	if len(gone) == 1 && len(come) == 1 && manifest.IsScalar(gone[0].value) && manifest.IsScalar(come[0].value) {
		c.value(p.Item("", come[0].index), gone[0].value, come[0].value)
		return
	}
	for _, b := range gone {
		best, score := closest(b.value, come)
		if best < 0 || manifest.IsScalar(b.value) || score < 0.3 {
			c.add(Removed, p.Item("", b.index), b.value, nil)
			continue
		}
		c.value(p.Item("", come[best].index), b.value, come[best].value)
		come = slices.Delete(come, best, best+1)
	}
	for _, a := range come {
		c.add(Added, p.Item("", a.index), nil, a.value)
	}
}

// sequences compares lists by their order.
func (c *comparer) sequences(p manifest.Path, before, after []any) {
	b, a := canonical(before), canonical(after)
	if len(b) == len(a) && len(without(b, a)) == 0 {
		if !slices.Equal(b, a) {
			c.add(Reordered, p, before, after)
		}
		return
	}
	restBefore, restAfter := Align(b, a)
	gone, come := pick(before, restBefore), pick(after, restAfter)
	for len(gone) > 0 && len(come) > 0 {
		c.value(p.Item("", come[0].index), gone[0].value, come[0].value)
		gone, come = gone[1:], come[1:]
	}
	for _, g := range gone {
		c.add(Removed, p.Item("", g.index), g.value, nil)
	}
	for _, n := range come {
		c.add(Added, p.Item("", n.index), nil, n.value)
	}
}

func pick(list []any, indexes []int) []place {
	places := make([]place, len(indexes))
	for i, index := range indexes {
		places[i] = place{index, list[index]}
	}
	return places
}

// canonical gives each item a text that is equal for equal items.
func canonical(list []any) []string {
	texts := make([]string, len(list))
	for i, item := range list {
		text, err := json.Marshal(item)
		if err != nil {
			panic("review: a value that is no JSON: " + err.Error())
		}
		texts[i] = string(text)
	}
	return texts
}

// without lists the places of what a has more often than b.
func without(a, b []string) []int {
	count := map[string]int{}
	for _, text := range b {
		count[text]++
	}
	var rest []int
	for i, text := range a {
		if count[text]--; count[text] < 0 {
			rest = append(rest, i)
		}
	}
	return rest
}

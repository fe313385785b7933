package cause

import (
	"slices"
	"sort"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
)

// together finds inputs that make a change each by itself, so that putting back
// one of them alone changes nothing: the one that is the last to matter when
// inputs are put back one after the other from the first on, and the same from
// the last on. Of more than two such inputs it names two. Outputs are left as
// they are: what is there at all is decided by people, and outputs put back
// one by one contradict each other.
func (a *attribution) together(o diff.Subject, p manifest.Path) []Cause {
	groups := slices.DeleteFunc(a.groups(), func(g []input) bool { return g[0].Kind == manifest.FromOutput })
	n := len(groups)
	last := sort.Search(n, func(i int) bool { return a.undone(groups, 0, i+1).has(o, p) })
	first := sort.Search(n, func(i int) bool { return a.undone(groups, n-1-i, n).has(o, p) })
	if last == n || first == n {
		return nil
	}
	return append(unsure(groups[n-1-first]), unsure(groups[last])...)
}

// span is a range of groups that are put back at once.
type span struct{ from, to int }

// undone are the changes between the newer side with a range of inputs put back
// and the newer side as it is; none where such a stack cannot be built.
func (a *attribution) undone(groups [][]input, from, to int) index {
	s := span{from, to}
	if found, there := a.spans[s]; there {
		return found
	}
	inputs := a.after.Inputs
	for _, g := range groups[from:to] {
		inputs = a.without(inputs, g[0])
	}
	if a.spans == nil {
		a.spans = map[span]index{}
	}
	a.spans[s] = a.compareWith(inputs)
	return a.spans[s]
}

// compareWith builds other inputs and compares the newer side with them.
func (a *attribution) compareWith(inputs Inputs) index {
	built, diags := a.build(inputs)
	if diags.HasErrors() {
		return nil
	}
	objects, err := diff.Objects(built.Files)
	if err != nil {
		return nil
	}
	return indexed(diff.Compare(objects, a.after.Objects))
}

package picture

import (
	"cmp"
	"fmt"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// Mark is what a review found about an object ("" when nothing changed).
type Mark string

// The marks.
const (
	Added   Mark = "added"
	Removed Mark = "removed"
	Changed Mark = "changed"
)

// Object is one object of a stack, as it is after a change; one that is
// removed, as it was before.
type Object struct {
	// Fields are plain JSON values: maps, lists, strings, numbers, booleans.
	Fields map[string]any
	Mark   Mark
	// Link is the anchor of the object's changes in the page, without "#"; ""
	// is none.
	Link string
	// Before is a changed object as it was. With it, what a change opens or
	// closes is marked as added or removed; without it (nil), whatever a changed
	// object makes is only marked as changed.
	Before map[string]any
}

// item is an object on one side of the change.
type item struct {
	manifest.Object
	mark  Mark
	link  string
	known bool // the other side of its change
}

// side lists the objects as they are after the change, or as they were before,
// in an order of its own.
func side(objects []Object, before bool) []*item {
	skip := Removed
	if before {
		skip = Added
	}
	var items []*item
	for _, o := range objects {
		if o.Mark == skip {
			continue
		}
		fields := o.Fields
		if before && o.Mark == Changed && o.Before != nil {
			fields = o.Before
		}
		items = append(items, &item{manifest.New(fields), o.Mark, o.Link, o.Before != nil})
	}
	slices.SortFunc(items, compareItems)
	return items
}

// compareItems orders objects by what they are, and what seems to be the same
// object twice by what is in it.
func compareItems(a, b *item) int {
	first := cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name), cmp.Compare(a.APIVersion, b.APIVersion),
		cmp.Compare(a.mark, b.mark), cmp.Compare(a.link, b.link))
	if first != 0 {
		return first
	}
	return cmp.Compare(fmt.Sprint(a.Fields), fmt.Sprint(b.Fields))
}

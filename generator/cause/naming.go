package cause

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/render"
)

// naming are the names of two stacks, of which one is built under both.
type naming struct{ before, after string }

// alias gives the objects of a stack the names that they have under the other
// name, where the same stack is built under it.
func (n naming) alias(objects, under []diff.Object) []diff.Object {
	taken := map[diff.ID]bool{}
	for _, o := range objects {
		taken[o.ID] = true
	}
	renamed := slices.DeleteFunc(slices.Clone(under), func(o diff.Object) bool { return taken[o.ID] })
	all := slices.Clone(objects)
	for i := range all {
		j := slices.IndexFunc(renamed, func(o diff.Object) bool { return n.isAlias(all[i].ID, o.ID) })
		if j >= 0 {
			all[i].ID = renamed[j].ID
			renamed = slices.Delete(renamed, j, j+1)
		}
	}
	return all
}

// isAlias reports whether two objects differ in what the stack is called, and in
// the hash that Kustomize makes of what it is called in there.
func (n naming) isAlias(b, a diff.ID) bool {
	nameB, nameA := b.Name, a.Name
	if diff.IsHashed(b.Kind) {
		nameB, nameA = render.WithoutHash(nameB), render.WithoutHash(nameA)
	}
	b.Name, a.Name = "", ""
	return b == a && n.texts(nameB, nameA)
}

// rewritten are objects with the other name wherever the stack under that name
// has it, so that nothing is left of the names but what they decide.
func (n naming) rewritten(objects, under []diff.Object) []diff.Object {
	named := map[diff.ID]diff.Object{}
	for _, o := range under {
		named[o.ID] = o
	}
	all := slices.Clone(objects)
	for i, o := range all {
		if other, there := named[o.ID]; there {
			all[i].Fields, _ = n.value(o.Fields, other.Fields).(map[string]any)
		}
	}
	return all
}

func (n naming) value(before, under any) any {
	switch b := before.(type) {
	case map[string]any:
		if u, same := under.(map[string]any); same {
			return n.fields(b, u)
		}
	case []any:
		u, same := under.([]any)
		if !same || len(u) != len(b) {
			break
		}
		list := make([]any, len(b))
		for i := range b {
			list[i] = n.value(b[i], u[i])
		}
		return list
	case string:
		if u, same := under.(string); same && n.texts(b, u) {
			return u
		}
	}
	return before
}

func (n naming) fields(before, under map[string]any) map[string]any {
	m := make(map[string]any, len(before))
	for k, v := range before {
		for other := range under {
			if _, both := before[other]; !both && n.texts(k, other) {
				k = other
				break
			}
		}
		m[k] = n.value(v, under[k])
	}
	return m
}

// texts reports whether the second text is the first one with one name for the
// other in some places where the name is a word of its own: names may be words
// that are there for other reasons, too.
func (n naming) texts(before, after string) bool {
	failed := map[[2]int]bool{} // by what is left of both
	var from func(b, a string, isStart bool) bool
	from = func(b, a string, isStart bool) bool {
		left := [2]int{len(b), len(a)}
		if failed[left] {
			return false
		}
		for b != "" || a != "" {
			restB, inB := cutWord(b, n.before)
			restA, inA := cutWord(a, n.after)
			if isStart && inB && inA && from(restB, restA, false) {
				return true
			}
			if b == "" || a == "" || b[0] != a[0] {
				failed[left] = true
				return false
			}
			isStart = isSeparator(rune(b[0]))
			b, a = b[1:], a[1:]
		}
		return true
	}
	return from(before, after, true)
}

// cutWord takes a word from the start of a text.
func cutWord(text, word string) (rest string, is bool) {
	rest, is = strings.CutPrefix(text, word)
	next, _ := utf8.DecodeRuneInString(rest)
	return rest, is && word != "" && (rest == "" || isSeparator(next))
}

func isSeparator(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

package diff

import (
	"cmp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
)

// pairing is an object on both sides, or on one.
type pairing struct{ before, after *Object }

// pair joins the objects of both sides: those of the same name, and then those
// of one kind that are recognised under another name.
func pair(before, after []Object) []pairing {
	var pairs []pairing
	old := map[ID][]*Object{}
	for i := range before {
		old[before[i].ID] = append(old[before[i].ID], &before[i])
	}
	var come []*Object
	for i := range after {
		a := &after[i]
		if same := old[a.ID]; len(same) > 0 {
			pairs = append(pairs, pairing{same[0], a})
			old[a.ID] = same[1:]
		} else {
			come = append(come, a)
		}
	}
	var gone []*Object
	for i := range before {
		if b := &before[i]; slices.Contains(old[b.ID], b) {
			gone = append(gone, b)
		}
	}
	return append(pairs, recognise(gone, come)...)
}

// alike is a pair that may be one object under two names.
type alike struct {
	pairing
	score float64
}

// minScore is the likeness from which on an object counts as renamed.
const minScore = 0.6

// recognise pairs removed with added objects, the likeliest first.
func recognise(gone, come []*Object) []pairing {
	var candidates []alike
	for _, b := range gone {
		for _, a := range come {
			if score := likeness(b, a); score >= minScore {
				candidates = append(candidates, alike{pairing{b, a}, score})
			}
		}
	}
	slices.SortStableFunc(candidates, func(x, y alike) int { return cmp.Compare(y.score, x.score) })
	var pairs []pairing
	taken := map[*Object]bool{}
	for _, c := range candidates {
		if !taken[c.before] && !taken[c.after] {
			taken[c.before], taken[c.after] = true, true
			pairs = append(pairs, c.pairing)
		}
	}
	for _, b := range gone {
		if !taken[b] {
			pairs = append(pairs, pairing{before: b})
		}
	}
	for _, a := range come {
		if !taken[a] {
			pairs = append(pairs, pairing{after: a})
		}
	}
	return pairs
}

// likeness says how surely two objects of different names are one: 0 not at
// all, above 1 beyond doubt.
func likeness(b, a *Object) float64 {
	switch {
	case b.Kind != a.Kind:
		return 0
	case b.Namespace == a.Namespace && b.Name == a.Name:
		return 4 // another API group, or another cluster
	case b.Namespace == a.Namespace && IsHashed(b.Kind) && render.WithoutHash(b.Name) == render.WithoutHash(a.Name):
		return 3 // Kustomize put another hash behind the name
	case b.Name == a.Name:
		return 2 + similarity(b.Fields, a.Fields)
	case b.Namespace != a.Namespace:
		return 0
	}
	return similarity(body(b), body(a))
}

// body is what tells two objects of one kind apart: without the head.
func body(o *Object) map[string]any {
	rest := map[string]any{}
	for k, v := range o.Fields {
		if k != "apiVersion" && k != "kind" && k != "metadata" {
			rest[k] = v
		}
	}
	return rest
}

// IsHashed reports whether Kustomize may put a hash behind the names of a kind.
func IsHashed(kind string) bool { return kind == "ConfigMap" || kind == "Secret" }

// similarity is the share of leaves that two values have in common, from 0
// (none) to 1 (all). The places in lists do not count.
func similarity(a, b any) float64 {
	inA, inB := map[string]int{}, map[string]int{}
	total := countLeaves(inA, nil, a) + countLeaves(inB, nil, b)
	common := 0
	for leaf, n := range inA {
		common += min(n, inB[leaf])
	}
	if total == 0 {
		return 0
	}
	return 2 * float64(common) / float64(total)
}

func countLeaves(into map[string]int, path []string, v any) int {
	switch v := v.(type) {
	case map[string]any:
		n := 0
		for k, inner := range v {
			n += countLeaves(into, append(path[:len(path):len(path)], k), inner)
		}
		return n
	case []any:
		n := 0
		for _, inner := range v {
			n += countLeaves(into, path, inner)
		}
		return n
	}
	into[strings.Join(path, "\x00")+"\x00="+manifest.Text(v)]++
	return 1
}

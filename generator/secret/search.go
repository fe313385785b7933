package secret

import (
	"bytes"
	"cmp"
	"slices"
)

const (
	// deepest is how many encodings may be one within the other.
	deepest = 4
	// mostUndone is how many times the length of a text may be read, all encodings
	// taken together.
	mostUndone = 12
)

// FindShapes returns what looks like a credential in a text.
func FindShapes(text []byte) []Match {
	_, found := (*Known)(nil).search(text, true)
	return found
}

// Search returns the places of known values in a text, and what else looks like a
// credential.
func (k *Known) Search(text []byte) (values, shapes []Match) { return k.search(text, true) }

// Find returns the places of known values in a text.
func (k *Known) Find(text []byte) []Match {
	if len(k.patterns) == 0 {
		return nil
	}
	values, _ := k.search(text, false)
	return values
}

func (k *Known) search(text []byte, forShapes bool) (values, shapes []Match) {
	s := search{known: k, forShapes: forShapes, left: mostUndone*len(text) + 1<<20}
	if v, is := wide(text); is {
		s.in(v, 0)
	} else {
		s.in(view{text: text}, 0)
	}
	if forShapes && isBinaryKey(text) {
		s.shapes = append(s.shapes, Match{0, len(text), "a private key"})
	}
	return tidied(s.values), tidied(s.shapes)
}

// search is what is found in one text.
type search struct {
	known          *Known
	forShapes      bool
	left           int // bytes that may still be undone
	values, shapes []Match
}

// in searches a view, and what is encoded in it.
func (s *search) in(v view, depth int) {
	s.values = note(s.values, v, s.known.find(v.text))
	if s.known != nil && s.known.isSpaced && bytes.ContainsAny(v.text, "\n\t") {
		c := v.collapsed()
		s.values = note(s.values, c, s.known.find(c.text))
	}
	if s.forShapes {
		s.shapes = note(s.shapes, v, everyShape().find(v.text))
	}
	if depth == deepest {
		return
	}
	for _, u := range undoings {
		if inner, isNew := v.undo(u); isNew && s.affords(inner) {
			s.in(inner, depth+1)
		}
	}
	s.runs(v, depth)
}

// affords reports whether a view may still be searched.
func (s *search) affords(v view) bool {
	s.left -= len(v.text)
	return s.left >= 0
}

// runs searches what is in base64 or in hexadecimal digits. A finding is at all of
// it: who takes one out must leave no part.
func (s *search) runs(v view, depth int) {
	for from := 0; ; {
		r, found := nextRun(v.text, from)
		if !found {
			return
		}
		from = r.end
		place := v.original(Match{Start: r.start, End: r.end})
		if r.isJoined && s.affords(view{text: r.digits}) {
			s.values = note(s.values, view{whole: &place}, s.known.find(r.digits))
		}
		for _, text := range r.texts() {
			inner := view{text: text, whole: &place}
			if !s.affords(inner) {
				return
			}
			if s.forShapes && isBinaryKey(text) {
				s.shapes = append(s.shapes, Match{place.Start, place.End, "a private key"})
			}
			s.in(inner, depth+1)
		}
	}
}

// note adds matches at their places in the original.
func note(to []Match, v view, found []Match) []Match {
	for _, m := range found {
		to = append(to, v.original(m))
	}
	return to
}

// tidied are matches in the order of their places, each once: one that has the place
// of another, or is within one of the same name, says no more, nor does one of a
// vague name that another has a part of.
func tidied(all []Match) []Match {
	if len(all) < 2 {
		return all
	}
	slices.SortFunc(all, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.Name, b.Name))
	})
	all = slices.Compact(all)
	var kept []Match
	for i, m := range all {
		repeats := func(o Match) bool {
			return o != m && o.Start <= m.Start && m.End <= o.End && o.Name == m.Name || m.Name == vague && o.Name != vague && o.Start < m.End && m.Start < o.End
		}
		if !slices.ContainsFunc(all[max(0, i-16):min(len(all), i+16)], repeats) {
			kept = append(kept, m)
		}
	}
	return kept
}

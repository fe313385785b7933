package secret

import (
	"bytes"
	"slices"
	"sync"
)

// Match is a place in a text where there is a secret.
type Match struct {
	Start, End int
	// Name says what it looks like ("a storage account key"), or which value it
	// is ("database.password").
	Name string
}

// shape is one kind of credential. Each has a few bytes that are always there,
// by which it is searched; look then decides, by what is around them. No regular
// expressions: compiling them alone would take longer than all of this.
type shape struct {
	name   string
	anchor string
	// look returns where the credential with its anchor at this place begins and
	// ends. If there is none, nothing of this shape begins before the end, so that
	// no text is read over and over.
	look func(text []byte, at int) (start, end int, found bool)
}

// shapes are all credentials that are looked for.
func shapes() []shape {
	return slices.Concat(keyShapes(), azureShapes(), addressShapes(), tokenShapes(), namedShapes())
}

// anchors finds all anchors of shapes in one pass: by two bytes of each, those
// that are rare in texts.
type anchors struct {
	shapes []shape
	pairs  [1 << 10]uint64 // which pairs of bytes are of an anchor
	first  [1 << 16]uint8  // the place in by of each such pair
	by     [][]anchored
}

// anchored is a shape by a pair of bytes that is at an offset of its anchor.
type anchored struct{ shape, offset int }

// What is searched for is made when the first text is searched for it.
var (
	everyShape    = sync.OnceValue(func() *anchors { return newAnchors(shapes()) })
	everyName     = sync.OnceValue(func() *anchors { return newAnchors(looseShapes()) })
	everyKeyOrSum = sync.OnceValue(func() *anchors { return newAnchors(keysOrSums()) })
)

func newAnchors(shapes []shape) *anchors {
	a := &anchors{shapes: shapes}
	for i, s := range shapes {
		offset := rarest(s.anchor)
		pair := uint16(s.anchor[offset]) | uint16(s.anchor[offset+1])<<8
		if a.pairs[pair>>6]&(1<<(pair&63)) == 0 {
			a.pairs[pair>>6] |= 1 << (pair & 63)
			a.first[pair] = uint8(len(a.by))
			a.by = append(a.by, nil)
		}
		at := &a.by[a.first[pair]]
		*at = append(*at, anchored{i, offset})
	}
	return a
}

// rarest is the offset of the pair of bytes in an anchor that the fewest texts have.
func rarest(anchor string) int {
	best, fewest := 0, 100
	for i := range len(anchor) - 1 {
		if n := frequency(anchor[i]) * frequency(anchor[i+1]); n < fewest {
			best, fewest = i, n
		}
	}
	return best
}

// frequency is how common a byte is in manifests, roughly.
func frequency(c byte) int {
	switch {
	case bytes.IndexByte([]byte("jqxzJQXZ_~+"), c) >= 0:
		return 1
	case 'A' <= c && c <= 'Z', bytes.IndexByte([]byte("kvwyg=%"), c) >= 0:
		return 2
	case '0' <= c && c <= '9', c == '.', c == ':', c == '/':
		return 3
	case c == '"':
		return 5
	case c == '-', c == 'b', c == 'f', c == 'h', c == 'u':
		return 4
	}
	return 6
}

// worthSkipping is how many bytes must be known to have no credential before that is
// kept in mind.
const worthSkipping = 256

// find returns what has a shape in a text, as it is.
func (a *anchors) find(text []byte) []Match {
	var found []Match
	var until []int // where each shape goes on
	var pair uint16
	for i, c := range text {
		if pair = pair>>8 | uint16(c)<<8; a.pairs[pair>>6]&(1<<(pair&63)) == 0 || i == 0 {
			continue
		}
		for _, c := range a.by[a.first[pair]] {
			s, at := &a.shapes[c.shape], i-1-c.offset
			if at < 0 || len(text)-at < len(s.anchor) || string(text[at:at+len(s.anchor)]) != s.anchor {
				continue
			}
			if until != nil && at < until[c.shape] {
				continue
			}
			start, end, is := s.look(text, at)
			if is {
				found = append(found, Match{start, end, s.name})
			}
			if is || end-at > worthSkipping {
				if until == nil {
					until = make([]int, len(a.shapes))
				}
				until[c.shape] = end
			}
		}
	}
	return found
}

// longest is how many bytes of one credential are looked at.
const longest = 16 << 10

// token is a look for a prefix with at least so many bytes of a set behind it,
// that are no placeholder.
func token(prefix string, of *set, least int) func([]byte, int) (int, int, bool) {
	return func(text []byte, at int) (int, int, bool) {
		from := at + len(prefix)
		end := from + of.span(text, from, longest)
		return at, end, end-from >= least && !isPlaceholder(text[from:end]) && !isPhrase(text[from:end])
	}
}

// isPhrase reports whether a text consists of several words in small letters.
func isPhrase(text []byte) bool {
	return bytes.ContainsAny(text, "_-") && !bytes.ContainsAny(text, digits+capitals)
}

// whole is a token that is no part of a longer word.
func whole(prefix string, of *set, least int) func([]byte, int) (int, int, bool) {
	look := token(prefix, of, least)
	return func(text []byte, at int) (int, int, bool) {
		if !tokenSet.startsAt(text, at) {
			return at, at, false
		}
		return look(text, at)
	}
}

// exact is a whole token of so many bytes.
func exact(prefix string, of *set, length int) func([]byte, int) (int, int, bool) {
	look := whole(prefix, of, length)
	return func(text []byte, at int) (int, int, bool) {
		start, end, is := look(text, at)
		return start, end, is && end-start == len(prefix)+length && wordSet.endsAt(text, end)
	}
}

package secret

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// view is a text as it reads once an encoding is undone, with the place in the
// original of each of its bytes.
type view struct {
	text []byte
	// from has for each byte of the text, and for its end, where it begins in the
	// original; nil is the original itself.
	from []int32
	// whole is the place of all of it, where one cannot tell its bytes apart.
	whole *Match
}

// original is the place of a match in the original.
func (v view) original(m Match) Match {
	if v.whole != nil {
		return Match{v.whole.Start, v.whole.End, m.Name}
	}
	return Match{v.place(m.Start), v.place(m.End), m.Name}
}

// place is where a byte of a view, or its end, is in the original.
func (v view) place(i int) int {
	switch {
	case v.whole != nil:
		return v.whole.Start
	case v.from != nil:
		return int(v.from[i])
	}
	return i
}

// write adds bytes that a place of another view stands for.
func (v *view) write(means []byte, place int) {
	for _, c := range means {
		v.text, v.from = append(v.text, c), append(v.from, int32(place))
	}
}

// undo is what a view reads as without one kind of escapes, in the lines that have
// some and those next to them.
func (v view) undo(u undoing) (view, bool) {
	if !u.isIn(v.text) {
		return view{}, false
	}
	to := view{whole: v.whole}
	for at := 0; at < len(v.text); {
		next := bytes.IndexByte(v.text[at:], u.begins)
		if next < 0 {
			break
		}
		start, end := u.lines(v.text, at, at+next)
		for i := start; i < end; {
			means, length := v.text[i:i+1], 0
			if means[0] == u.begins {
				means, length = u.undo(v.text, i)
			}
			if length == 0 {
				means, length = v.text[i:i+1], 1
			}
			to.write(means, v.place(i))
			i += length
		}
		at = end
		to.write([]byte("\n"), v.place(end)) // lines that are left out may follow
	}
	to.from = append(to.from, int32(v.place(len(v.text))))
	return to, true
}

// isIn reports whether a text has such an escape.
func (u undoing) isIn(text []byte) bool {
	for at := 0; at < len(text); at++ {
		next := bytes.IndexByte(text[at:], u.begins)
		if next < 0 {
			return false
		}
		at += next
		if _, length := u.undo(text, at); length > 0 {
			return true
		}
	}
	return false
}

// lines are those around an escape, from a first place on: the one before, those
// behind that have an escape too, and one more.
func (u undoing) lines(text []byte, first, at int) (start, end int) {
	start = first + bytes.LastIndexByte(text[first:at], '\n') + 1
	if start > first {
		start = first + bytes.LastIndexByte(text[first:start-1], '\n') + 1
	}
	end = lineEnd(text, at)
	for end < len(text) {
		next := lineEnd(text, end)
		hasOne := bytes.IndexByte(text[end:next], u.begins) >= 0
		if end = next; !hasOne {
			break
		}
	}
	return start, end
}

// lineEnd is where the next line begins.
func lineEnd(text []byte, at int) int {
	if n := bytes.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(text)
}

// collapsed is a view with one space in place of each blank, so that a text of
// several words or lines is found however it is folded and indented.
func (v view) collapsed() view {
	to := view{whole: v.whole}
	for i := 0; i < len(v.text); {
		n := spaceSet.span(v.text, i, len(v.text))
		if n == 0 {
			to.write(v.text[i:i+1], v.place(i))
			i++
			continue
		}
		to.write([]byte(" "), v.place(i))
		i += n
	}
	to.from = append(to.from, int32(v.place(len(v.text))))
	return to
}

// wide is a view of a text that Windows wrote, with two bytes for each character.
func wide(text []byte) (view, bool) {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
		order = binary.BigEndian
	case !bytes.HasPrefix(text, []byte("\xff\xfe")):
		return view{}, false
	}
	var to view
	for i := 2; i+1 < len(text); i += 2 {
		to.write(utf8.AppendRune(nil, rune(order.Uint16(text[i:]))), i)
	}
	to.from = append(to.from, int32(len(text)))
	return to, true
}

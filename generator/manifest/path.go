package manifest

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// Step is one step of a path: a key of a map, or an item of a list by what it
// is named or else by its place.
type Step struct {
	Key string
	// Item says that the step leads into a list. Key is then the item's name,
	// or "", and Index its place, counted from zero.
	Item  bool
	Index int
}

// Path leads from an object to one of its fields.
type Path []Step

// With returns the path with one more step; it never shares memory.
func (p Path) With(s Step) Path { return append(p[:len(p):len(p)], s) }

// Key leads into a map.
func (p Path) Key(name string) Path { return p.With(Step{Key: name}) }

// Item leads into a list, to the item of a name, or "" where only its place
// tells it from others.
func (p Path) Item(name string, index int) Path {
	return p.With(Step{Key: name, Item: true, Index: index})
}

var bareKey = regexp.MustCompile(`^[A-Za-z0-9_$-]+$`)

// String writes the path as people do: spec.containers[web].ports[0]; a key
// with other characters is in brackets and quotes.
func (p Path) String() string {
	var b strings.Builder
	for i, s := range p {
		switch {
		case s.Item && s.Key == "":
			b.WriteString("[" + strconv.Itoa(s.Index) + "]")
		case s.Item:
			b.WriteString("[" + s.Key + "]")
		case !bareKey.MatchString(s.Key):
			b.WriteString("[" + strconv.Quote(s.Key) + "]")
		case i > 0:
			b.WriteString("." + s.Key)
		default:
			b.WriteString(s.Key)
		}
	}
	return b.String()
}

// MarshalJSON writes the path as its text.
func (p Path) MarshalJSON() ([]byte, error) { return json.Marshal(p.String()) }

// Keys are the steps of the path as names and indexes.
func (p Path) Keys() []string {
	keys := make([]string, len(p))
	for i, s := range p {
		keys[i] = s.Key
		if s.Item && s.Key == "" {
			keys[i] = strconv.Itoa(s.Index)
		}
	}
	return keys
}

// under reports whether the path is below another one, or is it.
func (p Path) under(other Path) bool {
	if len(p) < len(other) {
		return false
	}
	for i, s := range other {
		if !sameStep(p[i], s) {
			return false
		}
	}
	return true
}

func sameStep(a, b Step) bool {
	return a.Item == b.Item && a.Key == b.Key && (!a.Item || a.Key != "" || a.Index == b.Index)
}

// Touches reports whether one of the two paths is below the other.
func (p Path) Touches(other Path) bool { return p.under(other) || other.under(p) }

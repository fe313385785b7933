package html

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/metaflow-gitops/generator/diff"
)

// Segment is a part of a line; it is marked where the other side differs.
type Segment struct {
	Text   string
	Marked bool
}

// minCommon is the share of two lines that must be the same for marks of words
// to help more than they confuse.
const minCommon = 0.3

// words compares two lines word by word.
func words(before, after string) (b, a []Segment) {
	wordsB, wordsA := split(before), split(after)
	gone, come := diff.Align(wordsB, wordsA)
	b, a = segments(wordsB, gone), segments(wordsA, come)
	if common(b) < minCommon*float64(len(before)) || common(a) < minCommon*float64(len(after)) {
		return plain(before), plain(after)
	}
	return b, a
}

func plain(text string) []Segment { return []Segment{{Text: text}} }

// split cuts a line into words, and every other character on its own.
func split(line string) []string {
	var all []string
	for line != "" {
		n := strings.IndexFunc(line, func(r rune) bool { return !isWord(r) })
		if n == 0 {
			_, n = utf8.DecodeRuneInString(line)
		} else if n < 0 {
			n = len(line)
		}
		all, line = append(all, line[:n]), line[n:]
	}
	return all
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// segments joins neighbours that are marked alike. A single separator between
// two marked words is marked with them.
func segments(words []string, marked []int) []Segment {
	isMarked := make([]bool, len(words))
	for _, i := range marked {
		isMarked[i] = true
	}
	for i := 1; i+1 < len(words); i++ {
		if isMarked[i-1] && isMarked[i+1] && len(words[i]) == 1 {
			isMarked[i] = true
		}
	}
	var all []Segment
	for i, w := range words {
		if n := len(all); n > 0 && all[n-1].Marked == isMarked[i] {
			all[n-1].Text += w
			continue
		}
		all = append(all, Segment{w, isMarked[i]})
	}
	return all
}

// common is how much of a line, in bytes, the other side has, too. What is no
// word counts for nothing.
func common(line []Segment) float64 {
	n := 0
	for _, s := range line {
		if !s.Marked {
			n += len(strings.TrimFunc(s.Text, func(r rune) bool { return !isWord(r) }))
		}
	}
	return float64(n)
}

package secret

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// undoing is an encoding that escapes some bytes: by a byte that begins each escape,
// and what the escape at a place means. Its length is 0 where there is none.
type undoing struct {
	begins byte
	undo   func(text []byte, at int) (means []byte, length int)
}

// undoings are the escapes of strings in YAML, JSON, HCL and most languages, those
// of URLs, and those of HTML and XML.
var undoings = []undoing{{'\\', backslash}, {'%', percent}, {'&', entity}}

// undone is a short text without any escapes.
func undone(text []byte) []byte {
	for range 3 {
		before := text
		for _, u := range undoings {
			if v, isNew := (view{text: text}).undo(u); isNew {
				text = v.text[:len(v.text)-1] // without the line that it adds
			}
		}
		if bytes.Equal(before, text) {
			break
		}
	}
	return text
}

// meanings are the escapes of one letter.
var meanings = map[byte]string{'n': "\n", 'r': "\r", 't': "\t", 'b': "\b", 'f': "\f", 'v': "\v", 'a': "\a", 'e': "\x1b", '0': "\x00", ' ': " ", '"': `"`, '\'': "'", '`': "`", '/': "/", '\\': `\`}

func backslash(text []byte, at int) ([]byte, int) {
	if at+1 >= len(text) {
		return nil, 0
	}
	switch c := text[at+1]; c {
	case '\n': // goes on in the next line
		return nil, 2 + blankSpan(text, at+2)
	case '\r':
		if at+2 < len(text) && text[at+2] == '\n' {
			return nil, 3 + blankSpan(text, at+3)
		}
		return nil, 0
	case 'x':
		return character(text, at, 2)
	case 'U':
		return character(text, at, 8)
	case 'u':
		return pair(text, at)
	default:
		means, known := meanings[c]
		if !known {
			return nil, 0
		}
		return []byte(means), 2
	}
}

func blankSpan(text []byte, at int) int { return skipBlank(text, at) - at }

// character is one by the number of its code point.
func character(text []byte, at, digits int) ([]byte, int) {
	code, ok := hexNumber(text, at+2, digits)
	if !ok || code > utf8.MaxRune {
		return nil, 0
	}
	return utf8.AppendRune(nil, rune(code)), 2 + digits
}

// pair is a character in the form of JSON, in which larger ones have two escapes.
func pair(text []byte, at int) ([]byte, int) {
	high, ok := hexNumber(text, at+2, 4)
	if !ok || !utf16.IsSurrogate(rune(high)) {
		return character(text, at, 4)
	}
	low, ok := hexNumber(text, at+8, 4)
	if !ok || !bytes.HasPrefix(text[at+6:], []byte(`\u`)) {
		return character(text, at, 4)
	}
	return utf8.AppendRune(nil, utf16.DecodeRune(rune(high), rune(low))), 12
}

func hexNumber(text []byte, at, digits int) (uint64, bool) {
	if at+digits > len(text) {
		return 0, false
	}
	n, err := strconv.ParseUint(string(text[at:at+digits]), 16, 32)
	return n, err == nil
}

func percent(text []byte, at int) ([]byte, int) {
	if at+3 > len(text) || !hexSet[text[at+1]] || !hexSet[text[at+2]] {
		return nil, 0
	}
	n, _ := hexNumber(text, at+1, 2)
	return []byte{byte(n)}, 3
}

// entities are those that writers of HTML and XML use.
var entities = []struct{ text, means string }{{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", `"`}, {"&apos;", "'"}}

func entity(text []byte, at int) ([]byte, int) {
	for _, e := range entities {
		if bytes.HasPrefix(text[at:], []byte(e.text)) {
			return []byte(e.means), len(e.text)
		}
	}
	rest := text[at:min(len(text), at+10)]
	end := bytes.IndexByte(rest, ';')
	if end < 3 || rest[1] != '#' {
		return nil, 0
	}
	number, base := string(rest[2:end]), 10
	if number[0] == 'x' || number[0] == 'X' {
		number, base = number[1:], 16
	}
	code, err := strconv.ParseUint(number, base, 32)
	if err != nil || code > utf8.MaxRune {
		return nil, 0
	}
	return utf8.AppendRune(nil, rune(code)), end + 1
}

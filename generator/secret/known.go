package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// MinLength is the number of bytes from which on a value can be searched for.
// Shorter ones stand in every text by chance.
const MinLength = 8

// Known are secret values, ready to be searched for in all their encodings.
// The zero value knows none.
type Known struct {
	patterns map[uint64][]pattern // by their first eight bytes
	filter   [1 << 10]uint64      // says for most windows that there is none
}

type pattern struct {
	text []byte
	name string
}

// Add makes a value known under a name; name is what a finding calls it. A
// value of several lines is also known by each of its longer lines, since
// YAML indents them.
func (k *Known) Add(name, value string) {
	for _, text := range append([]string{value}, longLines(value)...) {
		for _, form := range encodings(text) {
			k.addForm(name, form)
		}
	}
}

// longLine is what a line must have to be told from lines that any file has.
const longLine = 24

func longLines(value string) []string {
	if !strings.Contains(value, "\n") {
		return nil
	}
	var long []string
	for line := range strings.Lines(value) {
		if line = strings.TrimSpace(line); len(line) >= longLine {
			long = append(long, line)
		}
	}
	return long
}

func (k *Known) addForm(name, form string) {
	if len(form) < MinLength {
		return
	}
	if k.patterns == nil {
		k.patterns = map[uint64][]pattern{}
	}
	key := binary.LittleEndian.Uint64([]byte(form))
	if slices.ContainsFunc(k.patterns[key], func(p pattern) bool { return string(p.text) == form }) {
		return
	}
	k.patterns[key] = append(k.patterns[key], pattern{[]byte(form), name})
	word, bit := slot(key)
	k.filter[word] |= bit
}

// slot spreads keys over the filter.
func slot(key uint64) (word int, bit uint64) {
	h := (key * 0x9e3779b97f4a7c15) >> 48
	return int(h >> 6), 1 << (h & 63)
}

// Find returns the places of known values in a text, longest first at each.
func (k *Known) Find(text []byte) []Match {
	if len(k.patterns) == 0 {
		return nil
	}
	var found []Match
	for i := 0; i+MinLength <= len(text); i++ {
		key := binary.LittleEndian.Uint64(text[i:])
		if word, bit := slot(key); k.filter[word]&bit == 0 {
			continue
		}
		for _, p := range k.patterns[key] {
			if bytes.HasPrefix(text[i:], p.text) {
				found = append(found, Match{i, i + len(p.text), p.name})
			}
		}
	}
	return found
}

// encodings are the forms in which a value could stand in a file: as it is,
// escaped for URLs and for JSON, and in base64.
func encodings(value string) []string {
	plain, _ := json.Marshal(value) // a string has no error
	var html bytes.Buffer
	json.HTMLEscape(&html, plain)
	forms := []string{value, url.QueryEscape(value), url.PathEscape(value), unquoted(plainJSON(value)), unquoted(plain), unquoted(html.Bytes())}
	for offset := range 3 {
		forms = append(forms, inBase64(base64.RawStdEncoding, value, offset), inBase64(base64.RawURLEncoding, value, offset))
	}
	return forms
}

func plainJSON(value string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(value) // a buffer takes everything
	return bytes.TrimRight(b.Bytes(), "\n")
}

func unquoted(text []byte) string { return string(text[1 : len(text)-1]) }

// inBase64 is what a value looks like within base64 when it starts offset
// bytes after a group of three: the characters that it alone decides.
func inBase64(e *base64.Encoding, value string, offset int) string {
	all := e.EncodeToString(append(make([]byte, offset), value...))
	first := (8*offset + 5) / 6
	end := 8 * (offset + len(value)) / 6
	return all[first:end]
}

package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
)

// MinLength is the number of bytes from which on a value can be searched for.
// Shorter ones are in every text by chance.
const MinLength = 8

// Known are secret values, ready to be searched for in all their encodings.
// The zero value knows none.
type Known struct {
	patterns map[uint64][]pattern // by their first eight bytes
	filter   [1 << 10]uint64      // says for most windows that there is none
	isSpaced bool                 // a value has blanks, which manifests fold and indent
}

type pattern struct {
	text []byte
	name string
}

// Add makes a value known under a name; name is what a finding calls it. A value of
// several lines is also known by each of its longer lines, and a URL by the password
// in it.
func (k *Known) Add(name, value string) {
	for _, text := range parts(value) {
		for _, form := range forms(text) {
			k.addForm(name, form)
		}
	}
	if words := strings.Fields(value); len(words) > 1 {
		k.addForm(name, strings.Join(words, " "))
		k.isSpaced = true
	}
}

// longLine is what a line must have to be told from lines that any file has.
const longLine = 24

// parts are what of a value is a secret by itself.
func parts(value string) []string {
	all := []string{value}
	if trimmed := strings.TrimSpace(value); trimmed != value {
		all = append(all, trimmed)
	}
	if strings.Contains(value, "\n") {
		for line := range strings.Lines(value) {
			if line = strings.TrimSpace(line); len(line) >= longLine {
				all = append(all, line)
			}
		}
	}
	if strings.Contains(value, "://") {
		if u, err := url.Parse(strings.TrimSpace(value)); err == nil {
			if password, has := u.User.Password(); has {
				all = append(all, password)
			}
		}
	}
	return all
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

// find returns the places of known values in a text as it is.
func (k *Known) find(text []byte) []Match {
	if k == nil || len(k.patterns) == 0 {
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

// forms are those of a value that are found in a text as it is: its quotes doubled,
// its templates escaped, in a query, in hexadecimal digits and in base64. Other
// escapes are undone in the text.
func forms(value string) []string {
	all := []string{value, strings.ReplaceAll(value, "'", "''"), strings.ReplaceAll(value, "'", `'\''`),
		strings.NewReplacer("${", "$${", "%{", "%%{").Replace(value), strings.ReplaceAll(value, "$", "$$"),
		url.QueryEscape(value), hex.EncodeToString([]byte(value)), strings.ToUpper(hex.EncodeToString([]byte(value)))}
	for offset := range 3 {
		all = append(all, inBase64(base64.RawStdEncoding, value, offset), inBase64(base64.RawURLEncoding, value, offset))
	}
	return all
}

// inBase64 is what a value looks like within base64 when it starts offset
// bytes after a group of three: the characters that it alone decides.
func inBase64(e *base64.Encoding, value string, offset int) string {
	all := e.EncodeToString(append(make([]byte, offset), value...))
	first := (8*offset + 5) / 6
	end := 8 * (offset + len(value)) / 6
	return all[first:end]
}

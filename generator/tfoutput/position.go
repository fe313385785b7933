package tfoutput

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// positions remembers where each member and element of a JSON document starts.
type positions struct {
	data    []byte
	offsets map[string]span
}

type span struct{ start, end int }

// separator joins the steps of a path; no JSON name in use contains it.
const separator = "\x1f"

// at returns the place of a path, or of its nearest ancestor that is there.
func (p positions) at(filename string, path []string) hcl.Range {
	for n := len(path); n > 0; n-- {
		if s, ok := p.offsets[strings.Join(path[:n], separator)]; ok {
			return hcl.Range{Filename: filename, Start: p.pos(s.start), End: p.pos(s.end)}
		}
	}
	return hcl.Range{Filename: filename, Start: hcl.InitialPos, End: hcl.InitialPos}
}

func (p positions) pos(offset int) hcl.Pos {
	before := p.data[:min(offset, len(p.data))]
	line := bytes.Count(before, []byte("\n")) + 1
	return hcl.Pos{Line: line, Column: offset - bytes.LastIndexByte(before, '\n'), Byte: offset}
}

// indexer walks the tokens of a document that is known to be valid JSON.
type indexer struct {
	positions
	tokens     *json.Decoder
	duplicates []span
}

// index finds the place of everything in data, and the names that occur twice
// in one object, of which JSON readers silently take the last.
func index(data []byte) *indexer {
	x := &indexer{
		positions: positions{data: data, offsets: map[string]span{}},
		tokens:    json.NewDecoder(bytes.NewReader(data)),
	}
	x.tokens.UseNumber()
	x.value(nil)
	return x
}

// token returns the next token and where it stands.
func (x *indexer) token() (json.Token, span) {
	start := int(x.tokens.InputOffset())
	for start < len(x.data) && strings.IndexByte(" \t\r\n,:", x.data[start]) >= 0 {
		start++
	}
	t, err := x.tokens.Token()
	if err != nil {
		panic("tfoutput: indexing a document that did not parse: " + err.Error())
	}
	return t, span{start, int(x.tokens.InputOffset())}
}

func (x *indexer) value(path []string) {
	t, at := x.token()
	if len(path) > 0 {
		if _, named := x.offsets[strings.Join(path, separator)]; !named {
			x.offsets[strings.Join(path, separator)] = at
		}
	}
	switch t {
	case json.Delim('{'):
		x.members(path)
	case json.Delim('['):
		for i := 0; x.tokens.More(); i++ {
			x.value(append(slices.Clip(path), strconv.Itoa(i)))
		}
		x.token()
	}
}

// members records each member under its name: a reader looks for the name.
func (x *indexer) members(path []string) {
	for x.tokens.More() {
		name, at := x.token()
		member := append(slices.Clip(path), name.(string))
		key := strings.Join(member, separator)
		if _, twice := x.offsets[key]; twice {
			x.duplicates = append(x.duplicates, at)
		}
		x.offsets[key] = at
		x.value(member)
	}
	x.token()
}

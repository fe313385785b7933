package tfoutput

import (
	"bytes"
	"encoding/json"
	"slices"
	"sort"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/limit"
	"github.com/hashicorp/hcl/v2"
)

// positions remembers where each member and element of a JSON document starts.
type positions struct {
	data    []byte
	offsets map[string]span
	starts  []int // of lines, of which the first is left out
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
	return startOf(filename)
}

// startOf is the place of a document as a whole.
func startOf(filename string) hcl.Range {
	return hcl.Range{Filename: filename, Start: hcl.InitialPos, End: hcl.InitialPos}
}

// pointIn is one place in a document of which nothing else is looked for.
func pointIn(filename string, data []byte, offset int) hcl.Range {
	before := data[:min(offset, len(data))]
	at := hcl.Pos{Line: 1 + bytes.Count(before, []byte("\n")), Column: len(before) - bytes.LastIndexByte(before, '\n'), Byte: len(before)}
	return hcl.Range{Filename: filename, Start: at, End: at}
}

func (p positions) pos(offset int) hcl.Pos {
	offset = min(offset, len(p.data))
	before := sort.SearchInts(p.starts, offset+1)
	start := 0
	if before > 0 {
		start = p.starts[before-1]
	}
	return hcl.Pos{Line: before + 1, Column: offset - start + 1, Byte: offset}
}

// positionsOf knows the lines of a document, and nothing of what is in them.
func positionsOf(data []byte) positions {
	p := positions{data: data, offsets: map[string]span{}}
	for i, c := range data {
		if c == '\n' {
			p.starts = append(p.starts, i+1)
		}
	}
	return p
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
		positions: positionsOf(data),
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
	if key := strings.Join(path, separator); len(path) > 0 && x.offsets[key] == (span{}) {
		x.record(key, at)
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

// longestPath is the longest path whose place is kept, in bytes. Nothing that a
// diagnostic is about lies deeper; what does has the place of an ancestor.
const longestPath = 1000

// mostMistakes is how many mistakes of one kind are told of a document.
const mostMistakes = 100

// mostPaths is how many places are kept. A document that has more is refused, or
// has them in the resources of a state, which come after its outputs.
const mostPaths = 4 * limit.OutputValues

func (x *indexer) record(key string, at span) {
	if len(key) <= longestPath && len(x.offsets) < mostPaths {
		x.offsets[key] = at
	}
}

// members records each member under its name: a reader looks for the name.
func (x *indexer) members(path []string) {
	seen := map[string]bool{}
	for x.tokens.More() {
		token, at := x.token()
		name := token.(string)
		if seen[name] && len(x.duplicates) < mostMistakes {
			x.duplicates = append(x.duplicates, at)
		}
		seen[name] = true
		member := append(slices.Clip(path), name)
		x.record(strings.Join(member, separator), at)
		x.value(member)
	}
	x.token()
}

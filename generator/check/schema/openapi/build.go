package openapi

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// A Root is a kind of one or several versions of Kubernetes.
type Root struct {
	APIVersion, Kind string
	// Versions has one bit for each version of Kubernetes that serves the kind.
	Versions uint32
	Cluster  bool // it belongs to no namespace
	Off      bool // served by a server that was told to alone
	// Advisory is set where the API server takes anything below, and only a controller
	// reads it.
	Advisory bool
	// Source is what the schema was taken from, with its version.
	Source string
	Schema Ref
}

// A Builder writes the table of schemas.
type Builder struct {
	texts   map[string]uint32
	all     []string
	schemas map[string]uint32 // by their bytes
	bytes   [][]byte
	numbers map[*Schema]uint32
	open    map[*Schema]bool // those that are being written, and so may be in a circle
	roots   []Root
}

// NewBuilder begins a table.
func NewBuilder() *Builder {
	b := &Builder{texts: map[string]uint32{}, schemas: map[string]uint32{}, numbers: map[*Schema]uint32{}, open: map[*Schema]bool{}}
	b.text("")
	return b
}

// Add adds a kind. Where versions of Kubernetes have the same one, it is one.
func (b *Builder) Add(r Root) {
	if !r.Schema.IsNone() {
		r.Schema = Ref{number: b.number(r.Schema)}
	}
	for i, known := range b.roots {
		same := r
		same.Versions = known.Versions
		if same == known {
			b.roots[i].Versions |= r.Versions
			return
		}
	}
	b.roots = append(b.roots, r)
}

// number writes a schema, and what it refers to before, unless it is there already.
func (b *Builder) number(r Ref) uint32 {
	s := r.schema
	if n := b.numbers[s]; n != 0 {
		return n
	}
	if b.open[s] {
		b.bytes = append(b.bytes, nil)
		b.numbers[s] = uint32(len(b.bytes))
		return b.numbers[s]
	}
	b.open[s] = true
	data := b.encode(s)
	delete(b.open, s)
	if n := b.numbers[s]; n != 0 { // as something within refers to it
		b.bytes[n-1] = data
		return n
	}
	n, known := b.schemas[string(data)]
	if !known {
		b.bytes = append(b.bytes, data)
		n = uint32(len(b.bytes))
		b.schemas[string(data)] = n
	}
	b.numbers[s] = n
	return n
}

// The parts of a schema that are written where it has them, each a bit of a mask.
const (
	hasRule = 1 << iota
	hasFormat
	hasKeyFormat
	hasPattern
	hasEnum
	hasRequired
	hasKeys
	hasProperties
	hasLimits
	hasUnions
	hasItems
	hasValues
	hasForms
	hasNot
)

type writer struct{ data []byte }

func (w *writer) number(n uint32) { w.data = binary.AppendUvarint(w.data, uint64(n)) }

func (b *Builder) encode(s *Schema) []byte {
	w, body := &writer{}, &writer{}
	var mask uint32
	part := func(bit uint32, has bool, write func()) {
		if has {
			mask |= bit
			write()
		}
	}
	one := func(bit uint32, text string) {
		part(bit, text != "", func() { body.number(b.text(text)) })
	}
	many := func(bit uint32, all []string) {
		part(bit, len(all) > 0, func() { b.writeTexts(body, all) })
	}
	one(hasRule, s.Rule)
	one(hasFormat, s.Format)
	one(hasKeyFormat, s.KeyFormat)
	one(hasPattern, s.Pattern)
	many(hasEnum, s.Enum)
	many(hasRequired, s.Required)
	part(hasKeys, len(s.Keys) > 0, func() { b.writeKeys(body, s.Keys) })
	part(hasProperties, len(s.Properties) > 0, func() { b.writeProperties(body, s.Properties) })
	part(hasLimits, len(s.Limits) > 0, func() { writeLimits(body, s.Limits) })
	part(hasUnions, len(s.Unions) > 0, func() { b.writeUnions(body, s.Unions) })
	part(hasItems, !s.Items.IsNone(), func() { body.number(b.number(s.Items)) })
	part(hasValues, !s.Values.IsNone(), func() { body.number(b.number(s.Values)) })
	part(hasForms, len(s.Forms) > 0, func() { b.writeRefs(body, s.Forms) })
	part(hasNot, !s.Not.IsNone(), func() { body.number(b.number(s.Not)) })
	w.number(uint32(s.Type))
	w.number(uint32(s.Flags))
	w.number(mask)
	return append(w.data, body.data...)
}

func (b *Builder) writeTexts(w *writer, all []string) {
	w.number(uint32(len(all)))
	for _, t := range all {
		w.number(b.text(t))
	}
}

func (b *Builder) writeKeys(w *writer, all []Key) {
	w.number(uint32(len(all)))
	for _, k := range all {
		w.number(b.text(k.Name))
		w.number(b.text(k.Default))
	}
}

func (b *Builder) writeProperties(w *writer, all []Property) {
	w.number(uint32(len(all)))
	for _, p := range all {
		w.number(b.text(p.Name))
		w.number(b.number(p.Ref))
	}
}

func (b *Builder) writeRefs(w *writer, all []Ref) {
	w.number(uint32(len(all)))
	for _, r := range all {
		w.number(b.number(r))
	}
}

func (b *Builder) writeUnions(w *writer, all []Union) {
	w.number(uint32(len(all)))
	for _, u := range all {
		w.number(uint32(u.Least))
		w.number(uint32(u.Most))
		b.writeTexts(w, u.Names)
	}
}

func writeLimits(w *writer, all []Limit) {
	w.number(uint32(len(all)))
	for _, l := range all {
		w.number(uint32(l.Of))
		w.data = binary.LittleEndian.AppendUint64(w.data, math.Float64bits(l.Value))
	}
}

func (b *Builder) text(t string) uint32 {
	n, known := b.texts[t]
	if !known {
		n = uint32(len(b.all))
		b.texts[t], b.all = n, append(b.all, t)
	}
	return n
}

// magic begins a table; its last byte counts the changes of the form.
const magic = "schemas\x01"

// Bytes gives the table: how many strings, schemas and kinds there are, where each
// of them begins, the kinds by name, the strings, and the schemas.
func (b *Builder) Bytes() []byte {
	slices.SortFunc(b.roots, func(x, y Root) int {
		return cmp.Or(strings.Compare(x.Kind, y.Kind), strings.Compare(x.APIVersion, y.APIVersion), cmp.Compare(x.Versions, y.Versions))
	})
	var roots writer
	for _, r := range b.roots {
		flags := uint32(0)
		for i, is := range []bool{r.Cluster, r.Off, r.Advisory} {
			if is {
				flags |= 1 << i
			}
		}
		for _, n := range []uint32{b.text(r.Kind), b.text(r.APIVersion), r.Versions, flags, b.text(r.Source), r.Schema.number} {
			roots.data = binary.LittleEndian.AppendUint32(roots.data, n)
		}
	}
	out := []byte(magic)
	for _, n := range []int{len(b.all), len(b.bytes), len(b.roots)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	var texts, schemas []byte
	for _, t := range b.all {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(texts)))
		texts = append(texts, t...)
	}
	out = binary.LittleEndian.AppendUint32(out, uint32(len(texts)))
	for _, s := range b.bytes {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(schemas)))
		schemas = append(schemas, s...)
	}
	out = binary.LittleEndian.AppendUint32(out, uint32(len(schemas)))
	return slices.Concat(out, roots.data, texts, schemas)
}

package openapi

import (
	"encoding/binary"
	"math"
	"sort"
)

// A Table gives the schemas that a Builder wrote. Opening one reads nothing but its
// length; a schema is read when it is asked for, and kept.
type Table struct {
	data                   string
	texts, schemas, roots  int // how many
	textsAt, schemasAt     int // where the places of them begin
	rootsAt                int
	textBytes, schemaBytes int       // where they begin themselves
	read                   []*Schema // by number
}

const rootSize = 6 * 4

// Read opens a table. It panics where the data is none: it is part of the program.
func Read(data string) *Table {
	if len(data) < len(magic)+3*4 || data[:len(magic)] != magic {
		panic("openapi: not a table of schemas")
	}
	t := &Table{data: data}
	at := len(magic)
	t.texts, t.schemas, t.roots = t.at(at), t.at(at+4), t.at(at+8)
	t.read = make([]*Schema, t.schemas+1)
	t.textsAt = at + 12
	t.schemasAt = t.textsAt + 4*(t.texts+1)
	t.rootsAt = t.schemasAt + 4*(t.schemas+1)
	t.textBytes = t.rootsAt + rootSize*t.roots
	t.schemaBytes = t.textBytes + t.at(t.textsAt+4*t.texts)
	return t
}

// at is the number at a place.
func (t *Table) at(place int) int {
	return int(uint32(t.data[place]) | uint32(t.data[place+1])<<8 | uint32(t.data[place+2])<<16 | uint32(t.data[place+3])<<24)
}

func (t *Table) text(n int) string {
	from, to := t.at(t.textsAt+4*n), t.at(t.textsAt+4*n+4)
	return t.data[t.textBytes+from : t.textBytes+to]
}

// Len is how many kinds there are.
func (t *Table) Len() int { return t.roots }

// Root is one of the kinds, which are in the order of their names.
func (t *Table) Root(i int) Root {
	at := t.rootsAt + rootSize*i
	flags := t.at(at + 12)
	return Root{
		Kind: t.text(t.at(at)), APIVersion: t.text(t.at(at + 4)), Versions: uint32(t.at(at + 8)),
		Cluster: flags&1 != 0, Off: flags&2 != 0, Advisory: flags&4 != 0,
		Source: t.text(t.at(at + 16)), Schema: Ref{number: uint32(t.at(at + 20))},
	}
}

// Roots are those of a kind, of all API versions.
func (t *Table) Roots(kind string) []Root {
	kindOf := func(i int) string { return t.text(t.at(t.rootsAt + rootSize*i)) }
	var all []Root
	for i := sort.Search(t.roots, func(i int) bool { return kindOf(i) >= kind }); i < t.roots && kindOf(i) == kind; i++ {
		all = append(all, t.Root(i))
	}
	return all
}

// Schema is what a Ref refers to.
func (t *Table) Schema(r Ref) *Schema {
	if r.schema != nil {
		return r.schema
	}
	if s := t.read[r.number]; s != nil {
		return s
	}
	n := int(r.number) - 1
	from, to := t.at(t.schemasAt+4*n), t.at(t.schemasAt+4*n+4)
	s := t.decode(&reader{t.data[t.schemaBytes+from : t.schemaBytes+to]})
	t.read[r.number] = s
	return s
}

// A reader takes numbers off the beginning of what is left.
type reader struct{ left string }

func (r *reader) number() int {
	var n uint64
	for shift := 0; ; shift += 7 {
		b := r.left[0]
		r.left = r.left[1:]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int(n)
		}
	}
}

func (r *reader) ref() Ref { return Ref{number: uint32(r.number())} }

func (r *reader) float() float64 {
	v := math.Float64frombits(binary.LittleEndian.Uint64([]byte(r.left[:8])))
	r.left = r.left[8:]
	return v
}

// each reads as many of something as a number says.
func each[T any](r *reader, read func() T) []T {
	all := make([]T, r.number())
	for i := range all {
		all[i] = read()
	}
	return all
}

func (t *Table) decode(r *reader) *Schema {
	s := &Schema{Type: Type(r.number()), Flags: Flags(r.number())}
	mask := r.number()
	one := func() string { return t.text(r.number()) }
	for bit := 1; bit <= mask; bit <<= 1 {
		if mask&bit == 0 {
			continue
		}
		switch bit {
		case hasRule:
			s.Rule = one()
		case hasFormat:
			s.Format = one()
		case hasKeyFormat:
			s.KeyFormat = one()
		case hasPattern:
			s.Pattern = one()
		case hasEnum:
			s.Enum = each(r, one)
		case hasRequired:
			s.Required = each(r, one)
		case hasKeys:
			s.Keys = each(r, func() Key { return Key{one(), one()} })
		case hasProperties:
			s.Properties = each(r, func() Property { return Property{one(), r.ref()} })
		case hasLimits:
			s.Limits = each(r, func() Limit { return Limit{Bound(r.number()), r.float()} })
		case hasUnions:
			s.Unions = each(r, func() Union {
				least, most := r.number(), r.number()
				return Union{Least: least, Most: most, Names: each(r, one)}
			})
		case hasItems:
			s.Items = r.ref()
		case hasValues:
			s.Values = r.ref()
		case hasForms:
			s.Forms = each(r, r.ref)
		case hasNot:
			s.Not = r.ref()
		}
	}
	return s
}

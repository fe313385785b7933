// Package openapi has what the schemas of API objects come to: compact values that
// are read one by one, each when something of its kind is checked, from a table in
// which equal ones are kept once.
//
// Package make writes the table, from Kubernetes' own OpenAPI documents and from
// definitions of custom resources. Nothing here reads a file.
package openapi

// A Type is what a value must be.
type Type uint8

// The types. The last two are strings or numbers by the same rules everywhere.
const (
	Any Type = iota
	Object
	Array
	String
	Integer
	Number
	Boolean
	IntOrString
	Quantity
)

// Flags are what else is true of a schema.
type Flags uint16

const (
	Open      Flags = 1 << iota // takes fields that it does not list
	Nullable                    // null is a value
	Defaulted                   // the API server has a value where none is given
	Set                         // a list in which no value is twice
	Map                         // a list in which no two items have the same Keys
	Embedded                    // a whole object, with metadata of its own
	Native                      // a type of Kubernetes itself: what is null or empty is not given
	OneOfAll                    // OneOf, not AnyOf, is what Forms are
	AllOfAll                    // AllOf is what Forms are
)

// A Schema says what is allowed at one place of an object.
type Schema struct {
	Type       Type
	Flags      Flags
	Rule       string // the name of what is to be checked of the object as a whole
	Format     string // of strings and numbers
	KeyFormat  string // of the keys of a map
	Pattern    string
	Enum       []string // as text, numbers too
	Required   []string
	Keys       []Key
	Properties []Property // by name
	Limits     []Limit
	Unions     []Union
	Items      Ref // of a list
	Values     Ref // of a map
	Forms      []Ref
	Not        Ref
}

// Has reports whether all of some flags are set.
func (s *Schema) Has(f Flags) bool { return s.Flags&f == f }

// Property is what a schema says of a field; none is a field that it does not list.
func (s *Schema) Property(name string) Ref {
	from, to := 0, len(s.Properties)
	for from < to {
		if middle := (from + to) / 2; s.Properties[middle].Name < name {
			from = middle + 1
		} else {
			to = middle
		}
	}
	if from < len(s.Properties) && s.Properties[from].Name == name {
		return s.Properties[from].Ref
	}
	return Ref{}
}

// A Property is a field that a schema lists.
type Property struct {
	Name string
	Ref
}

// A Key is one of the fields by which items of a list are told apart.
type Key struct {
	Name    string
	Default string // what it is where it is not given; "" is nothing
}

// A Limit is a bound of a value.
type Limit struct {
	Of    Bound
	Value float64
}

// A Bound is what a limit holds.
type Bound uint8

// The bounds.
const (
	Minimum Bound = iota
	Maximum
	MinLength
	MaxLength
	MinItems
	MaxItems
	MinProperties
	MaxProperties
)

// A Union is a group of fields of which only so many may be given.
type Union struct {
	Names       []string
	Least, Most int
}

// A Ref is another schema: one of a table, or one that was compiled. The zero Ref
// is none.
type Ref struct {
	number uint32 // in the table, from 1
	schema *Schema
}

// To refers to a schema that was compiled.
func To(s *Schema) Ref { return Ref{schema: s} }

// IsNone reports whether there is no schema.
func (r Ref) IsNone() bool { return r.number == 0 && r.schema == nil }

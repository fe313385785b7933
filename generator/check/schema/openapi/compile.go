package openapi

import (
	"cmp"
	"maps"
	"slices"
)

// A Compiler makes Schemas of OpenAPI documents, as JSON decodes them.
type Compiler struct {
	// Definitions are what documents refer to by $ref. A document without references
	// needs none.
	Definitions map[string]map[string]any
	// Base has the definitions instead, where it is set.
	Base *Compiler
	// Native is set for the types of Kubernetes itself.
	Native bool
	// Metadata is what every whole object has, which definitions of custom resources
	// do not say.
	Metadata Ref
	made     map[string]*Schema
}

const refPrefix = "#/components/schemas/"

// Definition compiles one of the Definitions, or gives what it was compiled to
// before. One that is not there takes anything.
func (c *Compiler) Definition(name string) *Schema {
	if c.Base != nil {
		return c.Base.Definition(name)
	}
	if s, known := c.made[name]; known {
		return s
	}
	if c.made == nil {
		c.made = map[string]*Schema{}
	}
	s := &Schema{}
	c.made[name] = s // which it may refer to
	*s = *c.Schema(c.Definitions[name])
	return s
}

// Schema compiles a document.
func (c *Compiler) Schema(doc map[string]any) *Schema {
	if name, is := reference(doc); is {
		return c.narrowed(c.Definition(name), doc)
	}
	s := &Schema{Type: typeOf(doc), Format: text(doc["format"]), Pattern: text(doc["pattern"]), Rule: text(doc["x-rule"]), KeyFormat: text(doc["x-key-format"])}
	s.Flags = c.flags(doc)
	s.Enum, s.Required, s.Limits, s.Unions = enum(doc["enum"]), texts(doc["required"]), limits(doc), unions(doc)
	properties := fields(doc["properties"])
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		s.Properties = append(s.Properties, Property{name, To(c.Schema(fields(properties[name])))})
	}
	if s.Has(Embedded) {
		c.head(s)
	}
	if items := fields(doc["items"]); items != nil {
		s.Items = To(c.Schema(items))
		s.Keys = keys(doc, c.resolved(items))
	}
	switch values := doc["additionalProperties"].(type) {
	case map[string]any:
		s.Values = To(c.Schema(values))
	case bool:
		if values {
			s.Flags |= Open
		}
	}
	c.forms(s, doc)
	return s
}

// narrowed is a definition as one of those who refer to it takes it.
func (c *Compiler) narrowed(s *Schema, doc map[string]any) *Schema {
	narrow := fields(doc["x-narrow"])
	if narrow == nil {
		return s
	}
	own := *s
	own.Forms = slices.Clone(s.Forms)
	own.allOf(To(c.Schema(narrow)))
	return &own
}

// Object compiles the document of a whole object.
func (c *Compiler) Object(doc map[string]any) *Schema {
	s := c.Schema(doc)
	c.head(s)
	return s
}

// head gives a whole object the fields that each has. What its document demands of its
// metadata is held besides.
func (c *Compiler) head(s *Schema) {
	own := slices.IndexFunc(s.Properties, func(p Property) bool { return p.Name == "metadata" })
	if own >= 0 && len(s.Properties[own].schema.Properties) > 0 {
		demand := &Schema{Properties: []Property{s.Properties[own]}}
		s.allOf(To(demand))
	}
	s.Properties = slices.DeleteFunc(s.Properties, func(p Property) bool {
		return p.Name == "metadata" || p.Name == "apiVersion" || p.Name == "kind"
	})
	plain := To(&Schema{Type: String})
	s.Properties = append(s.Properties, Property{"apiVersion", plain}, Property{"kind", plain}, Property{"metadata", c.Metadata})
	slices.SortFunc(s.Properties, func(a, b Property) int { return cmp.Compare(a.Name, b.Name) })
}

// allOf adds what a value must be besides all that it must be already.
func (s *Schema) allOf(form Ref) {
	if len(s.Forms) > 0 && !s.Has(AllOfAll) {
		s.Forms = []Ref{To(&Schema{Forms: s.Forms, Flags: s.Flags & OneOfAll})}
		s.Flags &^= OneOfAll
	}
	s.Flags |= AllOfAll
	s.Forms = append(s.Forms, form)
}

// reference is the definition that a document stands for, alone or with a default
// or a description beside it.
func reference(doc map[string]any) (string, bool) {
	if all := list(doc["allOf"]); len(all) == 1 && doc["type"] == nil && doc["properties"] == nil {
		return reference(fields(all[0]))
	}
	name := text(doc["$ref"])
	return name[min(len(name), len(refPrefix)):], len(name) > len(refPrefix)
}

// resolved is a document, or the definition that it stands for.
func (c *Compiler) resolved(doc map[string]any) map[string]any {
	if name, is := reference(doc); is {
		if c.Base != nil {
			return c.Base.Definitions[name]
		}
		return c.Definitions[name]
	}
	return doc
}

var types = map[string]Type{"object": Object, "array": Array, "string": String, "integer": Integer, "number": Number, "boolean": Boolean}

// quantityPattern is how definitions of custom resources say that a value is an
// amount, which is one or the other of two types to them.
const quantityPattern = `^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$`

func typeOf(doc map[string]any) Type {
	switch {
	case doc["x-type"] == "quantity", doc["x-kubernetes-int-or-string"] == true && doc["pattern"] == quantityPattern:
		return Quantity
	case doc["x-kubernetes-int-or-string"] == true, doc["format"] == "int-or-string":
		return IntOrString
	}
	return types[text(doc["type"])]
}

func (c *Compiler) flags(doc map[string]any) Flags {
	var f Flags
	set := func(flag Flags, is bool) {
		if is {
			f |= flag
		}
	}
	isBare := doc["type"] == "object" && doc["properties"] == nil && doc["additionalProperties"] == nil
	set(Open, doc["x-kubernetes-preserve-unknown-fields"] == true || c.Native && isBare)
	set(Nullable, doc["nullable"] == true)
	set(Defaulted, doc["default"] != nil && !c.Native)
	set(Set, doc["x-kubernetes-list-type"] == "set")
	set(Map, doc["x-kubernetes-list-type"] == "map")
	set(Embedded, doc["x-kubernetes-embedded-resource"] == true)
	set(Native, c.Native)
	return f
}

// forms compiles what a value must be besides: all of some, one of some, or any.
func (c *Compiler) forms(s *Schema, doc map[string]any) {
	if not := fields(doc["not"]); not != nil {
		s.Not = To(c.Schema(not))
	}
	if s.Type == IntOrString || s.Type == Quantity {
		return // which is what they say
	}
	for _, way := range []struct {
		name string
		flag Flags
	}{{"anyOf", 0}, {"oneOf", OneOfAll}} {
		if all := list(doc[way.name]); len(all) > 0 {
			choice := &Schema{Flags: way.flag, Forms: c.all(all)}
			s.allOf(To(choice))
		}
	}
	for _, form := range c.all(list(doc["allOf"])) {
		s.allOf(form)
	}
}

func (c *Compiler) all(docs []any) []Ref {
	var all []Ref
	for _, d := range docs {
		all = append(all, To(c.Schema(fields(d))))
	}
	return all
}

// keys are the fields by which the items of a list are told apart.
func keys(doc, items map[string]any) []Key {
	var all []Key
	for _, name := range texts(doc["x-kubernetes-list-map-keys"]) {
		standard := fields(fields(items["properties"])[name])["default"]
		all = append(all, Key{Name: name, Default: text(standard)})
	}
	return all
}

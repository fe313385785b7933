package stack

import (
	"reflect"
	"strings"
)

// field is one field of a contract struct.
type field struct {
	name     string
	index    []int
	optional bool
}

// fieldsOf reads the cty tags of a struct. Pointers are optional.
func fieldsOf(t reflect.Type) []field {
	var fields []field
	for f := range t.Fields() {
		name, option, _ := strings.Cut(f.Tag.Get("cty"), ",")
		if name == "" {
			continue
		}
		fields = append(fields, field{name, f.Index, option == "optional" || f.Type.Kind() == reflect.Pointer})
	}
	return fields
}

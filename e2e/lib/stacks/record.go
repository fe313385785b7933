package stacks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
)

// record is an outputs.json, as --refresh writes it.
type record struct {
	Format           int               `json:"format"`
	Lineage          string            `json:"lineage"`
	Serial           int               `json:"serial"`
	TerraformVersion string            `json:"terraform_version"`
	Outputs          map[string]output `json:"outputs"`
}

type output struct {
	Sensitive bool            `json:"sensitive"`
	Type      any             `json:"type"`
	Value     json.RawMessage `json:"value,omitempty"`
}

// recorded is the stack's outputs.json. Some have a sensitive output beside the
// contract's, of which only the type is recorded.
func (s stack) recorded() []byte {
	r := record{1, uuid("lineage", s.number), 1 + roll(40, "serial", s.number), "1.11.4", map[string]output{}}
	for name, value := range s.outputs() {
		r.Outputs[name] = output{Type: typeOf(reflect.TypeOf(value)), Value: sorted(value)}
	}
	if s.is(4, "sensitive") {
		r.Outputs["kube_admin_config"] = output{Sensitive: true, Type: "string"}
	}
	return append(mustMarshal(r, "  "), '\n')
}

// typeOf is a type as Terraform writes it in JSON.
func typeOf(t reflect.Type) any {
	switch t.Kind() {
	case reflect.Pointer:
		return typeOf(t.Elem())
	case reflect.String:
		return "string"
	case reflect.Int:
		return "number"
	case reflect.Slice:
		return []any{"list", typeOf(t.Elem())}
	case reflect.Map:
		return []any{"map", typeOf(t.Elem())}
	case reflect.Struct:
		attributes := map[string]any{}
		for field := range t.Fields() {
			attributes[field.Tag.Get("json")] = typeOf(field.Type)
		}
		return []any{"object", attributes}
	}
	panic(fmt.Sprintf("stacks: no output has type %s", t))
}

// sorted writes a value with its attributes in order, as Terraform does.
func sorted(value any) json.RawMessage {
	var plain any
	if err := json.Unmarshal(mustMarshal(value, ""), &plain); err != nil {
		panic(fmt.Sprintf("stacks: %v", err))
	}
	return mustMarshal(plain, "")
}

func mustMarshal(value any, indent string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(value); err != nil {
		panic(fmt.Sprintf("stacks: %v", err))
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

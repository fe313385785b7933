package stack

import (
	"os"
	"reflect"
	"slices"
	"testing"

	"example.com/metaflow-gitops/generator/fact"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// TestContractIsTerraforms holds the Contract and terraform/ together: the same
// outputs in the same order, of the same types, with the same descriptions.
func TestContractIsTerraforms(t *testing.T) {
	outputs, variables := blocksOf(t, "outputs.tf", "output"), blocksOf(t, "variables.tf", "variable")
	contract := reflect.TypeFor[Contract]()
	var declared []string
	for _, o := range outputs {
		declared = append(declared, o.Labels[0])
	}
	if want := namesOf(contract); !slices.Equal(declared, want) {
		t.Fatalf("outputs.tf declares\n%v\nthe contract has\n%v", declared, want)
	}
	for i, f := range fieldsOf(contract) {
		field := contract.FieldByIndex(f.index)
		if got := literal(t, outputs[i], "description"); got != field.Tag.Get("doc") {
			t.Errorf("description of output %q\nin outputs.tf: %s\nin contract.go: %s", f.name, got, field.Tag.Get("doc"))
		}
		if f.name == "contract_version" || f.name == "stack" {
			continue // no facts of the input: a constant, and the workspace
		}
		j := slices.IndexFunc(variables, func(v *hclsyntax.Block) bool { return v.Labels[0] == f.name })
		if j < 0 {
			t.Errorf("output %q has no variable that gives its type", f.name)
			continue
		}
		got, _, diags := typeexpr.TypeConstraintWithDefaults(variables[j].Body.Attributes["type"].Expr)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		if want := typeOf(field.Type); !got.Equals(want) {
			t.Errorf("type of output %q\nin variables.tf: %s\nin contract.go: %s", f.name, typeexpr.TypeString(got), typeexpr.TypeString(want))
		}
	}
}

// typeOf is the type constraint that a field of the contract stands for.
func typeOf(t reflect.Type) cty.Type {
	switch {
	case t.Kind() == reflect.Pointer:
		return typeOf(t.Elem())
	case t == reflect.TypeFor[fact.Port]():
		return cty.Number
	case t.Kind() == reflect.Slice:
		return cty.List(typeOf(t.Elem()))
	case t.Kind() == reflect.Map:
		return cty.Map(typeOf(t.Elem()))
	case len(fieldsOf(t)) == 0:
		return cty.String
	}
	attributes, optional := map[string]cty.Type{}, []string(nil)
	for _, f := range fieldsOf(t) {
		attributes[f.name] = typeOf(t.FieldByIndex(f.index).Type)
		if f.optional {
			optional = append(optional, f.name)
		}
	}
	return cty.ObjectWithOptionalAttrs(attributes, optional)
}

func blocksOf(t *testing.T, filename, kind string) []*hclsyntax.Block {
	t.Helper()
	data, err := os.ReadFile("../../terraform/" + filename)
	if err != nil {
		t.Fatal(err)
	}
	file, diags := hclsyntax.ParseConfig(data, filename, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var blocks []*hclsyntax.Block
	for _, b := range file.Body.(*hclsyntax.Body).Blocks {
		if b.Type == kind {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

func literal(t *testing.T, b *hclsyntax.Block, name string) string {
	t.Helper()
	attr, ok := b.Body.Attributes[name]
	if !ok {
		t.Fatalf("%s %q has no %s", b.Type, b.Labels[0], name)
	}
	v, diags := attr.Expr.Value(nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return v.AsString()
}

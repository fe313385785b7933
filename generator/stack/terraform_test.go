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

// contractModule has a variable for each output of the root module, since only
// variables have types.
const contractModule = "modules/contract/"

// TestContractIsTerraforms holds the Contract and terraform/ together: the same
// outputs in the same order, of the same types, with the same descriptions.
func TestContractIsTerraforms(t *testing.T) {
	outputs, variables := blocksOf(t, "outputs.tf", "output"), blocksOf(t, contractModule+"variables.tf", "variable")
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
		if got := referenceOf(outputs[i]); got != "module.contract."+f.name {
			t.Errorf("output %q is %q, not what the contract module makes of it", f.name, got)
		}
		if f.name == "contract_version" {
			continue // a constant
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
			t.Errorf("type of output %q\nin "+contractModule+"variables.tf: %s\nin contract.go: %s", f.name, typeexpr.TypeString(got), typeexpr.TypeString(want))
		}
	}
}

// TestContractModulePassesOn holds that the contract module changes nothing on
// the way from its variables to its outputs.
func TestContractModulePassesOn(t *testing.T) {
	for _, o := range blocksOf(t, contractModule+"outputs.tf", "output") {
		if name := o.Labels[0]; name != "contract_version" && referenceOf(o) != "var."+name {
			t.Errorf("output %q of the contract module is %q", name, referenceOf(o))
		}
	}
}

// TestFluxPresetIsTerraforms holds the preset of AKS's Flux extension and the
// configuration that terraform/ makes together.
func TestFluxPresetIsTerraforms(t *testing.T) {
	preset := presets[AKSFluxExtension]
	for _, r := range blocksOf(t, "modules/flux/main.tf", "resource") {
		if r.Labels[0] != "azurerm_kubernetes_flux_configuration" {
			continue
		}
		if name, namespace := literal(t, r, "name"), literal(t, r, "namespace"); name != preset.source || namespace != preset.namespace {
			t.Errorf("terraform/ makes source %q in namespace %q, the preset has %q in %q", name, namespace, preset.source, preset.namespace)
		}
		return
	}
	t.Error("terraform/ makes no Flux configuration")
}

// referenceOf writes the reference that is the value of a block.
func referenceOf(b *hclsyntax.Block) string {
	traversal, diags := hcl.AbsTraversalForExpr(b.Body.Attributes["value"].Expr)
	if diags.HasErrors() {
		return ""
	}
	name := traversal.RootName()
	for _, step := range traversal[1:] {
		if attr, ok := step.(hcl.TraverseAttr); ok {
			name += "." + attr.Name
		}
	}
	return name
}

// typeOf is the type constraint that a field of the contract stands for.
func typeOf(t reflect.Type) cty.Type {
	switch {
	case t.Kind() == reflect.Pointer:
		return typeOf(t.Elem())
	case t == reflect.TypeFor[fact.Port](), t == reflect.TypeFor[fact.Count]():
		return cty.Number
	case t == reflect.TypeFor[fact.Switch]():
		return cty.Bool
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

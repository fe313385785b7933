package stack

import (
	"fmt"
	"slices"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/tfoutput"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// evalContext is what expressions in stack.hcl can see: output.NAME,
// stack.name and a few functions, all of them pure.
func evalContext(name string, outputs *tfoutput.Document) *hcl.EvalContext {
	return &hcl.EvalContext{
		Variables: map[string]cty.Value{
			"output": outputs.Object(),
			"stack":  cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal(name)}),
		},
		Functions: Functions(),
	}
}

// Functions are the functions of stack.hcl by name: those of Terraform's that
// need neither disk nor clock. docs/stack-hcl.md lists them.
func Functions() map[string]function.Function {
	return map[string]function.Function{
		"can":        tryfunc.CanFunc,
		"coalesce":   stdlib.CoalesceFunc,
		"concat":     stdlib.ConcatFunc,
		"format":     bounded(stdlib.FormatFunc, sizeOfFormat),
		"join":       bounded(stdlib.JoinFunc, sizeOfJoin),
		"keys":       stdlib.KeysFunc,
		"length":     stdlib.LengthFunc,
		"lookup":     stdlib.LookupFunc,
		"lower":      stdlib.LowerFunc,
		"merge":      stdlib.MergeFunc,
		"regex":      stdlib.RegexFunc,
		"replace":    bounded(stdlib.ReplaceFunc, sizeOfReplace),
		"split":      bounded(stdlib.SplitFunc, sizeOfSplit),
		"trimprefix": stdlib.TrimPrefixFunc,
		"trimsuffix": stdlib.TrimSuffixFunc,
		"try":        tryfunc.TryFunc,
		"upper":      stdlib.UpperFunc,
		"values":     stdlib.ValuesFunc,
	}
}

// outputNames are the names of the outputs that expressions may refer to.
type outputNames []string

// missingIn reports the outputs that an expression refers to and that are not
// there. Inside try and can a missing output is what is asked about.
func (names outputNames) missingIn(expr hcl.Expression) hcl.Diagnostics {
	excused := askedAbout(expr)
	var diags hcl.Diagnostics
	for _, traversal := range expr.Variables() {
		if traversal.RootName() != "output" || len(traversal) < 2 || excused[traversal.SourceRange()] {
			continue
		}
		name := stepName(traversal[1])
		if name == "" || slices.Contains(names, name) {
			continue
		}
		diags = append(diags, diag.Error(traversal.SourceRange(), "Unknown output", fmt.Sprintf("There is no output %q in this stack's outputs%s", name, cureOfUnknown(name, names))))
	}
	return diags
}

// touchedBy reports whether an expression refers to one of the outputs, or to
// all outputs at once.
func (names outputNames) touchedBy(expr hcl.Expression) bool {
	return slices.ContainsFunc(expr.Variables(), func(t hcl.Traversal) bool {
		if t.RootName() != "output" || len(names) == 0 {
			return false
		}
		name := ""
		if len(t) > 1 {
			name = stepName(t[1])
		}
		return name == "" || slices.Contains(names, name)
	})
}

// stepName is the name that one step of a traversal asks for, written as
// output.NAME or as output["NAME"].
func stepName(step hcl.Traverser) string {
	switch step := step.(type) {
	case hcl.TraverseAttr:
		return step.Name
	case hcl.TraverseIndex:
		if step.Key.Type() == cty.String {
			return step.Key.AsString()
		}
	}
	return ""
}

// askedAbout are the places within calls of try and can, wherever these stand.
func askedAbout(expr hcl.Expression) map[hcl.Range]bool {
	places := map[hcl.Range]bool{}
	node, ok := expr.(hclsyntax.Expression)
	if !ok {
		return places
	}
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		if call, is := n.(*hclsyntax.FunctionCallExpr); is && (call.Name == "try" || call.Name == "can") {
			for _, traversal := range call.Variables() {
				places[traversal.SourceRange()] = true
			}
		}
		return nil
	})
	return places
}

func cureOfUnknown(name string, names []string) string {
	if s := fact.Suggest(name, names); s != "" {
		return s
	}
	return ". Declare it in terraform/outputs.tf, apply, and record the outputs again."
}

package stack

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/limit"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// The limits of what expressions of one stack.hcl come to, all together.
const (
	// MaxSteps is how many expressions are evaluated, each as often as a loop asks
	// for it; those of a long file are a few hundred.
	MaxSteps = 50_000
	// MaxText is how many bytes and elements their values have.
	MaxText = 8 << 20
)

// meter counts what the expressions of a stack.hcl come to.
type meter struct{ steps, text int }

// spend reports whether the budget lasts for one more value of a size.
func (m *meter) spend(size int) bool {
	if m.steps < MaxSteps && size >= 0 && size < MaxText-m.text {
		m.steps++
		m.text += size
		return true
	}
	m.steps = MaxSteps // it stays exceeded
	return false
}

func (m *meter) exceeded() bool { return m.steps >= MaxSteps }

// tooLarge is what is wrong with an expression that exceeds the budget.
func tooLarge(at hcl.Range) *hcl.Diagnostic {
	return diag.Error(at, "Expression too large",
		fmt.Sprintf("The expressions of this file take more than %d steps, or come to more than %d MiB of text. Decisions are short: write down what this one comes to.", MaxSteps, MaxText>>20))
}

// metered is an expression whose value is paid for. It is a pair of parentheses
// to HCL, which looks for variables in what is between them.
type metered struct {
	*hclsyntax.ParenthesesExpr
	meter *meter
}

// Value evaluates the expression, if there is something left to spend.
func (e metered) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if e.meter.exceeded() {
		return cty.DynamicVal, hcl.Diagnostics{tooLarge(e.Range())}
	}
	value, diags := e.ParenthesesExpr.Value(ctx)
	if !e.meter.spend(sizeOf(value)) {
		return cty.DynamicVal, append(diags, tooLarge(e.Range()))
	}
	return value, diags
}

// sizeOf is how much of the budget a value takes, its elements by their number
// alone. A number that takes minutes to write down takes all.
func sizeOf(v cty.Value) int {
	v, _ = v.Unmark()
	switch {
	case !v.IsKnown() || v.IsNull():
		return 1
	case v.Type() == cty.String:
		return len(v.AsString())
	case v.Type() == cty.Number && limit.IsAstronomic(v):
		return MaxText
	case v.CanIterateElements():
		return v.LengthInt()
	}
	return 1
}

// wrap meters everything in an expression.
func (m *meter) wrap(expr hcl.Expression) hcl.Expression {
	whole, ok := expr.(hclsyntax.Expression)
	if !ok {
		return expr
	}
	var nodes []hclsyntax.Node
	_ = hclsyntax.VisitAll(whole, func(n hclsyntax.Node) hcl.Diagnostics {
		nodes = append(nodes, n)
		return nil
	})
	for _, n := range nodes {
		for _, part := range partsOf(n) {
			if *part != nil {
				*part = m.one(*part)
			}
		}
	}
	return m.one(whole)
}

func (m *meter) one(expr hclsyntax.Expression) hclsyntax.Expression {
	return metered{&hclsyntax.ParenthesesExpr{Expression: expr, SrcRange: expr.Range()}, m}
}

// partsOf are the expressions within a node of a syntax tree that it evaluates.
// The keys of an object stay as they are: HCL looks at their form.
func partsOf(n hclsyntax.Node) []*hclsyntax.Expression {
	switch n := n.(type) {
	case *hclsyntax.RelativeTraversalExpr:
		return []*hclsyntax.Expression{&n.Source}
	case *hclsyntax.FunctionCallExpr:
		return each(n.Args)
	case *hclsyntax.ConditionalExpr:
		return []*hclsyntax.Expression{&n.Condition, &n.TrueResult, &n.FalseResult}
	case *hclsyntax.IndexExpr:
		return []*hclsyntax.Expression{&n.Collection, &n.Key}
	case *hclsyntax.TupleConsExpr:
		return each(n.Exprs)
	case *hclsyntax.ObjectConsExpr:
		parts := make([]*hclsyntax.Expression, len(n.Items))
		for i := range n.Items {
			parts[i] = &n.Items[i].ValueExpr
		}
		return parts
	case *hclsyntax.ForExpr:
		return []*hclsyntax.Expression{&n.CollExpr, &n.KeyExpr, &n.ValExpr, &n.CondExpr}
	case *hclsyntax.SplatExpr:
		return []*hclsyntax.Expression{&n.Source, &n.Each}
	case *hclsyntax.BinaryOpExpr:
		return []*hclsyntax.Expression{&n.LHS, &n.RHS}
	case *hclsyntax.UnaryOpExpr:
		return []*hclsyntax.Expression{&n.Val}
	case *hclsyntax.TemplateExpr:
		return each(n.Parts)
	case *hclsyntax.TemplateJoinExpr:
		return []*hclsyntax.Expression{&n.Tuple}
	case *hclsyntax.TemplateWrapExpr:
		return []*hclsyntax.Expression{&n.Wrapped}
	}
	return nil
}

func each(exprs []hclsyntax.Expression) []*hclsyntax.Expression {
	parts := make([]*hclsyntax.Expression, len(exprs))
	for i := range exprs {
		parts[i] = &exprs[i]
	}
	return parts
}

// bounded refuses calls of a function whose result could be much larger than all
// that goes into it.
func bounded(f function.Function, size func(args []cty.Value) int) function.Function {
	return function.New(&function.Spec{
		Params: f.Params(), VarParam: f.VarParam(),
		Type: func(args []cty.Value) (cty.Type, error) { return f.ReturnTypeForValues(args) },
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if n := size(args); n < 0 || n > MaxText {
				return cty.NilVal, fmt.Errorf("its result would be larger than %d MiB", MaxText>>20)
			}
			return f.Call(args)
		},
	})
}

func sizeOfReplace(args []cty.Value) int {
	s, old, by := args[0].AsString(), args[1].AsString(), args[2].AsString()
	return len(s) + strings.Count(s, old)*len(by)
}

func sizeOfSplit(args []cty.Value) int {
	const element = 64 // bytes that a short text takes in memory
	return element * strings.Count(args[1].AsString(), args[0].AsString())
}

func sizeOfJoin(args []cty.Value) int {
	total := 0
	for _, list := range args[1:] {
		for it := list.ElementIterator(); it.Next(); {
			_, v := it.Element()
			total += sizeOf(v) + len(args[0].AsString())
		}
	}
	return total
}

// sizeOfFormat adds up the widths, too, which are numbers in the format, or
// arguments where it has a star.
func sizeOfFormat(args []cty.Value) int {
	format, total, width := args[0].AsString(), 0, 0
	for _, c := range format {
		if width = 10*width + int(c-'0'); c < '0' || c > '9' {
			width = 0
		}
		if total += width; total > MaxText {
			return -1
		}
	}
	for _, v := range args[1:] {
		total += sizeOf(v)
		if v, _ := v.Unmark(); strings.Contains(format, "*") && v.IsKnown() && !v.IsNull() && v.Type() == cty.Number {
			n, _ := v.AsBigFloat().Int64()
			total += int(min(max(n, -n, 0), MaxText+1))
		}
	}
	return total + len(format)
}

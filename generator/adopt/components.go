package adopt

import (
	"fmt"

	"example.com/metaflow-gitops/generator/cause"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// WithComponent lists one more component in a stack.hcl; all else stays as it
// was written.
func WithComponent(in cause.Inputs, path string) []byte {
	file, diags := stack.Syntax(in.Source().Filename, in.HCL)
	if diags.HasErrors() {
		panic("adopt: a stack.hcl that was read cannot be read")
	}
	body := file.Body.(*hclsyntax.Body)
	text := string(in.HCL)
	attr, given := body.Attributes["components"]
	if !given {
		at := len(text)
		if len(body.Blocks) > 0 {
			at = firstBlock(body)
		}
		return []byte(fmt.Sprintf("%scomponents = [%q]\n\n%s", text[:at], path, text[at:]))
	}
	r := attr.Expr.Range()
	list, isList := attr.Expr.(*hclsyntax.TupleConsExpr)
	if !isList || len(list.Exprs) == 0 {
		if isList {
			return []byte(fmt.Sprintf("%s[%q]%s", text[:r.Start.Byte], path, text[r.End.Byte:]))
		}
		return []byte(fmt.Sprintf("%sconcat(%s, [%q])%s", text[:r.Start.Byte], text[r.Start.Byte:r.End.Byte], path, text[r.End.Byte:]))
	}
	last := list.Exprs[len(list.Exprs)-1].Range().End.Byte
	return []byte(fmt.Sprintf("%s, %q%s", text[:last], path, text[last:]))
}

func firstBlock(body *hclsyntax.Body) int {
	first := body.Blocks[0].TypeRange.Start.Byte
	for _, b := range body.Blocks {
		first = min(first, b.TypeRange.Start.Byte)
	}
	return first
}

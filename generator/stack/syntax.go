package stack

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/limit"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// MaxSize is the largest stack.hcl that is read, in bytes; a long one has a few
// kilobytes.
const MaxSize = 1 << 20

// CheckSyntax finds what is wrong with stack.hcl by itself, for when there are
// no outputs to go on with.
func CheckSyntax(src Source) hcl.Diagnostics {
	_, diags := parseBody(src)
	return diags
}

func parseBody(src Source) (hcl.Body, hcl.Diagnostics) {
	file, diags := Syntax(src.Filename, src.HCL)
	if file == nil {
		return nil, diags
	}
	return file.Body, diags
}

// Syntax parses a stack.hcl. The result is nil when there are errors. After a
// syntax error HCL reports much that only follows from it, so the first one is
// all that is passed on.
func Syntax(filename string, text []byte) (*hcl.File, hcl.Diagnostics) {
	refuse := func(line int, summary, detail string) (*hcl.File, hcl.Diagnostics) {
		start := hcl.Pos{Line: line, Column: 1}
		for range line - 1 {
			start.Byte += 1 + bytes.IndexByte(text[start.Byte:], '\n')
		}
		return nil, hcl.Diagnostics{diag.Error(hcl.Range{Filename: filename, Start: start, End: start}, summary, detail)}
	}
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return refuse(1, "Not a stack.hcl", "The file is no UTF-8 text. Restore it from git, or save it as UTF-8.")
	}
	if e := new(limit.Excess); errors.As(limit.HCL(text, limit.Tokens), &e) {
		return refuse(e.Line, "stack.hcl too large", e.Says+".")
	}
	file, diags := hclsyntax.ParseConfig(text, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diag.Under("Invalid syntax of stack.hcl", diags[:1])
	}
	return file, diags
}

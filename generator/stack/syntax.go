package stack

import (
	"bytes"
	"unicode/utf8"

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

// parseBody parses stack.hcl. After a syntax error HCL reports much that only
// follows from it, so the first one is all that is passed on.
func parseBody(src Source) (hcl.Body, hcl.Diagnostics) {
	at := hcl.Range{Filename: src.Filename, Start: hcl.InitialPos, End: hcl.InitialPos}
	refuse := func(detail string) hcl.Diagnostics {
		return hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "Not a stack.hcl", Detail: detail, Subject: &at}}
	}
	switch {
	case !utf8.Valid(src.HCL) || bytes.IndexByte(src.HCL, 0) >= 0:
		return nil, refuse("The file is no UTF-8 text. Restore it from git, or save it as UTF-8.")
	}
	file, diags := hclsyntax.ParseConfig(src.HCL, src.Filename, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags[:1]
	}
	return file.Body, diags
}

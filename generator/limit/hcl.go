package limit

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The limits of a file of HCL: how many words and marks it may have.
const (
	// Tokens is that of a stack.hcl. One with everything in it has some five hundred.
	Tokens = 20_000
	// ModuleTokens is that of a file of a Terraform module.
	ModuleTokens = 200_000
)

// HCL reports a file that has more than so many tokens, or is nested too deep. Its parser
// descends once for each level, and a program that runs out of stack cannot say
// why.
func HCL(data []byte, most int) error {
	tokens, _ := hclsyntax.LexConfig(data, "", hcl.InitialPos)
	if len(tokens) > most {
		return &Excess{tokens[most].Range.Start.Line, fmt.Sprintf("It has more than %d words and marks. Split it, or restore it from git", most)}
	}
	depth, signs := 0, 0
	for _, t := range tokens {
		if signs++; t.Type != hclsyntax.TokenBang && t.Type != hclsyntax.TokenMinus {
			signs = 0
		}
		if depth += nesting(t.Type); depth > Depth || signs > Depth {
			return &Excess{t.Range.Start.Line, fmt.Sprintf("Expressions are nested more than %d levels deep here. Flatten them", Depth)}
		}
	}
	return nil
}

// nesting is by how much a token changes the depth.
func nesting(t hclsyntax.TokenType) int {
	switch t {
	case hclsyntax.TokenOParen, hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc,
		hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		return 1
	case hclsyntax.TokenCParen, hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc,
		hclsyntax.TokenTemplateSeqEnd:
		return -1
	}
	return 0
}

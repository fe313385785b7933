package cause

import (
	"strings"

	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// argument is one argument or block of a stack.hcl.
type argument struct {
	text string // its expression without layout; of a block "{}"
	line int
	// outputs are the outputs that the expression uses, as paths in dots.
	outputs []string
	// source is the whole of it, as it is written, and start where it stands.
	source string
	start  int
	// inner is where a block could take one more line.
	inner int
}

// arguments of a stack.hcl by path, such as "service.ui-static.replicas". What
// does not parse has none.
func arguments(in Inputs) map[string]argument {
	all := map[string]argument{}
	if file, _ := stack.Syntax(in.hclPath(), in.HCL); file != nil {
		collect(all, in.HCL, file.Body.(*hclsyntax.Body), "")
	}
	return all
}

func collect(all map[string]argument, text []byte, body *hclsyntax.Body, prefix string) {
	for name, attr := range body.Attributes {
		at, whole := attr.Expr.Range(), attr.SrcRange
		all[prefix+name] = argument{text: withoutLayout(text[at.Start.Byte:at.End.Byte]), line: attr.NameRange.Start.Line, outputs: outputsIn(attr.Expr),
			source: string(text[whole.Start.Byte:whole.End.Byte]), start: whole.Start.Byte}
	}
	for _, b := range body.Blocks {
		path := prefix + strings.Join(append([]string{b.Type}, b.Labels...), ".")
		start, end := b.TypeRange.Start.Byte, b.CloseBraceRange.End.Byte
		all[path] = argument{text: "{}", line: b.TypeRange.Start.Line, source: string(text[start:end]), start: start, inner: b.CloseBraceRange.Start.Byte}
		collect(all, text, b.Body, path+".")
	}
}

// putBackArgument writes one argument or block of the newer stack.hcl as the
// older one has it.
func putBackArgument(before, after Inputs, path string) []byte {
	was, wasThere := arguments(before)[path]
	is, isThere := arguments(after)[path]
	text := string(after.HCL)
	switch {
	case isThere:
		return []byte(text[:is.start] + was.source + text[is.start+len(is.source):])
	case !wasThere:
		return after.HCL
	}
	at := len(text)
	for outer := path; strings.Contains(outer, "."); {
		outer = outer[:strings.LastIndexByte(outer, '.')]
		if block, there := arguments(after)[outer]; there {
			at = block.inner
			break
		}
	}
	return []byte(text[:at] + "\n" + was.source + "\n" + text[at:])
}

// withoutLayout is an expression without comments, spaces and line ends.
func withoutLayout(text []byte) string {
	tokens, _ := hclsyntax.LexExpression(text, "", hcl.InitialPos)
	var words []string
	for _, t := range tokens {
		if t.Type != hclsyntax.TokenNewline && t.Type != hclsyntax.TokenComment && t.Type != hclsyntax.TokenEOF {
			words = append(words, string(t.Bytes))
		}
	}
	return strings.Join(words, " ")
}

// outputsIn lists the outputs that an expression uses.
func outputsIn(expr hcl.Expression) []string {
	var used []string
	for _, t := range expr.Variables() {
		if t.RootName() != "output" {
			continue
		}
		var path []string
		for _, step := range t[1:] {
			attr, ok := step.(hcl.TraverseAttr)
			if !ok {
				break
			}
			path = append(path, attr.Name)
		}
		used = append(used, strings.Join(path, "."))
	}
	return used
}

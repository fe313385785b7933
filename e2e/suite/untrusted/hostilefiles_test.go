package untrusted

import (
	"fmt"
	"strings"
)

const (
	outputs  = "terraform/stacks/" + stack + "/outputs.json"
	rendered = "overlays/" + stack + "/rendered/metaflow-service-ui-static.yaml"
	folder   = "clusters/aks-metaflow-" + stack
)

// nested is a stack.hcl whose value is opened very often.
func nested(open, end string) func() string {
	return func() string {
		return "engine = " + strings.Repeat(open, 100_000) + "1" + strings.Repeat(end, 100_000) + "\n"
	}
}

// hostileDecisions are files of stack.hcl.
var hostileDecisions = []hostile{
	{name: "100,000 parentheses", file: decisions, text: nested("(", ")")},
	{name: "100,000 parentheses that do not end", file: decisions, text: nested("(", "")},
	{name: "100,000 brackets", file: decisions, text: nested("[", "]")},
	{name: "100,000 braces", file: decisions, text: nested("{a = ", "}")},
	{name: "100,000 times not", file: decisions, text: nested("!", "")},
	{name: "100,000 times minus", file: decisions, text: nested("- ", "")},
	{name: "100,000 templates", file: decisions, text: nested(`"${`, `}"`)},
	{name: "100,000 templates that do not end", file: decisions, text: nested(`"${`, "")},
	{name: "100,000 conditions", file: decisions, text: nested("true ? ", " : 1")},
	{name: "100,000 calls", file: decisions, text: nested("upper(", ")")},
	{name: "100,000 loops", file: decisions, text: nested("[for a in ", " : a]")},
	{name: "100,000 indexes", file: decisions, text: nested("a[", "]")},
	{name: "100,000 blocks", file: decisions, text: func() string { return strings.Repeat("a {\n", 100_000) + strings.Repeat("}\n", 100_000) }},
	{name: "100,000 operators", file: decisions, text: func() string { return "engine = 1" + strings.Repeat(" + 1", 100_000) + "\n" }},
	{name: "100,000 steps", file: decisions, text: func() string { return "engine = output" + strings.Repeat(".a", 100_000) + "\n" }},
	{name: "100,000 arguments", file: decisions, text: func() string {
		var b strings.Builder
		for n := range 100_000 {
			fmt.Fprintf(&b, "a%d = 1\n", n)
		}
		return b.String()
	}},
	{name: "a replacement of a replacement", file: decisions, text: text("engine = " +
		strings.Repeat(`replace(`, 6) + `"` + strings.Repeat("a", 100) + `"` + strings.Repeat(`, "a", "`+strings.Repeat("a", 100)+`")`, 6) + "\n")},
	{name: "a replacement of nothing", file: decisions, text: text("engine = " +
		strings.Repeat(`replace(`, 6) + `"` + strings.Repeat("a", 100) + `"` + strings.Repeat(`, "", "`+strings.Repeat("a", 100)+`")`, 6) + "\n")},
	{name: "a replacement by a pattern", file: decisions, text: text(`engine = replace("` + strings.Repeat("a", 100_000) + `", "/(a+)+$/", "b")` + "\n")},
	{name: "a pattern with counts", file: decisions, text: text(`engine = replace("a", "/((a{1000}){1000}){1000}/", "b")` + "\n")},
	{name: "two loops in each other", file: decisions, text: func() string {
		items := "[" + strings.Repeat("0, ", 3_000) + "0]"
		return "engine = [for a in " + items + " : [for b in " + items + " : [for c in " + items + " : c]]]\n"
	}},
	{name: "two loops over long strings", file: decisions, text: func() string {
		characters := `split("", "` + strings.Repeat("x", 3_000) + `")`
		return "engine = join(\"\", [for a in " + characters + " : join(\"\", [for b in " + characters + " : \"" + strings.Repeat("y", 3_000) + "\"])])\n"
	}},
	{name: "a list of lists that grows", file: decisions, text: text("engine = " + strings.Repeat("concat(", 30) + "[1]" + strings.Repeat(", [1], [2])", 30) + "\n")},
	{name: "a format with a width", file: decisions, text: text("engine = format(\"%1000000000d\", 1)\n")},
	{name: "a range", file: decisions, text: text("engine = range(0, 1000000000)\n")},
	{name: "a power", file: decisions, text: text("engine = pow(10, 1000000000)\n")},
	{name: "a number with an exponent", file: decisions, text: text("engine = 1e999999999\n")},
	{name: "a string that doubles", file: decisions, text: text("engine = \"" + strings.Repeat("${\"a\"}", 20_000) + "\"\n")},
	{name: "a heredoc without an end", file: decisions, text: text("engine = <<A\n" + strings.Repeat("a\n", 100_000))},
	{name: "a component 100,000 times", file: decisions, text: func() string {
		return "components = [" + strings.Repeat(`"base/components/none", `, 100_000) + "]\n"
	}},
	{name: "no text", file: decisions, text: text("\x00\xff\xfe")},
	{name: "a stack.hcl of 100 MB", file: decisions, text: func() string { return strings.Repeat("# a comment\n", 9<<20) }},
}

// hostileOutputs are files of outputs.json.
var hostileOutputs = []hostile{
	{name: "outputs 9,000 deep", file: outputs, text: func() string {
		return `{"a": {"sensitive": false, "type": "string", "value": ` + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000) + "}}\n"
	}},
	{name: "a type 9,000 deep", file: outputs, text: func() string {
		return `{"a": {"sensitive": false, "value": null, "type": ` + strings.Repeat(`["list", `, 9_000) + `"string"` + strings.Repeat("]", 9_000) + "}}\n"
	}},
	{name: "outputs 1,000,000 deep", file: outputs, text: func() string { return strings.Repeat(`{"a":`, 1_000_000) }},
	{name: "200,000 outputs", file: outputs, text: func() string {
		var b strings.Builder
		b.WriteString("{")
		for n := range 200_000 {
			fmt.Fprintf(&b, "\"a%d\": {\"sensitive\": false, \"type\": \"string\", \"value\": \"a\"},\n", n)
		}
		b.WriteString(`"z": {"sensitive": false, "type": "string", "value": "a"}}`)
		return b.String()
	}},
	{name: "200,000 mistakes in outputs", file: outputs, text: func() string {
		return "{" + strings.Repeat(`"a": 1,`, 200_000) + `"a": 1}`
	}},
	{name: "outputs of 100 MB", file: outputs, text: func() string { return `{"a": "` + strings.Repeat("x", 100<<20) + `"}` }},
	{name: "a number with 1,000,000 digits in outputs", file: outputs, text: func() string {
		return `{"a": {"sensitive": false, "type": "number", "value": ` + strings.Repeat("9", 1_000_000) + "}}\n"
	}},
	{name: "an exponent in outputs", file: outputs, text: text(`{"a": {"sensitive": false, "type": "number", "value": 1e999999999}}`)},
	{name: "no outputs", file: outputs, text: text("\x00")},
	{name: "outputs that are null", file: outputs, text: text("null")},
}

// hostileGenerated are files that are generated and that somebody edited, and files beside them.
var hostileGenerated = []hostile{
	{name: "an alias bomb in a rendered file, reviewed", file: rendered, text: object(bomb(9)), mode: []string{"--diff", "HEAD"}},
	{name: "an alias bomb in a rendered file, adopted", file: rendered, text: object(bomb(9)), mode: []string{"--adopt"}},
	{name: "a merge bomb in a rendered file, adopted", file: rendered, text: object(mergeBomb(30)), mode: []string{"--adopt"}},
	{name: "a date in a rendered file, adopted", file: rendered, text: custom("at: 2026-11-01"), mode: []string{"--adopt"}},
	{name: "a key that is a list in a rendered file, adopted", file: rendered, text: custom("m: {? [a] : b}"), mode: []string{"--adopt"}},
	{name: "a deep flow in a rendered file, adopted", file: rendered, text: object("spec: " + strings.Repeat("[", 100_000)), mode: []string{"--adopt"}},
	{name: "junk of 100 MB in a rendered file, adopted", file: rendered, text: func() string { return strings.Repeat("a: b\n", 20<<20) }, mode: []string{"--adopt"}},
	{name: "binary junk in a rendered file, adopted", file: rendered, text: text("\x00\xff"), mode: []string{"--adopt"}},
	{name: "an alias bomb in a new rendered file, adopted", file: "overlays/" + stack + "/rendered/evil.yaml", text: object(bomb(9)), mode: []string{"--adopt"}},
	{name: "an alias bomb beside sync manifests", file: folder + "/other.yaml", text: object(bomb(9))},
	{name: "an alias bomb as the kustomization of a cluster", file: folder + "/kustomization.yaml", text: text("kind: Kustomization\n" + bomb(9))},
	{name: "a deep flow beside sync manifests", file: folder + "/other.yaml", text: object("spec: " + strings.Repeat("{a: ", 100_000))},
	{name: "100 MB beside sync manifests", file: folder + "/other.yaml", text: func() string { return strings.Repeat("a: b\n", 20<<20) }},
	{name: "binary junk beside sync manifests", file: folder + "/other.yaml", text: text("\x00\xff\xfe")},
	{name: "an alias bomb as sync manifest", file: folder + "/" + stack + ".yaml", text: object(bomb(9)), mode: []string{"--diff", "HEAD"}},
	{name: "a .sourceignore of 100,000 patterns", file: ".sourceignore", text: func() string { return strings.Repeat("**/a*b*c*d*e*f*g*h/**\n!**/a/**\n", 50_000) }},
	{name: "hashes of 100 MB", file: "overlays/" + stack + "/rendered/generated.sha256", text: func() string { return strings.Repeat("0", 100<<20) }},
	{name: "hashes that are junk", file: "overlays/" + stack + "/rendered/generated.sha256", text: text("\x00\xff  ../../../x\n")},
}

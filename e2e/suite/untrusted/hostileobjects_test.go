package untrusted

import (
	"fmt"
	"strings"
)

// text is a file that is written down.
func text(s string) func() string { return func() string { return s } }

// configMap is an object with a field, which is all that matters of it.
func configMap(field string) func() string {
	return text("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: evil\n  namespace: metaflow\n" + field + "\n")
}

// custom is an object of a kind that may have any field.
func custom(field string) func() string {
	return text("apiVersion: example.com/v1\nkind: Evil\nmetadata:\n  name: evil\n  namespace: metaflow\nspec:\n  " + field + "\n")
}

// hostileObjects are values of YAML that are no strings, and none of those that JSON has either.
var hostileObjects = []hostile{
	{name: "a date in a ConfigMap", file: resource, text: configMap("data: {built: 2026-11-01}")},
	{name: "a date as a label", file: resource, text: text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: evil, namespace: metaflow, labels: {reviewed: 2026-11-01}}\n")},
	{name: "a date as an annotation", file: resource, text: text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: evil, namespace: metaflow, annotations: {reviewed: 2026-11-01}}\n")},
	{name: "a date as a name", file: resource, text: text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 2026-11-01, namespace: metaflow}\n")},
	{name: "a time in a custom resource", file: resource, text: custom("at: 2026-11-01T00:00:00Z")},
	{name: "an integer of 64 bits", file: resource, text: custom("n: 18446744073709551615")},
	{name: "an integer of 65 bits", file: resource, text: custom("n: 18446744073709551616")},
	{name: "an integer of 30 digits", file: resource, text: custom("n: 123456789012345678901234567890")},
	{name: "a negative integer of 30 digits", file: resource, text: custom("n: -123456789012345678901234567890")},
	{name: "a hexadecimal integer", file: resource, text: custom("n: 0xffffffffffffffffff")},
	{name: "an infinite number", file: resource, text: custom("n: .inf")},
	{name: "no number", file: resource, text: custom("n: .nan")},
	{name: "an exponent", file: resource, text: custom("n: 1e999999999")},
	{name: "a key that is an integer", file: resource, text: custom("m: {1: a}")},
	{name: "a key that is a boolean", file: resource, text: custom("m: {true: a, 2026-11-01: b, null: c}")},
	{name: "a key that is a list", file: resource, text: custom("m: {? [a] : b}")},
	{name: "a key that is a map", file: resource, text: custom("? {a: b}\n  : c")},
	{name: "a key that is there twice", file: resource, text: custom("a: b\n  a: c")},
	{name: "a set", file: resource, text: custom("s: !!set {a, b}")},
	{name: "an ordered map", file: resource, text: custom("s: !!omap [a: b]")},
	{name: "binary", file: resource, text: custom("b: !!binary /w==")},
	{name: "a tag of others", file: resource, text: custom("b: !evil x")},
	{name: "a tag of a language", file: resource, text: custom("b: !!python/object/apply:os.system ['id']")},
	{name: "an alias of itself", file: resource, text: custom("a: &a [*a]")},
	{name: "an alias of nothing", file: resource, text: custom("a: *a")},
	{name: "a merge of itself", file: resource, text: custom("a: &a {<<: *a}")},
	{name: "a merge of a string", file: resource, text: custom("a: {<<: b}")},
	{name: "nothing", file: resource, text: text("")},
	{name: "null", file: resource, text: text("null\n")},
	{name: "a string", file: resource, text: text("evil\n")},
	{name: "a list of nothing", file: resource, text: text("- \n- null\n")},
	{name: "an object without a name", file: resource, text: text("apiVersion: v1\nkind: ConfigMap\n")},
	{name: "an object whose metadata is a list", file: resource, text: text("apiVersion: v1\nkind: ConfigMap\nmetadata: [a]\n")},
	{name: "an object whose name is a map", file: resource, text: text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {a: b}, namespace: metaflow}\n")},
	{name: "an object whose kind is a list", file: resource, text: text("apiVersion: v1\nkind: [ConfigMap]\nmetadata: {name: evil}\n")},
	{name: "labels that are a string", file: resource, text: text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: evil, namespace: metaflow, labels: a}\n")},
	{name: "containers that are a map", file: resource, text: text("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: evil, namespace: metaflow}\nspec: {template: {spec: {containers: {a: b}}}}\n")},
	{name: "a container that is null", file: resource, text: text("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: evil, namespace: metaflow}\nspec: {template: {spec: {containers: [null, a, [b]]}}}\n")},
	{name: "a list of lists", file: resource, text: text("apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: List, items: [null]}]\n")},
	{name: "a patch with a date", file: evil + "/patch.yaml", text: text("- {op: add, path: /metadata/annotations, value: {a: 2026-11-01}}\n")},
	{name: "a patch with an integer of 30 digits", file: evil + "/patch.yaml", text: text("- {op: add, path: /spec/ports/0/port, value: 123456789012345678901234567890}\n"), anywhere: true},
	{name: "a patch of a path that is not there", file: evil + "/patch.yaml", text: text("- {op: replace, path: /a/b/c/-/1/99999999999999999999, value: 1}\n")},
	{name: "a patch at a huge index", file: evil + "/patch.yaml", text: text("- {op: add, path: /spec/ports/2147483647, value: 1}\n")},
	{name: "a patch that copies itself", file: evil + "/patch.yaml", text: func() string {
		return "- {op: add, path: /metadata/annotations, value: {a: b}}\n" + strings.Repeat("- {op: copy, from: /spec, path: /spec/selector/a}\n", 40)
	}, anywhere: true},
	{name: "a patch that is null", file: evil + "/patch.yaml", text: text("null\n")},
}

// bomb is YAML of a few hundred bytes that is ten to the power of levels values.
func bomb(levels int) string {
	var b strings.Builder
	b.WriteString("bomb:\n  - &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for n := 1; n < levels; n++ {
		fmt.Fprintf(&b, "  - &a%d [%s*a%d]\n", n, strings.Repeat(fmt.Sprintf("*a%d, ", n-1), 9), n-1)
	}
	return b.String()
}

// mergeBomb is the same of maps that take in each other.
func mergeBomb(levels int) string {
	var b strings.Builder
	b.WriteString("bomb:\n  a0: &a0 {k0: {a: b}}\n")
	for n := 1; n < levels; n++ {
		fmt.Fprintf(&b, "  a%d: &a%d {x: *a%d, y: *a%d, z: {<<: *a%d, k%d: *a%d}}\n", n, n, n-1, n-1, n-1, n, n-1)
	}
	return b.String()
}

func object(rest string) func() string {
	return func() string {
		return "apiVersion: example.com/v1\nkind: Evil\nmetadata: {name: evil, namespace: metaflow}\n" + rest
	}
}

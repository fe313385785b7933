package untrusted

import (
	"fmt"
	"strings"
)

// hostileYAML are files of base/ that are small and become large, are deep, are large, or are none.
var hostileYAML = []hostile{
	{name: "an alias bomb in a resource", file: resource, text: object(bomb(9))},
	{name: "a small alias bomb in a resource", file: resource, text: object(bomb(6))},
	{name: "a merge bomb in a resource", file: resource, text: object(mergeBomb(30))},
	{name: "an alias bomb in a patch", file: evil + "/patch.yaml", text: func() string {
		return "apiVersion: v1\nkind: Service\nmetadata: {name: ui-static, namespace: metaflow}\n" + bomb(9)
	}},
	{name: "an alias bomb in a kustomization", file: evil + "/kustomization.yaml", text: func() string { return header + bomb(9) }},
	{name: "an alias bomb of resources", file: evil + "/kustomization.yaml", text: func() string {
		return header + strings.Replace(bomb(9), "bomb:", "resources:", 1)
	}},
	{name: "an alias bomb in a component that nobody lists", file: "base/components/other/resource.yaml", text: object(bomb(9))},
	{name: "an alias bomb in a workload", file: "base/ui-static/service.yaml", text: object(bomb(9))},
	{name: "a deep flow", file: resource, text: object("spec: " + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000))},
	{name: "a deep flow without an end", file: resource, text: object("spec: " + strings.Repeat("{a: ", 100_000))},
	{name: "deep maps", file: resource, text: object("spec: " + strings.Repeat("{a: ", 5_000) + "b" + strings.Repeat("}", 5_000))},
	{name: "deep blocks", file: resource, text: object("spec:\n " + strings.Repeat("- ", 100_000) + "a")},
	{name: "deep indents", file: resource, text: object("spec:\n" + indents(2_000))},
	{name: "a deep flow in a kustomization", file: evil + "/kustomization.yaml", text: text(header + "resources: " + strings.Repeat("[", 100_000))},
	{name: "a deep flow in a patch", file: evil + "/patch.yaml", text: text(strings.Repeat("[", 100_000))},
	{name: "deep folders", file: evil + strings.Repeat("/a", 300) + "/kustomization.yaml", text: text("resources: []\n")},
	{name: "a string of 100 MB", file: resource, text: func() string {
		return configMap("data: {a: " + strings.Repeat("x", 100<<20) + "}")()
	}},
	{name: "junk of 100 MB", file: evil + "/kustomization.yaml.bak/junk.yaml", text: func() string { return strings.Repeat("a: b\n", 20<<20) }},
	{name: "5,000 objects", file: resource, text: func() string {
		var b strings.Builder
		for n := range 5_000 {
			fmt.Fprintf(&b, "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: evil-%d, namespace: metaflow}\n", n)
		}
		return b.String()
	}},
	{name: "100,000 documents", file: resource, text: func() string { return strings.Repeat("---\n", 100_000) }},
	{name: "100,000 keys", file: resource, text: func() string {
		var b strings.Builder
		b.WriteString("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: evil, namespace: metaflow}\ndata:\n")
		for n := range 100_000 {
			fmt.Fprintf(&b, "  k%d: a\n", n)
		}
		return b.String()
	}},
	{name: "100,000 resources", file: evil + "/kustomization.yaml", text: func() string {
		return header + "resources:\n" + strings.Repeat("  - missing.yaml\n", 100_000)
	}},
	{name: "100,000 comments", file: resource, text: func() string {
		return configMap("data: {a: b}")() + strings.Repeat("# a comment\n", 100_000)
	}},
	{name: "binary junk", file: resource, text: text("\x00\x01\xff\xfe\x80kind: ConfigMap\n\x00")},
	{name: "binary junk as a kustomization", file: evil + "/kustomization.yaml", text: text("kind: Component\n\x00\xff\x80")},
	{name: "a picture", file: resource, text: text("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")},
	{name: "latin 1", file: resource, text: configMap("data: {a: caf\xe9}")},
	{name: "control characters", file: resource, text: configMap(`data: {a: "\x07\x1b[31m\0"}`)},
	{name: "a lone surrogate", file: resource, text: configMap(`data: {a: "\ud800"}`)},
	{name: "tabs", file: resource, text: text("apiVersion: v1\n\tkind: ConfigMap\n")},
	{name: "a long plain scalar over lines", file: resource, text: func() string {
		return "a" + strings.Repeat("\n b", 100_000)
	}},
	{name: "quotes without an end", file: resource, text: func() string { return strings.Repeat(`a: "`, 50_000) }},
	{name: "brackets and colons", file: resource, text: func() string { return strings.Repeat("{? ", 20_000) }},
}

func indents(levels int) string {
	var b strings.Builder
	for n := range levels {
		b.WriteString(strings.Repeat(" ", n+1) + "a:\n")
	}
	return b.String()
}

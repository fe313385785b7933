package fence

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// lineOfText finds the line of a text below a field of a document, or anywhere
// in it, or else the line of the field.
func (d document) lineOfText(field, s string) int {
	if n := d.scalarOf(field, s); n != nil {
		return n.Line
	}
	return lineOfField(d.root(), field)
}

// scalarOf finds a text below a field of a document, or anywhere in it.
func (d document) scalarOf(field, s string) *yaml.Node {
	root := d.root()
	if n := scalarBelow(memberOf(root, field), s, map[*yaml.Node]bool{}); n != nil {
		return n
	}
	return scalarBelow(root, s, map[*yaml.Node]bool{})
}

// lineOfField finds the line of a field of a document, which Kustomize knows in
// any case of its letters.
func lineOfField(root *yaml.Node, field string) int {
	if n := memberOf(root, field); n != nil {
		return n.Line
	}
	return 1
}

func parse(text []byte) *yaml.Node {
	var root yaml.Node
	if yaml.NewDecoder(bytes.NewReader(text)).Decode(&root) != nil || len(root.Content) == 0 {
		return nil
	}
	return root.Content[0]
}

// memberOf is the last member of a name, as that is the one that counts.
func memberOf(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	var found *yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		if strings.EqualFold(n.Content[i].Value, name) {
			found = n.Content[i+1]
		}
	}
	return found
}

// scalarBelow is the first scalar with a text below a node, or nil.
func scalarBelow(n *yaml.Node, s string, seen map[*yaml.Node]bool) *yaml.Node {
	if n == nil || seen[n] {
		return nil
	}
	seen[n] = true
	if textOf(n) == s {
		return n
	}
	for _, c := range n.Content {
		if found := scalarBelow(c, s, seen); found != nil {
			return found
		}
	}
	return nil
}

// index finds the first scalar with each text below a node.
func index(n *yaml.Node, found map[string]*yaml.Node, seen map[*yaml.Node]bool) {
	if n == nil || seen[n] {
		return
	}
	seen[n] = true
	if s := textOf(n); s != "" && found[s] == nil {
		found[s] = n
	}
	for _, c := range n.Content {
		index(c, found, seen)
	}
}

// textOf is the text of a scalar, or of the one that an alias repeats.
func textOf(n *yaml.Node) string {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	switch {
	case n.Kind != yaml.ScalarNode:
		return ""
	case n.ShortTag() != "!!binary":
		return n.Value
	}
	text, _ := base64.StdEncoding.DecodeString(n.Value)
	return string(text)
}

var (
	lineInError  = regexp.MustCompile(`line (\d+)`)
	fieldInError = regexp.MustCompile(`unknown field "([^"]+)"|Kustomization\.([A-Za-z0-9]+)`)
)

// lineOfError is the line at which Kustomize cannot read a document.
func lineOfError(text []byte, err error) int {
	if m := lineInError.FindStringSubmatch(err.Error()); m != nil {
		if line, err := strconv.Atoi(m[1]); err == nil {
			return line
		}
	}
	if m := fieldInError.FindStringSubmatch(err.Error()); m != nil {
		root := parse(text)
		if n := memberOf(root, m[1]+m[2]); n != nil {
			return n.Line
		}
		if n := scalarBelow(root, m[1], map[*yaml.Node]bool{}); n != nil {
			return n.Line
		}
	}
	return 1
}

// secondDocument is the line of the second document of a file; 0 is none.
func secondDocument(text []byte) int {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var first, second yaml.Node
	if decoder.Decode(&first) != nil || decoder.Decode(&second) != nil || len(second.Content) == 0 {
		return 0
	}
	return second.Content[0].Line
}

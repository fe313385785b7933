package fence

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// lineOfText finds the line of a text below a field of a document, or anywhere
// in it, or else the line of the field.
func lineOfText(text []byte, field, s string) int {
	if n := scalarOf(text, field, s); n != nil {
		return n.Line
	}
	return lineOfField(text, field)
}

// scalarOf finds a text below a field of a document, or anywhere in it.
func scalarOf(text []byte, field, s string) *yaml.Node {
	root := parse(text)
	if n := scalarBelow(memberOf(root, field), s, map[*yaml.Node]bool{}); n != nil {
		return n
	}
	return scalarBelow(root, s, map[*yaml.Node]bool{})
}

// lineOfField finds the line of a field of a document, which Kustomize knows in
// any case of its letters.
func lineOfField(text []byte, field string) int {
	if n := memberOf(parse(text), field); n != nil {
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

// textOf is the text of a scalar, or of the one that an alias repeats.
func textOf(n *yaml.Node) string {
	var s string
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	if n.Kind != yaml.ScalarNode || n.Decode(&s) != nil {
		return ""
	}
	return s
}

var lineInError = regexp.MustCompile(`line (\d+)`)

// lineOfError is the line at which a document cannot be parsed.
func lineOfError(text []byte) int {
	var root yaml.Node
	err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&root)
	if err == nil {
		return 1
	}
	if m := lineInError.FindStringSubmatch(err.Error()); m != nil {
		if line, err := strconv.Atoi(m[1]); err == nil {
			return line
		}
	}
	return 1
}

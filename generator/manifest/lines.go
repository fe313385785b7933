package manifest

import "sigs.k8s.io/kustomize/kyaml/yaml"

// Lines tells where the fields of a document are.
type Lines struct {
	first int // of the document, in its file
	node  *yaml.Node
}

// Lines parses a document for where its fields are. Of one that cannot be parsed they
// are all in its first line.
func (d Document) Lines() Lines {
	node := new(yaml.Node)
	if yaml.Unmarshal(d.Text, node) != nil {
		node = new(yaml.Node)
	}
	return Lines{d.Line, node}
}

// Of is the line of a field in the file of the document, or that of the nearest field
// above it.
func (l Lines) Of(p Path) int { return l.first - 1 + lineOf(l.node, p) }

// lineOf counts from the first line of the document.
func lineOf(n *yaml.Node, p Path) int {
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	line := max(n.Line, 1)
	for _, s := range p {
		var next, at *yaml.Node
		switch {
		case s.Item && n.Kind == yaml.SequenceNode && s.Index < len(n.Content):
			next = n.Content[s.Index]
			at = next
		case !s.Item && n.Kind == yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == s.Key {
					at, next = n.Content[i], n.Content[i+1]
				}
			}
		}
		if next == nil {
			return line
		}
		n, line = next, at.Line
	}
	return line
}

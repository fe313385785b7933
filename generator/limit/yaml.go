package limit

import (
	"bytes"
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// YAML reports a file that is too large, nested too deep, or comes to too many
// values. What is no YAML is for others to report.
func YAML(data []byte) error {
	if err := Size(data); err != nil {
		return err
	}
	return Shape(data)
}

// Shape is YAML for a file of any size.
func Shape(data []byte) error {
	if isSmall(data) {
		return nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	total := 0
	for {
		var document yaml.Node
		if decoder.Decode(&document) != nil {
			return nil
		}
		m := measure{counts: map[*yaml.Node]int{}}
		if total += m.count(&document, 0); m.deepest != nil {
			return &Excess{m.deepest.Line, fmt.Sprintf("Values are nested more than %d levels deep here, or repeat themselves. Flatten them", Depth)}
		}
		if total > Values {
			return &Excess{document.Content[0].Line, fmt.Sprintf("It comes to more than %d values, with aliases counted as what they repeat. Split the file, or write out what is meant", Values)}
		}
	}
}

// isSmall reports whether a file is within the limits in any case: it has
// too few bytes for the values, repeats nothing, and no line could nest deep.
func isSmall(data []byte) bool {
	return len(data) < Values && !bytes.ContainsAny(data, "*\t") && bytes.Count(data, []byte("["))+bytes.Count(data, []byte("{")) < Depth/2 &&
		!bytes.Contains(data, []byte(strings.Repeat(" ", Depth/2))) && !bytes.Contains(data, []byte("- - - -")) && !bytes.Contains(data, []byte("? ? "))
}

// measure counts the values of a document.
type measure struct {
	counts  map[*yaml.Node]int // of nodes that are done; negative while at it
	deepest *yaml.Node         // the first that is too deep
}

// count is how many values a node comes to, at most a little more than the limit.
func (m *measure) count(n *yaml.Node, depth int) int {
	if m.deepest != nil {
		return 0
	}
	if depth > Depth || m.counts[n] < 0 {
		m.deepest = n
		return 0
	}
	if known := m.counts[n]; known > 0 {
		return known
	}
	m.counts[n] = -1
	total := 1
	if n.Kind == yaml.AliasNode {
		total = m.count(n.Alias, depth)
	}
	for _, c := range n.Content {
		if total += m.count(c, depth+1); total > Values {
			total = Values + 1
		}
	}
	m.counts[n] = total
	return total
}

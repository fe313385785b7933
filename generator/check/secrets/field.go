package secrets

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/limit"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// fieldAt says in which object and field a line is, or of which output; "" where
// that cannot be told, as of a comment.
func fieldAt(file string, data []byte, line int) string {
	if !isManifest(file) || isComment(data, line) {
		return ""
	}
	documents := parse(data)
	i := len(documents) - 1
	for i > 0 && firstLine(documents[i]) > line {
		i--
	}
	if i < 0 {
		return ""
	}
	field := fieldIn(documents[i], line, nil)
	if path.Base(file) == "outputs.json" {
		if at := slices.Index(field, "outputs"); at >= 0 && at+1 < len(field) {
			return fmt.Sprintf("in output %q", field[at+1])
		}
	}
	where := "at " + strings.Join(field, ".")
	if object := objectOf(documents[i]); object != "" {
		where = strings.TrimSuffix(fmt.Sprintf("in %s, at %s", object, strings.Join(field, ".")), ", at ")
	}
	return strings.TrimSuffix(where, "at ")
}

// isManifest reports whether a file could be YAML or JSON that an engine reads.
func isManifest(file string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json", ""}, path.Ext(file))
}

func isComment(data []byte, line int) bool {
	text := bytes.Split(data, []byte("\n"))[line-1]
	return bytes.HasPrefix(bytes.TrimSpace(text), []byte("#"))
}

// parse reads the documents of a file, as far as they are YAML and within the limits.
func parse(data []byte) []*yaml.Node {
	if limit.YAML(data) != nil {
		return nil
	}
	var all []*yaml.Node
	for decoder := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var document yaml.Node
		if decoder.Decode(&document) != nil {
			return all
		}
		if len(document.Content) == 1 {
			all = append(all, document.Content[0])
		}
	}
}

func firstLine(n *yaml.Node) int { return n.Line }

// fieldIn is the path of the last field of a node that begins on a line or before.
func fieldIn(n *yaml.Node, line int, at []string) []string {
	best := at
	for i, inner := range n.Content {
		step := fmt.Sprint(i)
		if n.Kind == yaml.MappingNode {
			if i%2 == 0 {
				continue
			}
			key := n.Content[i-1]
			if inner, step = n.Content[i], key.Value; key.Line > line {
				break
			}
		} else if inner.Line > line {
			break
		}
		best = fieldIn(inner, line, append(slices.Clip(at), step))
	}
	return best
}

// objectOf names the object of a document: KIND NAMESPACE/NAME.
func objectOf(n *yaml.Node) string {
	kind := textAt(n, "kind")
	name := strings.TrimPrefix(textAt(n, "metadata", "namespace")+"/"+textAt(n, "metadata", "name"), "/")
	if kind == "" || name == "" {
		return ""
	}
	return kind + " " + name
}

// member is a member of a mapping, or nil.
func member(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			if to := n.Content[i+1]; to.Kind != yaml.AliasNode {
				return to
			}
			return n.Content[i+1].Alias
		}
	}
	return nil
}

func textAt(n *yaml.Node, path ...string) string {
	for _, key := range path {
		n = member(n, key)
	}
	if n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

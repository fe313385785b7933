package render

import (
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// lineOf is the line where a document writes a field of an object, and whether it
// writes it at all: the field, something below it, or as a whole something above.
func (p patch) lineOf(o manifest.Object, mark string, path []string) (line int, writes bool) {
	node := new(yaml.Node)
	if yaml.Unmarshal(p.text, node) != nil || len(node.Content) == 0 {
		return p.line, false
	}
	root := node.Content[0]
	if len(path) == 0 {
		return p.line, true
	}
	if root.Kind == yaml.SequenceNode {
		return p.operation(root, o, mark, path)
	}
	line, writes = writtenIn(root, path)
	line += p.line - 1
	if at, found := p.find(mark, line); writes && found && mark != "" {
		line = at
	}
	return line, writes
}

// writtenIn follows a path into a document, and gives the line where it ends. A list
// without names, a null and a directive of Kustomize write all that is below.
func writtenIn(n *yaml.Node, path []string) (line int, writes bool) {
	line = n.Line
	for _, step := range path {
		at, next := memberOf(n, step)
		switch {
		case next != nil:
			n, line = next, at.Line
		case n.Kind == yaml.SequenceNode:
			return line, !hasNames(n)
		case n.Kind == yaml.MappingNode:
			_, directive := memberOf(n, "$patch")
			return line, directive != nil
		default:
			return line, true
		}
	}
	return line, true
}

// memberOf is the value of a key with the place of the key, or an item of a list by
// its name or index.
func memberOf(n *yaml.Node, step string) (at, value *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i], n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			if _, name := memberOf(item, "name"); item.Kind == yaml.MappingNode && name != nil && name.Value == step || strconv.Itoa(i) == step {
				return item, item
			}
		}
	}
	return nil, nil
}

func hasNames(list *yaml.Node) bool {
	return slices.ContainsFunc(list.Content, func(item *yaml.Node) bool {
		_, name := memberOf(item, "name")
		return item.Kind == yaml.MappingNode && name != nil
	})
}

// operation is the line of the last operation of a JSON patch that writes a field.
func (p patch) operation(list *yaml.Node, o manifest.Object, mark string, path []string) (line int, writes bool) {
	for _, op := range slices.Backward(list.Content) {
		_, pointer := memberOf(op, "path")
		_, value := memberOf(op, "value")
		if _, kind := memberOf(op, "op"); kind != nil && kind.Value == "remove" {
			value = op // of which nobody knows the name
		}
		if pointer == nil {
			continue
		}
		rest, is := follow(pointer.Value, value, o, path)
		if !is || len(rest) > 0 && value != nil && value != op && !writesBelow(value, rest) {
			continue
		}
		line = p.line - 1 + op.Line
		if at, found := p.find(mark, line); found && mark != "" {
			line = at
		}
		return line, true
	}
	return p.line, false
}

func writesBelow(value *yaml.Node, path []string) bool {
	_, writes := writtenIn(value, path)
	return writes
}

// follow compares the pointer of an operation with a path, and gives what of the
// path is below it. An item of a list has its name in the object, or where it is
// appended in the value.
func follow(pointer string, value *yaml.Node, o manifest.Object, path []string) (rest []string, is bool) {
	steps := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, step := range steps {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		if i == len(path) {
			return nil, true // it writes something below
		}
		if step != path[i] && !isItem(step, steps[:i], i == len(steps)-1, value, o, path[i]) {
			return nil, false
		}
	}
	return path[len(steps):], true
}

// isItem reports whether a step of a pointer, an index or the end of a list, is the
// item of a name.
func isItem(step string, above []string, isLast bool, value *yaml.Node, o manifest.Object, name string) bool {
	if _, err := strconv.Atoi(step); err != nil && step != "-" {
		return false
	}
	if isLast && value != nil {
		if _, kind := memberOf(value, "op"); kind != nil {
			return true
		}
		if _, given := memberOf(value, "name"); value.Kind == yaml.MappingNode && given != nil {
			return given.Value == name
		}
	}
	item := manifest.Object{Fields: manifest.Fields(map[string]any{"": o.At(append(slices.Clone(above), step)...)}, "")}
	given := manifest.Text(item.Fields, "name")
	return given == "" || given == name
}

// transformerLine is the line of a kustomization file by which one of its fields
// writes a field of an object: images, replicas and labels; 0 is none.
func (b Base) transformerLine(file string, o manifest.Object, path []string) int {
	node := new(yaml.Node)
	if len(path) == 0 || yaml.Unmarshal(b.Files[file], node) != nil {
		return 0
	}
	switch last := path[len(path)-1]; {
	case last == "image":
		image, _ := o.At(path...).(string)
		return imageLine(node, fact.ParseImage(image))
	case last == "replicas" && valueAt(node, "replicas") != nil:
		return valueAt(node, "replicas").Line
	case slices.Contains(path, "labels") || last == "selector" || slices.Contains(path, "matchLabels"):
		return labelLine(node, last)
	case slices.Contains(path, "annotations") && valueAt(node, "commonAnnotations", last) != nil:
		return valueAt(node, "commonAnnotations", last).Line
	}
	return 0
}

// imageLine is where a kustomization file sets an image: by its new name, or by a tag
// or digest that it has.
func imageLine(node *yaml.Node, image fact.Image) int {
	for i := 0; ; i++ {
		item := valueAt(node, "images", index(i))
		if item == nil {
			return 0
		}
		for key, given := range map[string]string{"newName": image.Name, "newTag": image.Tag, "digest": image.Digest} {
			if _, v := memberOf(item, key); v != nil && v.Value == given && given != "" {
				return item.Line
			}
		}
	}
}

// labelLine is where a kustomization file sets a label, or any at all in selectors
// and templates.
func labelLine(node *yaml.Node, key string) int {
	if common := valueAt(node, "commonLabels"); common != nil {
		return common.Line
	}
	for i := 0; ; i++ {
		item := valueAt(node, "labels", index(i))
		if item == nil {
			return 0
		}
		if at := valueAt(item, "pairs", key); at != nil {
			return at.Line
		}
		_, selectors := memberOf(item, "includeSelectors")
		_, templates := memberOf(item, "includeTemplates")
		if selectors != nil && selectors.Value == "true" || templates != nil && templates.Value == "true" {
			return item.Line
		}
	}
}

// valueAt is the value at a path, or nil.
func valueAt(n *yaml.Node, path ...string) *yaml.Node {
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	for _, step := range path {
		if _, n = memberOf(n, step); n == nil {
			return nil
		}
	}
	return n
}

func index(i int) string { return strconv.Itoa(i) }

package render

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/manifest"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// inexact is a value that could not be written as it is meant.
type inexact struct {
	object manifest.Object
	text   string // as people wrote it
	why    string
}

// exactly returns the fields of a resource as the plain values that Kustomize
// writes. Kubernetes knows no dates, and Kustomize takes nothing for a text in
// places: then what it writes is read again.
func exactly(res *resource.Resource) (map[string]any, []inexact, error) {
	var found []inexact
	isOdd := lookFor(res.YNode(), &found)
	if len(found) > 0 {
		return nil, found, nil
	}
	if !isOdd {
		fields, err := res.Map()
		return fields, nil, err
	}
	written, err := res.AsYAML()
	if err != nil {
		return nil, nil, err
	}
	var fields map[string]any
	err = yaml.Unmarshal(written, &fields)
	return fields, nil, err
}

// lookFor finds the scalars below a node that no plain value stands for, and
// reports whether there is a date, or nothing where a value could be.
func lookFor(n *yaml.Node, found *[]inexact) (isOdd bool) {
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && (c.Kind != yaml.ScalarNode || c.ShortTag() != yaml.NodeTagString) && c.ShortTag() != "!!merge" {
			*found = append(*found, inexact{text: c.Value, why: "is the key of a map, and keys must be strings"})
			continue
		}
		isOdd = lookFor(c, found) || isOdd
	}
	if n.Kind != yaml.ScalarNode {
		return isOdd
	}
	if strings.ContainsFunc(n.Value, isUnwritable) {
		*found = append(*found, inexact{text: n.Value, why: "has a control character that Kustomize cannot write"})
	}
	if why := wrongNumber(n); why != "" {
		*found = append(*found, inexact{text: n.Value, why: why})
	}
	return n.ShortTag() == "!!timestamp" || n.ShortTag() == yaml.NodeTagNull && n.Value == ""
}

// isUnwritable reports whether YAML's writers refuse a character.
func isUnwritable(r rune) bool {
	return r >= 0x7f && r <= 0x9f && r != 0x85 || r == 0xfffe || r == 0xffff
}

var integer = regexp.MustCompile(`^[-+]?[0-9][0-9_]*$`)

// wrongNumber says what is wrong with a number. An API server keeps integers of
// 64 bits, and makes a float of any other, which has 15 digits.
func wrongNumber(n *yaml.Node) string {
	switch n.ShortTag() {
	case yaml.NodeTagInt, yaml.NodeTagFloat:
	default:
		return ""
	}
	if integer.MatchString(n.Value) || n.ShortTag() == yaml.NodeTagInt {
		var i int64
		if n.Decode(&i) != nil {
			return "does not fit into the 64 bits that Kubernetes has for an integer, so digits would be lost"
		}
		return ""
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(n.Value, "_", ""), 64)
	if err != nil && n.Decode(&f) != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return "is not a number that JSON has, and so none of Kubernetes"
	}
	return ""
}

// refuseInexact reports values that could not be written as they are meant, at
// the line that has them.
func (r *Rendered) refuseInexact(all []inexact) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, f := range all {
		at := r.OriginOf(f.object).Range
		if mention, found := r.Mention(f.object, f.text); found {
			at = mention.Range
		} else if _, unread := r.base.documents(anyText); at.Filename == "" && unread.HasErrors() {
			return unread // of which this comes
		}
		diags = append(diags, diag.On(f.object.Ref(), diag.Error(at, "Value that Kubernetes does not have",
			fmt.Sprintf("%q in %s %s. Write it in quotes if it is meant as text.", f.text, f.object, f.why))))
	}
	return diags
}

package render

import (
	"maps"
	"regexp"
	"slices"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// An ImageMiss is an entry of images of a component that no container has.
type ImageMiss struct {
	At   hcl.Range
	Name string
	// Written are the names of images that there are.
	Written []string
}

// ImageMisses are the entries of images of components that change nothing, which
// Kustomize passes over. What a component may change is an image as base/ or a component
// writes it, or as an entry of images renames it.
func (r Components) ImageMisses() []ImageMiss {
	var found []ImageMiss
	var written map[string]bool
	for _, s := range r.Statements() {
		name := member(s.node, "name")
		if s.Field != "images" || name == nil || name.Value == "" {
			continue
		}
		if written == nil {
			written = r.writtenImages()
		}
		if !matchesAny(name.Value, written) {
			found = append(found, ImageMiss{s.At, name.Value, slices.Sorted(maps.Keys(written))})
		}
	}
	return found
}

// matchesAny reports whether Kustomize takes one of some names of images for that of an
// entry, which it reads as an expression.
func matchesAny(name string, written map[string]bool) bool {
	pattern, err := regexp.Compile("^(?:" + name + ")$")
	for image := range written {
		if image == name || err == nil && pattern.MatchString(image) {
			return true
		}
	}
	return false
}

// writtenImages are the names of images in what Kustomize reads for the stack.
func (r Components) writtenImages() map[string]bool {
	written := map[string]bool{}
	add := func(image string) {
		if image != "" {
			written[fact.ParseImage(image).Name] = true
		}
	}
	for _, d := range r.declared() {
		if slices.Contains(r.Read, d.at.Filename) {
			eachImage(d.Fields, add)
		}
	}
	for _, s := range r.Statements() {
		if name := member(s.node, "newName"); s.Field == "images" && name != nil {
			add(name.Value)
		}
		for _, p := range s.patches {
			eachScalar(p.node, add) // of which some are images
		}
		if s.Field == "replacements" {
			eachScalar(s.node, add)
		}
	}
	return written
}

// eachImage finds the images of containers below a value.
func eachImage(v any, do func(image string)) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			eachImage(item, do)
		}
	case map[string]any:
		do(manifest.Text(v, "image"))
		for _, item := range v {
			eachImage(item, do)
		}
	}
}

func eachScalar(n *yaml.Node, do func(text string)) {
	if n.Kind == yaml.ScalarNode {
		do(n.Value)
	}
	for _, inner := range n.Content {
		eachScalar(inner, do)
	}
}

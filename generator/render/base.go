package render

import (
	"bytes"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/limit"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
)

// Base is the tree of Kustomize bases that people write.
type Base struct {
	// Files by path from the root, such as base/ui-static/service.yaml.
	Files map[string][]byte
}

// NewBase makes a base of files. It has none if one of them is above a limit.
func NewBase(files map[string][]byte) (Base, hcl.Diagnostics) {
	var diags hcl.Diagnostics
	for _, p := range slices.Sorted(maps.Keys(files)) {
		check := limit.Size
		if isYAML(p) {
			check = limit.YAML
		}
		if e := new(limit.Excess); errors.As(check(files[p]), &e) {
			diags = append(diags, diag.Error(diag.Line(p, e.Line), "File above a limit", e.Says+"."))
		}
	}
	if diags.HasErrors() {
		return Base{}, diags
	}
	return Base{Files: files}, nil
}

// isYAML reports whether a file could be read as YAML, by its name.
func isYAML(p string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json", ""}, path.Ext(p))
}

// document is one object of a base, and where it is.
type document struct {
	manifest.Object
	at hcl.Range
}

// documents parses the objects in the files that are wanted. A run without
// findings needs only those with images, so it never parses all of base/
// twice; Kustomize parses it anyway.
func (b Base) documents(wanted func(text []byte) bool) ([]document, hcl.Diagnostics) {
	var all []document
	var diags hcl.Diagnostics
	for _, p := range slices.Sorted(maps.Keys(b.Files)) {
		isManifest := slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(p))
		if !isManifest || !wanted(b.Files[p]) {
			continue
		}
		documents, err := parseDocuments(p, b.Files[p])
		if err != nil && path.Ext(p) != ".json" { // which may be anything's
			diags = append(diags, diag.Error(diag.File(p), "Invalid YAML", "This file of base/ cannot be read: "+err.Error()+"."))
		}
		all = append(all, documents...)
	}
	return all, diags
}

func anyText([]byte) bool { return true }

func parseDocuments(path string, data []byte) ([]document, error) {
	var all []document
	for _, text := range manifest.Documents(data) {
		content, err := manifest.Decode(text.Text)
		if err != nil {
			return nil, err
		}
		fields, _ := content.(map[string]any) // a list is a JSON patch
		d := document{manifest.New(fields), diag.Line(path, text.Line)}
		if d.Kind != "" && !isKustomize(d.Object) {
			all = append(all, d)
		}
	}
	return all, nil
}

// isKustomize reports whether an object is for Kustomize itself: Flux and others have
// kinds of the same names.
func isKustomize(o manifest.Object) bool {
	return (o.Kind == "Kustomization" || o.Kind == "Component") && (o.Group() == "" || o.Group() == "kustomize.config.k8s.io")
}

// Images returns the images that the bases name, and of the components those
// that are listed.
func (b Base) Images(components []stack.ComponentPath) plan.Images {
	seen := map[string]bool{}
	of := map[string]string{}
	documents, _ := b.documents(func(text []byte) bool { return bytes.Contains(text, []byte("image:")) })
	for _, d := range documents {
		if isUnlisted(d.at.Filename, components) {
			continue
		}
		for _, c := range d.Containers() {
			image, _ := c["image"].(string)
			if image == "" {
				continue
			}
			seen[fact.ParseImage(image).Name] = true
			if d.Kind == "Deployment" && c["name"] == d.Name {
				of[d.Name] = image
			}
		}
	}
	return plan.Images{Names: slices.Sorted(maps.Keys(seen)), Of: of}
}

// isUnlisted reports whether a file belongs to a component of other stacks.
func isUnlisted(path string, components []stack.ComponentPath) bool {
	return strings.HasPrefix(path, tree.Components+"/") && !slices.ContainsFunc(components, func(c stack.ComponentPath) bool {
		return strings.HasPrefix(path, c.String()+"/")
	})
}

// hasComponent reports whether a folder of base/ is a Kustomize component. One
// whose kustomization file cannot be read counts, too: it is there, and what is
// wrong with it is told elsewhere.
func (b Base) hasComponent(folder string) bool {
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		text, isThere := b.Files[path.Join(folder, name)]
		var k types.Kustomization
		if isThere && (k.Unmarshal(text) != nil || k.Kind == types.ComponentKind) {
			return true
		}
	}
	return false
}

// Components lists the components below base/, as paths from the root.
func (b Base) Components() []string {
	var found []string
	for p := range b.Files {
		if folder := path.Dir(p); slices.Contains(konfig.RecognizedKustomizationFileNames(), path.Base(p)) && b.hasComponent(folder) {
			found = append(found, folder)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

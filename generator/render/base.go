package render

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/yaml"
)

// Base is the tree of Kustomize bases that people write.
type Base struct {
	// Files by path from the root, such as base/ui-static/service.yaml.
	Files map[string][]byte
}

// document is one object of a base, and where it stands.
type document struct {
	kind, name string
	at         hcl.Range
	fields     map[string]any
}

// documents parses the objects in the files that are wanted. A run without
// findings needs only those with images, so it never parses all of base/
// twice; Kustomize parses it anyway.
func (b Base) documents(wanted func(text []byte) bool) ([]document, hcl.Diagnostics) {
	var all []document
	var diags hcl.Diagnostics
	for _, path := range slices.Sorted(maps.Keys(b.Files)) {
		isYAML := strings.HasSuffix(path, ".yaml") || strings.HasSuffix(path, ".yml")
		if !isYAML || !wanted(b.Files[path]) {
			continue
		}
		documents, err := parseDocuments(path, b.Files[path])
		if err != nil {
			at := hcl.Range{Filename: path, Start: hcl.InitialPos, End: hcl.InitialPos}
			diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Invalid YAML", Detail: "This file of base/ cannot be read: " + err.Error() + ".", Subject: &at})
		}
		all = append(all, documents...)
	}
	return all, diags
}

func anyText([]byte) bool { return true }

func parseDocuments(path string, data []byte) ([]document, error) {
	var documents []document
	line := 1
	for _, text := range bytes.SplitAfter(data, []byte("\n---\n")) {
		var d document
		var content any
		if err := yaml.Unmarshal(text, &content); err != nil {
			return nil, err
		}
		d.fields, _ = content.(map[string]any) // a list is a JSON patch
		d.kind, _ = d.fields["kind"].(string)
		if md, ok := d.fields["metadata"].(map[string]any); ok {
			d.name, _ = md["name"].(string)
		}
		start := hcl.Pos{Line: line, Column: 1}
		d.at = hcl.Range{Filename: path, Start: start, End: start}
		line += bytes.Count(text, []byte("\n"))
		if d.kind != "" && d.kind != "Kustomization" && d.kind != "Component" {
			documents = append(documents, d)
		}
	}
	return documents, nil
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
		for _, c := range containers(d.fields) {
			image, _ := c["image"].(string)
			if image == "" {
				continue
			}
			seen[fact.ParseImage(image).Name] = true
			if d.kind == "Deployment" && c["name"] == d.name {
				of[d.name] = image
			}
		}
	}
	return plan.Images{Names: slices.Sorted(maps.Keys(seen)), Of: of}
}

// isUnlisted tells whether a file belongs to a component of other stacks.
func isUnlisted(path string, components []stack.ComponentPath) bool {
	return strings.HasPrefix(path, "base/components/") && !slices.ContainsFunc(components, func(c stack.ComponentPath) bool {
		return strings.HasPrefix(path, c.String()+"/")
	})
}

// podTemplate returns the pod template of a workload, or the pod itself: a map
// with metadata and spec. It is nil for what runs no pods.
func podTemplate(fields map[string]any) map[string]any {
	path := []string{"spec", "template"}
	switch fields["kind"] {
	case "Pod":
		return fields
	case "CronJob":
		path = []string{"spec", "jobTemplate", "spec", "template"}
	}
	template := fields
	for _, step := range path {
		template, _ = template[step].(map[string]any)
	}
	return template
}

// containers returns all containers of a workload, init containers included.
func containers(fields map[string]any) []map[string]any {
	pod, _ := podTemplate(fields)["spec"].(map[string]any)
	var found []map[string]any
	for _, list := range []string{"initContainers", "containers"} {
		items, _ := pod[list].([]any)
		for _, item := range items {
			if c, ok := item.(map[string]any); ok {
				found = append(found, c)
			}
		}
	}
	return found
}

// hasComponent tells whether a folder of base/ is a Kustomize component.
func (b Base) hasComponent(path string) bool {
	return strings.Contains(string(b.Files[path+"/kustomization.yaml"]), "kind: Component")
}

// Components lists the components below base/, as paths from the root.
func (b Base) Components() []string {
	var found []string
	for path := range b.Files {
		if folder, ok := strings.CutSuffix(path, "/kustomization.yaml"); ok && b.hasComponent(folder) {
			found = append(found, folder)
		}
	}
	slices.Sort(found)
	return found
}

// remote matches an entry of a kustomization file that Kustomize would fetch.
var remote = regexp.MustCompile(`(?m)^\s*-\s+["']?([^\s"'#]*(://|\?ref=|git@)[^\s"']*)`)

// remoteResources finds what Kustomize would fetch over the network: such a
// build is not the same tomorrow, and cannot be reviewed.
func (b Base) remoteResources() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, path := range slices.Sorted(maps.Keys(b.Files)) {
		if !strings.HasSuffix(path, "/kustomization.yaml") {
			continue
		}
		for _, m := range remote.FindAllSubmatchIndex(b.Files[path], -1) {
			line := 1 + bytes.Count(b.Files[path][:m[2]], []byte("\n"))
			at := hcl.Range{Filename: path, Start: hcl.Pos{Line: line, Column: 1, Byte: m[2]}, End: hcl.Pos{Line: line, Column: 1, Byte: m[3]}}
			diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Remote resource", Subject: &at,
				Detail: fmt.Sprintf("%q would be fetched with every build, and could be another one after the review. Copy it into base/.", b.Files[path][m[2]:m[3]])})
		}
	}
	return diags
}

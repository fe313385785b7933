package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
	"example.com/metaflow-gitops/generator/manifest"
	"sigs.k8s.io/yaml"
)

// definitions adds the kinds of a source.
func (m *maker) definitions(s definitionSource) error {
	paths, err := s.paths()
	if err != nil {
		return err
	}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for _, d := range manifest.Documents(data) {
			doc, err := decode(d.Text)
			if err != nil {
				return fmt.Errorf("reading %s: %w", p, err)
			}
			if doc["kind"] == "CustomResourceDefinition" {
				if err := m.definition(s, doc); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// decode reads YAML as Kubernetes does.
func decode(text []byte) (map[string]any, error) {
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	var doc map[string]any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return doc, d.Decode(&doc)
}

// definition adds the versions of a definition that are served.
func (m *maker) definition(s definitionSource, doc map[string]any) error {
	group, kind := manifest.Text(doc, "spec", "group"), manifest.Text(doc, "spec", "names", "kind")
	groups := []string{group}
	if other := s.also[group]; other != "" && forked[kind] {
		groups = append(groups, other)
	}
	for _, v := range manifest.Items(doc, "spec", "versions") {
		if manifest.Text(v, "served") != "true" {
			continue
		}
		schema := manifest.Fields(v, "schema", "openAPIV3Schema")
		m.graft(kind, schema)
		if isOurs(group) {
			if err := custom(kind, schema); err != nil {
				return err
			}
		}
		compiler := &openapi.Compiler{Base: m.newest, Metadata: openapi.To(m.newest.Definition(objectMeta))}
		for _, g := range groups {
			m.builder.Add(openapi.Root{
				APIVersion: g + "/" + manifest.Text(v, "name"), Kind: kind,
				Versions: 1<<len(kubernetesVersions) - 1,
				Cluster:  manifest.Text(doc, "spec", "scope") == "Cluster",
				Advisory: s.advisory, Source: s.name(),
				Schema: openapi.To(compiler.Object(schema)),
			})
		}
	}
	return nil
}

// isOurs reports whether custom.yaml is about a group: others have kinds of the same
// names.
func isOurs(group string) bool {
	return strings.HasSuffix(group, ".toolkit.fluxcd.io") || group == "gateway.networking.k8s.io"
}

// anything adds what is true of an object of whatever kind, as a kind without a name.
func (m *maker) anything() {
	compiler := &openapi.Compiler{Base: m.newest, Metadata: openapi.To(m.newest.Definition(objectMeta))}
	schema := compiler.Object(map[string]any{"type": "object", "x-kubernetes-preserve-unknown-fields": true})
	m.builder.Add(openapi.Root{Versions: 1<<len(kubernetesVersions) - 1, Schema: openapi.To(schema)})
}

const objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

// forked are the kinds that Azure's managed Prometheus has as its own.
var forked = map[string]bool{"ServiceMonitor": true, "PodMonitor": true}

// grafts are schemas that our own definitions leave open, since a template of a pod
// would be longer than all else: the path of fields, and the definition of Kubernetes.
var grafts = map[string]struct {
	path       []string
	definition string
}{
	"JobSet": {[]string{"spec", "replicatedJobs", "[]", "template"}, "io.k8s.api.batch.v1.JobTemplateSpec"},
}

func (m *maker) graft(kind string, schema map[string]any) {
	g, has := grafts[kind]
	if !has {
		return
	}
	at := schema
	for _, step := range g.path[:len(g.path)-1] {
		if step == "[]" {
			at = manifest.Fields(at, "items")
		} else {
			at = manifest.Fields(at, "properties", step)
		}
	}
	manifest.Fields(at, "properties")[g.path[len(g.path)-1]] = map[string]any{"$ref": "#/components/schemas/" + g.definition}
}

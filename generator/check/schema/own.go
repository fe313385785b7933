package schema

import (
	"example.com/metaflow-gitops/generator/check/schema/openapi"
	"example.com/metaflow-gitops/generator/manifest"
)

// Define adds the kinds that a CustomResourceDefinition makes, in place of what the
// table has of them: what a stack brings itself is what its cluster has.
func (s *Set) Define(definition map[string]any) {
	kind := manifest.Text(definition, "spec", "names", "kind")
	compiler := &openapi.Compiler{Metadata: s.metadata()}
	for _, v := range manifest.Items(definition, "spec", "versions") {
		if manifest.Text(v, "served") != "true" {
			continue
		}
		s.own[kind] = append(s.own[kind], openapi.Root{
			APIVersion: manifest.Text(definition, "spec", "group") + "/" + manifest.Text(v, "name"), Kind: kind,
			Versions: s.bit(), Cluster: manifest.Text(definition, "spec", "scope") == "Cluster",
			Source: "the stack's own definition", Schema: openapi.To(compiler.Object(manifest.Fields(v, "schema", "openAPIV3Schema"))),
		})
	}
}

// metadata is the schema of what every object has.
func (s *Set) metadata() openapi.Ref {
	for _, r := range s.table.Roots("") {
		return s.table.Schema(r.Schema).Property("metadata")
	}
	panic("schema: the table says nothing of metadata")
}

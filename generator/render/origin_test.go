package render

import (
	"fmt"
	"testing"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

// TestSources ties fields to what the plan says of them: in a document of the
// object, and in what a kustomization file sets in all objects.
func TestSources(t *testing.T) {
	from := func(kind manifest.OriginKind, name string, value any) manifest.Sourced {
		return manifest.Sourced{Value: value, From: manifest.Origin{Kind: kind, Name: name}}
	}
	overlay := plan.Overlay{Files: []plan.File{
		{Path: "services/ui.yaml", Documents: []manifest.Map{{{Key: "kind", Value: "Deployment"}, {Key: "metadata", Value: manifest.Map{{Key: "name", Value: "ui"}}},
			{Key: "spec", Value: manifest.Map{{Key: "replicas", Value: from(manifest.FromStackFile, "service.ui.replicas", 2)}}}}}},
		{Path: "kustomization.yaml", Documents: []manifest.Map{{{Key: "kind", Value: "Kustomization"}, {Key: "namespace", Value: from(manifest.FromOutput, "namespaces.services", "metaflow")},
			{Key: "images", Value: manifest.List{
				manifest.Map{{Key: "name", Value: "docker.io/example/other"}, {Key: "newName", Value: from(manifest.FromOutput, "other_registry", "cr.example.com/other")}},
				manifest.Map{{Key: "name", Value: "docker.io/example/ui"}, {Key: "newName", Value: from(manifest.FromOutput, "image_registry", "cr.example.com/ui")}}}},
			{Key: "labels", Value: manifest.List{manifest.Map{{Key: "pairs", Value: manifest.Map{{Key: "metaflow-stack", Value: from(manifest.FromOutput, "stack", "prod")}}}}}}}}},
	}}
	r := &Rendered{stack: &stack.Stack{Name: "prod"}, overlay: overlay}
	o := manifest.Object{Kind: "Deployment", Namespace: "metaflow", Name: "ui", Fields: map[string]any{"spec": map[string]any{"template": map[string]any{"spec": map[string]any{
		"containers": []any{map[string]any{"name": "ui", "image": "cr.example.com/ui:v1"}, map[string]any{"name": "own", "image": "registry.example.com/own:v1"}}}}}}}
	for _, c := range []struct {
		path []string
		want string
	}{
		{[]string{"spec", "replicas"}, "[service.ui.replicas]"},
		{[]string{"spec", "template", "spec", "containers", "ui", "image"}, "[image_registry]"},
		{[]string{"spec", "template", "spec", "containers", "own", "image"}, "[]"},
		{[]string{"metadata", "namespace"}, "[namespaces.services]"},
		{[]string{"metadata", "labels", "metaflow-stack"}, "[stack]"},
		{[]string{"metadata", "labels", "app"}, "[]"},
	} {
		names := []string{}
		for _, from := range r.Sources(o, c.path...) {
			names = append(names, from.Name)
		}
		if got := fmt.Sprint(names); got != c.want {
			t.Errorf("%v comes from %s, want %s", c.path, got, c.want)
		}
	}
}

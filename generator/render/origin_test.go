package render

import (
	"fmt"
	"testing"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

// TestSources ties fields to what the plan says of them: in a document of the
// object, and in what a kustomization file sets in all objects.
func TestSources(t *testing.T) {
	from := func(kind stack.OriginKind, name string, value any) plan.Sourced {
		return plan.Sourced{Value: value, From: stack.Origin{Kind: kind, Name: name}}
	}
	overlay := plan.Overlay{Files: []plan.File{
		{Path: "services/ui.yaml", Documents: []plan.Map{{{Key: "kind", Value: "Deployment"}, {Key: "metadata", Value: plan.Map{{Key: "name", Value: "ui"}}},
			{Key: "spec", Value: plan.Map{{Key: "replicas", Value: from(stack.FromStackFile, "service.ui.replicas", 2)}}}}}},
		{Path: "kustomization.yaml", Documents: []plan.Map{{{Key: "kind", Value: "Kustomization"}, {Key: "namespace", Value: from(stack.FromOutput, "namespaces.services", "metaflow")},
			{Key: "images", Value: plan.List{
				plan.Map{{Key: "name", Value: "docker.io/example/other"}, {Key: "newName", Value: from(stack.FromOutput, "other_registry", "cr.example.com/other")}},
				plan.Map{{Key: "name", Value: "docker.io/example/ui"}, {Key: "newName", Value: from(stack.FromOutput, "image_registry", "cr.example.com/ui")}}}},
			{Key: "labels", Value: plan.List{plan.Map{{Key: "pairs", Value: plan.Map{{Key: "metaflow-stack", Value: from(stack.FromOutput, "stack", "prod")}}}}}}}}},
	}}
	r := &Rendered{stack: &stack.Stack{Name: "prod"}, overlay: overlay}
	o := Object{Kind: "Deployment", Namespace: "metaflow", Name: "ui", Fields: map[string]any{"spec": map[string]any{"template": map[string]any{"spec": map[string]any{
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

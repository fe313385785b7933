package check

import (
	"testing"

	"example.com/metaflow-gitops/generator/render"
)

func TestObjectMutants(t *testing.T) {
	testMutants(t, []mutant{
		{"no-namespace", "prod", func(t *testing.T, f *fixture) { f.object(t, "Service", "ui-static").Namespace = "" }, "Object without namespace", "Service ui-static"},
		{"secret", "prod", func(_ *testing.T, f *fixture) {
			f.rendered.Objects = append(f.rendered.Objects, render.Object{APIVersion: "v1", Kind: "Secret", Namespace: "metaflow", Name: "x",
				Fields: map[string]any{"data": map[string]any{"a": "aHVudGVyMg=="}}})
		}, "Secret in git", "Key Vault"},
		{"secret-among-public-facts", "prod", func(t *testing.T, f *fixture) {
			set(f.object(t, "Secret", "metaflow-datastore"), "aHVudGVyMg==", "data", "AZURE_CLIENT_SECRET")
		}, "Secret in git", "metaflow-datastore"},
		{"secret-in-clear-among-public-facts", "prod", func(t *testing.T, f *fixture) {
			set(f.object(t, "Secret", "metaflow-datastore"), "hunter2", "stringData", "AZURE_CLIENT_SECRET")
		}, "Secret in git", "metaflow-datastore"},
		{"token-in-git", "prod", func(t *testing.T, f *fixture) {
			set(f.object(t, "Secret", "task-default.service-account-token"), "aHVudGVyMg==", "data", "token")
		}, "Secret in git", "service-account-token"},
		{"image-beside-the-mirror", "prod", func(t *testing.T, f *fixture) {
			o := f.object(t, "Deployment", "ui-static")
			o.Containers()[0]["image"] = "docker.io/library/nginx:1"
		}, "Image beside the mirror", "docker.io/library/nginx:1"},
		{"image-of-a-chart-beside-the-mirror", "prod", func(t *testing.T, f *fixture) {
			set(f.object(t, "HelmRelease", "argo-workflows"), "quay.io", "spec", "values", "executor", "image", "registry")
		}, "Image beside the mirror", "executor.image.registry"},
		{"event-bus-of-another-version", "prod", func(t *testing.T, f *fixture) {
			set(f.object(t, "EventBus", "default"), "2.9.15", "spec", "jetstream", "version")
		}, "Unknown version of the event bus", "2.9.15"},
	})
}

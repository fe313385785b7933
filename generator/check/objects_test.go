package check

import (
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
)

// TestNames has a name that no API server takes in each place that has one.
func TestNames(t *testing.T) {
	deployment := func(change func(o *manifest.Object)) func(*testing.T, *checktest.Fixture) {
		return func(t *testing.T, f *checktest.Fixture) { change(f.Object(t, "Deployment", "ui-static")) }
	}
	container := func(change func(c map[string]any)) func(*testing.T, *checktest.Fixture) {
		return deployment(func(o *manifest.Object) { change(o.Containers()[0]) })
	}
	named := func(kind, name, is string) func(*testing.T, *checktest.Fixture) {
		return func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, kind, name), is, "metadata", "name")
		}
	}
	const summary, notText = "Malformed value", "Value of the wrong type"
	testMutants(t, []mutant{
		{"markup", "prod", named("ConfigMap", "task-roles", "<img src=x>"), summary, "metadata.name"},
		{"two-lines", "prod", named("ConfigMap", "task-roles", "a\nb"), summary, "metadata.name"},
		{"letters-of-other-alphabets", "prod", named("ConfigMap", "task-roles", "caf\u00e9"), summary, "metadata.name"},
		{"upper-case", "prod", named("ConfigMap", "task-roles", "Roles"), summary, "metadata.name"},
		{"too-long", "prod", named("ConfigMap", "task-roles", strings.Repeat("a", 254)), summary, "at most 253"},
		{"service-with-a-dot", "prod", named("Service", "ui-static", "ui.static"), summary, "metadata.name"},
		{"role-with-a-slash", "prod", named("Role", "metaflow-administer", "a/b"), summary, "metadata.name"},
		{"label-value", "prod", deployment(func(o *manifest.Object) { checktest.Set(o, "a b", "metadata", "labels", "x") }), summary, "a b"},
		{"label-key", "prod", deployment(func(o *manifest.Object) { checktest.Set(o, "a", "metadata", "labels", "x y") }), summary, `["x y"]`},
		{"label-prefix", "prod", deployment(func(o *manifest.Object) { checktest.Set(o, "a", "metadata", "labels", "X_/y") }), summary, "X_"},
		{"label-number", "prod", deployment(func(o *manifest.Object) { checktest.Set(o, 1, "metadata", "labels", "x") }), notText, "quotes"},
		{"label-of-the-pod", "prod", deployment(func(o *manifest.Object) { checktest.Set(o, "a b", "spec", "template", "metadata", "labels", "x") }), summary, "a b"},
		{"annotation-key", "prod", deployment(func(o *manifest.Object) { checktest.Set(o, "a", "metadata", "annotations", "a/b/c") }), summary, "a/b/c"},
		{"container", "prod", container(func(c map[string]any) { c["name"] = "A" }), summary, "container"},
		{"port", "prod", container(func(c map[string]any) {
			c["ports"] = []any{map[string]any{"name": "much-too-long-a-name", "containerPort": 1}}
		}), summary, "port"},
		{"variable", "prod", container(func(c map[string]any) { c["env"] = []any{map[string]any{"name": "A=B", "value": ""}} }), summary, "A=B"},
		{"key-of-data", "prod", func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "ConfigMap", "task-roles"), "", "data", "a b")
		}, summary, "a b"},
		{"date-in-data", "prod", func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "ConfigMap", "task-roles"), 1.5, "data", "a")
		}, notText, "quotes"},
	})
}

// TestScope holds that what belongs to the whole cluster needs no namespace, whatever
// it is called.
func TestScope(t *testing.T) {
	for _, c := range []struct {
		apiVersion, kind string
		cluster          bool
	}{
		{"storage.k8s.io/v1", "StorageClass", true},
		{"gateway.networking.k8s.io/v1", "GatewayClass", true},
		{"kueue.x-k8s.io/v1beta2", "ResourceFlavor", true},
		{"cilium.io/v2", "CiliumClusterwideNetworkPolicy", true},
		{"example.com/v1", "ClusterWidget", true},
		{"example.com/v1", "Widget", false},
		{"cert-manager.io/v1", "Issuer", false},
	} {
		f := checktest.Load(t, "prod")
		o := manifest.Object{APIVersion: c.apiVersion, Kind: c.kind, Name: "a", Fields: map[string]any{"apiVersion": c.apiVersion, "kind": c.kind, "metadata": map[string]any{"name": "a"}}}
		f.Rendered.Objects = append(f.Rendered.Objects, o)
		told := false
		for _, d := range Check(f.Stack, f.Rendered, f.Sync) {
			told = told || d.Summary == "Object without namespace"
		}
		if told == c.cluster {
			t.Errorf("%s %s is taken for the wrong scope", c.apiVersion, c.kind)
		}
	}
}

func TestObjectMutants(t *testing.T) {
	testMutants(t, []mutant{
		{"no-namespace", "prod", func(t *testing.T, f *checktest.Fixture) { f.Object(t, "Service", "ui-static").Namespace = "" }, "Object without namespace", "Service ui-static"},
		{"secret", "prod", func(_ *testing.T, f *checktest.Fixture) {
			f.Rendered.Objects = append(f.Rendered.Objects, manifest.Object{APIVersion: "v1", Kind: "Secret", Namespace: "metaflow", Name: "x",
				Fields: map[string]any{"data": map[string]any{"a": "aHVudGVyMg=="}}})
		}, "Secret in git", "Key Vault"},
		{"secret-among-public-facts", "prod", func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "Secret", "metaflow-datastore"), "aHVudGVyMg==", "data", "AZURE_CLIENT_SECRET")
		}, "Secret in git", "metaflow-datastore"},
		{"secret-in-clear-among-public-facts", "prod", func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "Secret", "metaflow-datastore"), "hunter2", "stringData", "AZURE_CLIENT_SECRET")
		}, "Secret in git", "metaflow-datastore"},
		{"token-in-git", "prod", func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "Secret", "task-default.service-account-token"), "aHVudGVyMg==", "data", "token")
		}, "Secret in git", "service-account-token"},
		{"image-beside-the-mirror", "prod", func(t *testing.T, f *checktest.Fixture) {
			o := f.Object(t, "Deployment", "ui-static")
			o.Containers()[0]["image"] = "docker.io/library/nginx:1"
		}, "Image beside the mirror", "docker.io/library/nginx:1"},
		{"image-of-a-chart-beside-the-mirror", "prod", func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "HelmRelease", "argo-workflows"), "quay.io", "spec", "values", "executor", "image", "registry")
		}, "Image beside the mirror", "executor.image.registry"},
		{"event-bus-of-another-version", "prod", func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "EventBus", "default"), "2.9.15", "spec", "jetstream", "version")
		}, "Unknown version of the event bus", "2.9.15"},
	})
}

package check

import (
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

// The helpers below make the mutants of the sync check: each changes one thing.

// syncField sets a field of the sync object at a place; nil takes it away.
func syncField(i int, value any, path ...string) func(*testing.T, *checktest.Fixture) {
	return func(_ *testing.T, f *checktest.Fixture) { f.Sync[i] = setSync(f.Sync[i], value, path...) }
}

// annotated sets an annotation of a rendered object.
func annotated(kind, name, key string, value any) func(*testing.T, *checktest.Fixture) {
	return func(t *testing.T, f *checktest.Fixture) {
		checktest.Set(f.Object(t, kind, name), value, "metadata", "annotations", key)
	}
}

// inWave moves a rendered object to a wave.
func inWave(kind, name, number string) func(*testing.T, *checktest.Fixture) {
	return annotated(kind, name, plan.WaveAnnotation, number)
}

// added adds an object in a wave.
func added(wave string, o manifest.Object) func(*testing.T, *checktest.Fixture) {
	return func(_ *testing.T, f *checktest.Fixture) {
		o.Fields["apiVersion"], o.Fields["kind"] = o.APIVersion, o.Kind
		o.Fields["metadata"] = map[string]any{
			"name": o.Name, "namespace": o.Namespace,
			"annotations": map[string]any{plan.WaveAnnotation: wave}, "labels": map[string]any{"kustomize.toolkit.fluxcd.io/substitute": "disabled"},
		}
		f.Rendered.Objects = append(f.Rendered.Objects, o)
	}
}

// both makes two changes.
func both(first, second func(*testing.T, *checktest.Fixture)) func(*testing.T, *checktest.Fixture) {
	return func(t *testing.T, f *checktest.Fixture) { first(t, f); second(t, f) }
}

// TestOrderMutants breaks the order of objects with both engines.
func TestOrderMutants(t *testing.T) {
	podField := func(kind, name string, value any, path ...string) func(*testing.T, *checktest.Fixture) {
		return func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, kind, name), value, append([]string{"spec", "template", "spec"}, path...)...)
		}
	}
	volume := func(v map[string]any) []any { return []any{v} }
	binding := map[string]any{"roleRef": map[string]any{"kind": "Role", "name": "x"}}
	testMutants(t, []mutant{
		{"account-after-pods", "prod", inWave("ServiceAccount", "ui-static", "2"), "Object before what it needs", "the service account of its pods"},
		{"account-after-pods-argo", "research", inWave("ServiceAccount", "ui-static", "2"), "Object before what it needs", "the service account of its pods"},
		{"class-after-pods", "prod", inWave("SecretProviderClass", "ui-backend", "2"), "Object before what it needs", "which its pods mount"},
		{"namespace-late", "prod", inWave("Namespace", "metaflow", "1"), "Object before what it needs", "its namespace"},
		{"policy-after-pods", "prod", inWave("NetworkPolicy", "default-deny", "2"), "Object before what it needs", "which guards the pods of its namespace"},
		{"policy-after-pods-argo", "research", inWave("NetworkPolicy", "default-deny", "2"), "Object before what it needs", "which guards the pods of its namespace"},
		{"definition-in-the-same-step", "prod", addDefinition("0"), "Object before what it needs", "the definition of its kind"},
		{"definition-later", "prod", addDefinition("1"), "Object before what it needs", "the definition of its kind"},
		{"settings-after-pods", "prod", both(
			added("2", manifest.Object{APIVersion: "v1", Kind: "ConfigMap", Namespace: "metaflow", Name: "x", Fields: map[string]any{}}),
			podField("Deployment", "ui-static", volume(map[string]any{"name": "x", "configMap": map[string]any{"name": "x"}}), "volumes"),
		), "Object before what it needs", "which its pods read"},
		{"volume-after-pods", "prod", both(
			added("2", manifest.Object{APIVersion: "v1", Kind: "PersistentVolumeClaim", Namespace: "metaflow", Name: "x", Fields: map[string]any{}}),
			podField("Deployment", "ui-static", volume(map[string]any{"name": "x", "persistentVolumeClaim": map[string]any{"claimName": "x"}}), "volumes"),
		), "Object before what it needs", "PersistentVolumeClaim metaflow/x, which its pods mount"},
		{"priority-after-pods", "prod", both(
			added("2", manifest.Object{APIVersion: "scheduling.k8s.io/v1", Kind: "PriorityClass", Name: "x", Fields: map[string]any{}}),
			podField("Deployment", "ui-static", "x", "priorityClassName"),
		), "Object before what it needs", "the priority of its pods"},
		{"role-after-binding", "prod", both(
			added("1", manifest.Object{APIVersion: "rbac.authorization.k8s.io/v1", Kind: "Role", Namespace: "metaflow", Name: "x", Fields: map[string]any{}}),
			added("0", manifest.Object{APIVersion: "rbac.authorization.k8s.io/v1", Kind: "RoleBinding", Namespace: "metaflow", Name: "x", Fields: binding}),
		), "Object before what it needs", "the role that it grants"},
		{"bus-with-its-chart", "prod", inWave("EventBus", "default", "3"), "Object before what it needs", "whose chart defines its kind"},
		{"bus-before-its-chart", "prod", inWave("EventBus", "default", "0"), "Object before what it needs", "whose chart defines its kind"},
		{"hashed-name-across-waves", "prod", inWave("ConfigMap", "metadata-migrations-c95d4ch52h", "0"), "Hashed name across waves", "Deployment metaflow/metadata-service"},
	})
}

// addDefinition adds the definition of ExternalDNS in a wave; the object itself
// comes along into wave 0.
func addDefinition(wave string) func(*testing.T, *checktest.Fixture) {
	return both(inWave("ExternalDNS", "metaflow", "0"), added(wave, manifest.Object{
		APIVersion: "apiextensions.k8s.io/v1", Kind: "CustomResourceDefinition", Name: "externaldnses.approuting.kubernetes.azure.com",
		Fields: map[string]any{"spec": map[string]any{"group": "approuting.kubernetes.azure.com", "names": map[string]any{"kind": "ExternalDNS"}}},
	}))
}

package check

import (
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
)

// TestEngineMutants adds and changes objects so that an engine would not apply them,
// or not as they were reviewed.
func TestEngineMutants(t *testing.T) {
	object := func(apiVersion, kind, namespace string) func(*testing.T, *checktest.Fixture) {
		return added("1", manifest.Object{APIVersion: apiVersion, Kind: kind, Namespace: namespace, Name: "x", Fields: map[string]any{}})
	}
	testMutants(t, []mutant{
		{"unknown-wave", "prod", inWave("Deployment", "ui-static", "7"), "Unknown wave", `wave "7"`},
		{"unknown-wave-argo", "research", inWave("Deployment", "ui-static", "7"), "Unknown wave", `wave "7"`},
		{"wave-with-a-zero", "research", inWave("Deployment", "ui-static", "01"), "Unknown wave", `wave "01"`},
		{"wave-before-all", "research", inWave("ServiceAccount", "ui-static", "-1"), "Unknown wave", `wave "-1"`},
		{"wave-of-words", "research", inWave("ServiceAccount", "ui-static", "first"), "Unknown wave", `wave "first"`},
		{"substitution-of-an-object", "prod", func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "Service", "ui-static"), nil, "metadata", "labels", "kustomize.toolkit.fluxcd.io/substitute")
		}, "Substitution", "Service metaflow/ui-static"},
		{"another-namespace", "research", object("v1", "ConfigMap", "kube-system"), "Object is never synced", "does not allow"},
		{"another-kind-of-the-cluster", "research", object("rbac.authorization.k8s.io/v1", "ClusterRole", ""), "Object is never synced", "allows no such kind"},
		{"a-kind-of-that-name", "research", object("example.com/v1", "Namespace", ""), "Object is never synced", "allows no such kind"},
		{"no-application", "research", func(_ *testing.T, f *checktest.Fixture) { f.Sync = nil }, "Object is never synced", "does not allow"},
		{"kind-before-its-chart", "research", added("2", manifest.Object{APIVersion: "argoproj.io/v1alpha1", Kind: "Sensor", Namespace: "metaflow-jobs", Name: "x", Fields: map[string]any{}}), "Object before what it needs", "would sync nothing of the stack"},
	})
}

package check

import (
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/plan"
)

// TestChartMutants breaks what installs the charts: in prod HelmReleases, in
// research an AppProject (2) and an Application (3).
func TestChartMutants(t *testing.T) {
	release := func(value any, path ...string) func(*testing.T, *checktest.Fixture) {
		return func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "HelmRelease", "argo-events"), value, append([]string{"spec"}, path...)...)
		}
	}
	testMutants(t, []mutant{
		{"namespace-of-flux", "prod", func(t *testing.T, f *checktest.Fixture) { f.Object(t, "HelmRelease", "argo-events").Namespace = "argo" }, "Wrong namespace", "AKS's Flux extension"},
		{"source-in-another-namespace", "prod", release("flux-system", "chart", "spec", "sourceRef", "namespace"), "Source in another namespace", "flux-system"},
		{"another-account", "prod", release("default", "serviceAccountName"), "Wrong service account", `"default"`},
		{"suspended", "prod", release(true, "suspend"), "Unexpected field", "spec.suspend"},
		{"values-from-elsewhere", "prod", release([]any{}, "valuesFrom"), "Unexpected field", "spec.valuesFrom"},
		{"another-release", "prod", release("events", "releaseName"), "Wrong name", "a second one"},
		{"newer-version", "prod", release("2.4.26", "chart", "spec", "version"), "Chart of another version", `exactly "2.4.25"`},
		{"rights-of-the-chart", "prod", release(true, "values", "controller", "rbac", "enabled"), "Wrong value of a chart", "what was reviewed"},
		{"definitions-that-go", "prod", release(false, "values", "crds", "keep"), "Wrong value of a chart", "would be deleted"},
		{"account-of-the-controller", "prod", release("argo-events", "values", "controller", "serviceAccount", "name"), "Wrong value of a chart", "bound to that account"},
		{"fewer-replicas-than-the-stream", "prod", func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "EventBus", "default"), 1, "spec", "jetstream", "replicas")
		}, "Wrong value of a chart", "as many pods"},
		{"no-chart", "prod", removed("HelmRelease", "argo-events").objects, "Incomplete sync", `asks for chart "argo-events"`},
		{"another-project", "research", syncField(3, "metaflow-research", "spec", "project"), "Wrong project", "the project of charts"},
		{"another-repository", "research", syncField(3, "https://charts.example.com", "spec", "source", "repoURL"), "Wrong source", "chart_repository"},
		{"namespace-of-argo-cd", "research", syncField(3, "default", "metadata", "namespace"), "Wrong namespace", "Argo CD is there"},
		{"project-of-any-repository", "research", syncField(2, plan.List{"*"}, "spec", "sourceRepos"), "Project too wide", `["*"]`},
		{"project-of-any-kind", "research", syncField(2, plan.List{plan.Map{{Key: "group", Value: "*"}, {Key: "kind", Value: "*"}}}, "spec", "clusterResourceWhitelist"), "Project too wide", "CustomResourceDefinition"},
		{"project-gone", "research", func(_ *testing.T, f *checktest.Fixture) { f.Sync = append(f.Sync[:2:2], f.Sync[3:]...) }, "Incomplete sync", "for charts"},
		{"chart-gone", "research", func(_ *testing.T, f *checktest.Fixture) { f.Sync = f.Sync[:3] }, "Incomplete sync", "nothing installs it"},
		{"no-dry-run", "prod", annotated("EventBus", "default", argoKeep, "Replace=true"), "Sync rule on an object", "Replace=true"},
	})
}

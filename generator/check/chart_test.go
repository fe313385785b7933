package check

import (
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
)

// TestChartMutants breaks what installs the charts: in prod HelmReleases, in
// research an Application (3).
func TestChartMutants(t *testing.T) {
	release := func(value any, path ...string) func(*testing.T, *checktest.Fixture) {
		return func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "HelmRelease", "argo-events"), value, append([]string{"spec"}, path...)...)
		}
	}
	server := func(values map[string]any) func(*testing.T, *checktest.Fixture) {
		return func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "HelmRelease", "argo-workflows"), values, "spec", "values", "server")
		}
	}
	closed := func(key string, value any) func(*testing.T, *checktest.Fixture) {
		values := map[string]any{"enabled": true, "authModes": []any{"client"}, "rbac": map[string]any{"create": false}, "clusterWorkflowTemplates": map[string]any{"enabled": false}}
		values[key] = value
		return server(values)
	}
	testMutants(t, []mutant{
		{"server", "prod", server(map[string]any{"enabled": true}), "Wrong value of a chart", "server.authModes [client] alone"},
		{"server-as-itself", "prod", closed("authModes", []any{"server"}), "Wrong value of a chart", "server.enabled"},
		{"server-of-two-modes", "prod", closed("authModes", []any{"client", "sso"}), "Wrong value of a chart", "server.enabled"},
		{"server-by-argument", "prod", closed("extraArgs", []any{"--auth-mode=server"}), "Wrong value of a chart", "server.extraArgs"},
		{"server-by-variable", "prod", closed("extraEnv", []any{map[string]any{"name": "ARGO_AUTH_MODE", "value": "server"}}), "Wrong value of a chart", "server.extraEnv"},
		{"server-with-rights", "prod", closed("rbac", nil), "Wrong value of a chart", "server.rbac.create"},
		{"server-on-the-cluster", "prod", closed("clusterWorkflowTemplates", map[string]any{"enabled": true}), "Wrong value of a chart", "server.clusterWorkflowTemplates.enabled"},
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
		{"load-balancer-by-values-of-argo-cd", "research", syncField(3, "LoadBalancer", "spec", "source", "helm", "valuesObject", "server", "serviceType"), "Chart that opens a port", "server.serviceType"},
		{"ingress-by-values-of-argo-cd", "research", syncField(3, true, "spec", "source", "helm", "valuesObject", "server", "ingress", "enabled"), "Chart with an Ingress", "server.ingress.enabled"},
		{"no-chart", "prod", removed("HelmRelease", "argo-events").objects, "Incomplete sync", `asks for chart "argo-events"`},
		{"chart-gone", "research", func(_ *testing.T, f *checktest.Fixture) { f.Sync = f.Sync[:3] }, "Incomplete sync", "nothing installs it"},
		{"no-dry-run", "prod", annotated("EventBus", "default", "argocd.argoproj.io/sync-options", "Replace=true"), "Sync rule on an object", "Replace=true"},
	})
}

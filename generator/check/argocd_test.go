package check

import (
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/plan"
)

// TestArgoMutants breaks AppProject and Application of research: 0 is the
// project, 1 the Application.
func TestArgoMutants(t *testing.T) {
	destination := func(server, namespace string) func(*testing.T, *checktest.Fixture) {
		return func(_ *testing.T, f *checktest.Fixture) {
			spec := f.Sync[0].Get("spec").(plan.Map)
			d := plan.Map{{Key: "server", Value: server}, {Key: "namespace", Value: namespace}}
			f.Sync[0] = setSync(f.Sync[0], append(spec.Get("destinations").(plan.List), d), "spec", "destinations")
		}
	}
	list := func(values ...any) plan.List { return values }
	kind := func(group, kind string) plan.Map {
		return plan.Map{{Key: "group", Value: group}, {Key: "kind", Value: kind}}
	}
	ignored := func(group, kind, path string) plan.List {
		return list(plan.Map{{Key: "group", Value: group}, {Key: "kind", Value: kind}, {Key: "jqPathExpressions", Value: list(path)}})
	}
	options := []string{"spec", "syncPolicy", "syncOptions"}
	const server, paths = "https://kubernetes.default.svc", "argocd.argoproj.io/manifest-generate-paths"
	testMutants(t, []mutant{
		{"path", "research", syncField(1, "overlays/prod", "spec", "source", "path"), "Wrong path", `it must be "overlays/research"`},
		{"repository", "research", syncField(1, "https://git.example.com/x", "spec", "source", "repoURL"), "Wrong source", "sync.repository"},
		{"revision", "research", syncField(1, "HEAD", "spec", "source", "targetRevision"), "Wrong source", `it must be "main"`},
		{"no-revision", "research", syncField(1, nil, "spec", "source", "targetRevision"), "Wrong source", "has no spec.source.targetRevision"},
		{"project", "research", syncField(1, "default", "spec", "project"), "Wrong project", `spec.project "default"`},
		{"namespace", "research", syncField(1, "default", "metadata", "namespace"), "Wrong namespace", `metadata.namespace "default"`},
		{"namespace-of-the-project", "research", syncField(0, "default", "metadata", "namespace"), "Wrong namespace", "AppProject"},
		{"name-of-another-stack", "research", syncField(1, "metaflow-prod", "metadata", "name"), "Wrong name", "another stack's"},
		{"server", "research", syncField(1, "https://other.example.com", "spec", "destination", "server"), "Wrong destination", server},
		{"destination-namespace", "research", syncField(1, "kube-system", "spec", "destination", "namespace"), "Wrong destination", `it must be "metaflow"`},
		{"no-prune", "research", syncField(1, false, "spec", "syncPolicy", "automated", "prune"), "Incomplete sync", "prune"},
		{"no-self-heal", "research", syncField(1, false, "spec", "syncPolicy", "automated", "selfHeal"), "Incomplete sync", "selfHeal"},
		{"not-automated", "research", syncField(1, nil, "spec", "syncPolicy", "automated"), "Incomplete sync", "has no spec.syncPolicy.automated.prune"},
		{"no-retry", "research", syncField(1, nil, "spec", "syncPolicy", "retry"), "Incomplete sync", "retry.limit"},
		{"retry-never", "research", syncField(1, 0, "spec", "syncPolicy", "retry", "limit"), "Incomplete sync", "retry.limit"},
		{"blind-for-base", "research", syncField(1, "/overlays/research", "metadata", "annotations", paths), "Incomplete sync", "base/"},
		{"blind-for-the-overlay", "research", syncField(1, "/base", "metadata", "annotations", paths), "Incomplete sync", "overlays/research/"},
		{"compared-by-the-client", "research", syncField(1, nil, "metadata", "annotations", compareOptions), "Incomplete sync", "ServerSideDiff=true"},
		{"extraneous-ignored", "research", syncField(1, "ServerSideDiff=true,IgnoreExtraneous", "metadata", "annotations", compareOptions), "Incomplete sync", "IgnoreExtraneous"},
		{"no-finalizer", "research", syncField(1, nil, "metadata", "finalizers"), "Incomplete sync", "when it is retired"},
		{"other-finalizer", "research", syncField(1, list("post-delete-finalizer.argocd.argoproj.io"), "metadata", "finalizers"), "Incomplete sync", "post-delete-finalizer"},
		{"applied-by-the-client", "research", syncField(1, list("FailOnSharedResource=true", "PruneLast=true", "RespectIgnoreDifferences=true"), options...), "Incomplete sync", "ServerSideApply=true"},
		{"no-options", "research", syncField(1, nil, options...), "Incomplete sync", "RespectIgnoreDifferences=true"},
		{"replaced", "research", syncField(1, list("ServerSideApply=true", "Replace=true"), options...), "Unexpected sync option", `"Replace=true"`},
		{"namespace-made", "research", syncField(1, list("CreateNamespace=true"), options...), "Unexpected sync option", `"CreateNamespace=true"`},
		{"not-validated", "research", syncField(1, list("Validate=false"), options...), "Unexpected sync option", `"Validate=false"`},
		{"ignores-all-of-the-gateway", "research", syncField(1, ignored("gateway.networking.k8s.io", "Gateway", ".spec"), "spec", "ignoreDifferences"), "Ignored difference", ".spec of Gateway"},
		{"ignores-deployments", "research", syncField(1, ignored("apps", "Deployment", ".spec.replicas"), "spec", "ignoreDifferences"), "Ignored difference", ".spec.replicas of Deployment"},
		{"fights-with-aks", "research", syncField(1, nil, "spec", "ignoreDifferences"), "Incomplete sync", "undo each other's work"},
		{"any-source", "research", syncField(0, list("*"), "spec", "sourceRepos"), "Project too wide", `["*"]`},
		{"second-source", "research", syncField(0, list("https://git.example.com/platform/metaflow-gitops", "https://git.example.com/x"), "spec", "sourceRepos"), "Project too wide", "git.example.com/x"},
		{"any-namespace", "research", destination(server, "*"), "Project too wide", `namespace "*"`},
		{"another-namespace", "research", destination(server, "kube-system"), "Project too wide", `namespace "kube-system"`},
		{"any-server", "research", destination("*", "metaflow"), "Wrong destination", `server "*"`},
		{"no-namespaces", "research", syncField(0, plan.List{}, "spec", "destinations"), "Project too narrow", "would never be deleted"},
		{"any-kind", "research", syncField(0, list(kind("*", "*")), "spec", "clusterResourceWhitelist"), "Project too wide", `"*/*"`},
		{"another-kind", "research", syncField(0, list(kind("", "Namespace"), kind("rbac.authorization.k8s.io", "ClusterRole")), "spec", "clusterResourceWhitelist"), "Project too wide", "ClusterRole"},
		{"no-policies", "research", syncField(0, list(kind("", "Namespace")), "spec", "clusterResourceWhitelist"), "Project too narrow", `/ValidatingAdmissionPolicyBinding"`},
		{"namespace-not-allowed", "research", syncField(0, plan.List{}, "spec", "destinations"), "Object is never synced", "does not allow"},
		{"kind-not-allowed", "research", syncField(0, plan.List{}, "spec", "clusterResourceWhitelist"), "Object is never synced", "allows no such kind"},
		{"project-too-late", "research", syncField(0, nil, "metadata", "annotations", plan.WaveAnnotation), "Circular dependency", "not after its AppProject"},
		{"application-too-early", "research", syncField(1, "-1", "metadata", "annotations", plan.WaveAnnotation), "Circular dependency", "not after its AppProject"},
		{"no-project", "research", func(_ *testing.T, f *checktest.Fixture) { f.Sync = f.Sync[1:] }, "Incomplete sync", "one AppProject"},
		{"no-application", "research", func(_ *testing.T, f *checktest.Fixture) { f.Sync = f.Sync[:1] }, "Object is never synced", "no step"},
		{"application-twice", "research", func(_ *testing.T, f *checktest.Fixture) { f.Sync = append(f.Sync, f.Sync[1]) }, "Duplicate sync object", "metaflow-research"},
		{"foreign-object", "research", syncField(1, "ApplicationSet", "kind"), "Unexpected sync object", "neither AppProject nor Application"},
	})
}

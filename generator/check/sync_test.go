package check

import (
	"testing"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
)

// TestSyncMutants breaks the entry points of both engines, and the order of
// the objects.
func TestSyncMutants(t *testing.T) {
	flux := func(i int, value any, path ...string) func(*testing.T, *fixture) {
		return func(_ *testing.T, f *fixture) { f.sync[i] = setSync(f.sync[i], value, path...) }
	}
	wave := func(kind, name, number string) func(*testing.T, *fixture) {
		return func(t *testing.T, f *fixture) {
			set(f.object(t, kind, name), number, "metadata", "annotations", plan.WaveAnnotation)
		}
	}
	target := func(selector string) plan.List {
		return plan.List{plan.Map{{Key: "target", Value: plan.Map{{Key: "annotationSelector", Value: selector}}}, {Key: "patch", Value: "$patch: delete\n"}}}
	}
	testMutants(t, []mutant{
		{"flux-wrong-path", "prod", flux(0, "./overlays/staging", "spec", "path"), "Wrong path", `syncs "./overlays/staging"`},
		{"flux-wrong-namespace", "prod", flux(1, "default", "metadata", "namespace"), "Wrong namespace", `in namespace "default"`},
		{"flux-source-elsewhere", "prod", flux(1, "other", "spec", "sourceRef", "namespace"), "Source in another namespace", `"other"`},
		{"flux-no-prune", "prod", flux(2, false, "spec", "prune"), "Incomplete sync", "spec.prune"},
		{"flux-no-wait", "prod", flux(0, false, "spec", "wait"), "Incomplete sync", "spec.wait"},
		{"flux-substitution", "prod", flux(0, plan.Map{}, "spec", "postBuild"), "Substitution", "postBuild"},
		{"flux-target-namespace", "prod", flux(0, "x", "spec", "targetNamespace"), "Namespace override", "targetNamespace"},
		{"flux-object-twice", "prod", flux(1, target(plan.WaveAnnotation+" in (2)"), "spec", "patches"), "Object is synced twice", "prod-foundation and prod-services"},
		{"flux-object-never", "prod", flux(1, target(plan.WaveAnnotation), "spec", "patches"), "Object is never synced", "Deployment metaflow/ui-static"},
		{"flux-other-patch", "prod", flux(1, plan.List{plan.Map{{Key: "patch", Value: "kind: Deployment\n"}}}, "spec", "patches"), "Unexpected patch", "changes what was reviewed"},
		{"flux-unknown-dependency", "prod", flux(1, plan.List{plan.Map{{Key: "name", Value: "prod-nothing"}}}, "spec", "dependsOn"), "Unknown dependency", "prod-nothing"},
		{"flux-circle", "prod", flux(0, plan.List{plan.Map{{Key: "name", Value: "prod-exposure"}}}, "spec", "dependsOn"), "Circular dependency", "waits for itself"},
		{"flux-no-dependency", "prod", flux(1, plan.List{}, "spec", "dependsOn"), "Object before what it needs", "its namespace"},
		{"flux-step-missing", "prod", func(_ *testing.T, f *fixture) { f.sync = f.sync[:2] }, "Object is never synced", "Gateway metaflow-gateway/metaflow"},
		{"flux-step-twice", "prod", func(_ *testing.T, f *fixture) { f.sync = append(f.sync, f.sync[0]) }, "Duplicate sync object", "prod-foundation"},
		{"flux-foreign-object", "prod", flux(0, "ConfigMap", "kind"), "Unexpected sync object", "no Flux Kustomization"},
		{"unknown-wave", "prod", wave("Deployment", "ui-static", "7"), "Object is never synced", `wave "7"`},
		{"unknown-wave-argo", "research", wave("Deployment", "ui-static", "7"), "Object is never synced", `wave "7"`},
		{"account-after-pods", "prod", wave("ServiceAccount", "ui-static", "2"), "Object before what it needs", "the service account of its pods"},
		{"account-after-pods-argo", "research", wave("ServiceAccount", "ui-static", "2"), "Object before what it needs", "the service account of its pods"},
		{"class-after-pods", "prod", wave("SecretProviderClass", "ui-backend", "2"), "Object before what it needs", "which its pods mount"},
		{"namespace-late", "prod", wave("Namespace", "metaflow", "1"), "Object before what it needs", "its namespace"},
		{"definition-in-the-same-step", "prod", addDefinition("0"), "Object before what it needs", "the definition of its kind"},
		{"definition-later", "prod", addDefinition("1"), "Object before what it needs", "the definition of its kind"},
		{"hashed-name-across-waves", "prod", wave("ConfigMap", "metadata-migrations-c95d4ch52h", "0"), "Hashed name across waves", "Deployment metaflow/metadata-service"},
		{"argo-wrong-path", "research", flux(1, "overlays/prod", "spec", "source", "path"), "Wrong path", `syncs "overlays/prod"`},
		{"argo-wrong-project", "research", flux(1, "default", "spec", "project"), "Wrong project", `in project "default"`},
		{"argo-wrong-namespace", "research", flux(1, "default", "metadata", "namespace"), "Wrong namespace", `in namespace "default"`},
		{"argo-other-repository", "research", flux(1, "https://git.example.com/x", "spec", "source", "repoURL"), "Wrong project", "repository"},
		{"argo-no-prune", "research", flux(1, false, "spec", "syncPolicy", "automated", "prune"), "Incomplete sync", "prune"},
		{"argo-no-self-heal", "research", flux(1, false, "spec", "syncPolicy", "automated", "selfHeal"), "Incomplete sync", "selfHeal"},
		{"argo-blind-for-base", "research", flux(1, "/overlays/research", "metadata", "annotations", "argocd.argoproj.io/manifest-generate-paths"), "Incomplete sync", "base/"},
		{"argo-namespace-not-allowed", "research", flux(0, plan.List{}, "spec", "destinations"), "Object is never synced", "does not allow"},
		{"argo-kind-not-allowed", "research", flux(0, plan.List{}, "spec", "clusterResourceWhitelist"), "Object is never synced", "allows no such kind"},
		{"argo-no-project", "research", func(_ *testing.T, f *fixture) { f.sync = f.sync[1:] }, "Incomplete sync", "one AppProject"},
		{"argo-no-application", "research", func(_ *testing.T, f *fixture) { f.sync = f.sync[:1] }, "Object is never synced", "no step"},
	})
}

// addDefinition adds the definition of ExternalDNS in a wave; the object itself
// comes along into wave 0.
func addDefinition(wave string) func(*testing.T, *fixture) {
	return func(t *testing.T, f *fixture) {
		set(f.object(t, "ExternalDNS", "metaflow"), nil, "metadata", "annotations", plan.WaveAnnotation)
		fields := map[string]any{
			"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
			"metadata": map[string]any{"name": "externaldnses.approuting.kubernetes.azure.com", "annotations": map[string]any{plan.WaveAnnotation: wave}},
			"spec":     map[string]any{"group": "approuting.kubernetes.azure.com", "names": map[string]any{"kind": "ExternalDNS"}},
		}
		f.rendered.Objects = append(f.rendered.Objects, render.Object{APIVersion: "apiextensions.k8s.io/v1", Kind: "CustomResourceDefinition", Name: "externaldnses.approuting.kubernetes.azure.com", Fields: fields})
	}
}

func TestSelector(t *testing.T) {
	for _, c := range []struct {
		selector string
		wave     string // "" is no annotation
		want     bool
	}{
		{"w", "", false}, {"w", "0", true},
		{"w in (1,2)", "", false}, {"w in (1,2)", "2", true}, {"w in (1,2)", "3", false},
		{"w notin (1)", "", true}, {"w notin (1)", "1", false}, {"w notin (1)", "2", true},
		{"w,w notin (0)", "", false}, {"w,w notin (0)", "0", false}, {"w,w notin (0)", "1", true},
	} {
		s, err := parseSelector(c.selector)
		if err != nil {
			t.Fatal(err)
		}
		annotations := map[string]any{}
		if c.wave != "" {
			annotations["w"] = c.wave
		}
		if got := s.matches(annotations); got != c.want {
			t.Errorf("%q on %q: %v", c.selector, c.wave, got)
		}
	}
	for _, bad := range []string{"", "w = 1", "w in 1", "w,,w", "w notin (1) x"} {
		if _, err := parseSelector(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

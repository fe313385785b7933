package check

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/plan"
)

const extensionPreset = "engine            = \"flux\"\n\nsync {\n  preset = \"aks-flux-extension\"\n}\n"

func patches(selector, patch string) plan.List {
	return plan.List{plan.Map{{Key: "target", Value: plan.Map{{Key: "annotationSelector", Value: selector}}}, {Key: "patch", Value: patch}}}
}

// TestFluxMutants breaks the Flux Kustomizations of prod: 0 is its foundation,
// 1 its services, 2 its exposure.
func TestFluxMutants(t *testing.T) {
	const deletes = "$patch: delete\n"
	duplicate := func(_ *testing.T, f *checktest.Fixture) {
		spec := f.Sync[0].Get("spec").(plan.Map)
		f.Sync[0] = setSync(f.Sync[0], append(spec, plan.Entry{Key: "path", Value: "./overlays/staging"}), "spec")
	}
	testMutants(t, []mutant{
		{"path", "prod", syncField(0, "./overlays/staging", "spec", "path"), "Wrong path", `"./overlays/staging", but it must be "./overlays/prod"`},
		{"no-path", "prod", syncField(0, nil, "spec", "path"), "Wrong path", "has no spec.path"},
		{"two-paths", "prod", duplicate, "Duplicate field", "spec.path"},
		{"namespace", "prod", syncField(1, "default", "metadata", "namespace"), "Wrong namespace", `metadata.namespace "default"`},
		{"name-of-another-stack", "prod", syncField(0, "staging-foundation", "metadata", "name"), "Wrong name", "another stack's"},
		{"source-kind", "prod", syncField(0, "OCIRepository", "spec", "sourceRef", "kind"), "Wrong source", "in git"},
		{"source-name", "prod", syncField(0, "other", "spec", "sourceRef", "name"), "Wrong source", `"flux-system"`},
		{"no-source", "prod", syncField(0, nil, "spec", "sourceRef"), "Wrong source", "has no spec.sourceRef.name"},
		{"source-elsewhere", "prod", syncField(1, "other", "spec", "sourceRef", "namespace"), "Unexpected field", "AKS's Flux extension refuses"},
		{"account", "prod", syncField(0, "admin", "spec", "serviceAccountName"), "Wrong service account", "must not be there"},
		{"no-prune", "prod", syncField(2, false, "spec", "prune"), "Incomplete sync", "spec.prune"},
		{"prune-as-text", "prod", syncField(2, "true", "spec", "prune"), "Incomplete sync", `spec.prune "true"`},
		{"no-wait", "prod", syncField(0, false, "spec", "wait"), "Incomplete sync", "spec.wait"},
		{"no-interval", "prod", syncField(0, nil, "spec", "interval"), "Wrong time", "has no spec.interval"},
		{"no-retry-interval", "prod", syncField(0, nil, "spec", "retryInterval"), "Wrong time", "has no spec.retryInterval"},
		{"no-timeout", "prod", syncField(0, nil, "spec", "timeout"), "Wrong time", "has no spec.timeout"},
		{"other-timeout", "prod", syncField(0, "1s", "spec", "timeout"), "Wrong time", `spec.timeout "1s"`},
		{"substitution", "prod", syncField(0, nil, "metadata", "annotations", substituteMark), "Substitution", "cluster's root"},
		{"substitution-of-an-object", "prod", func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "Service", "ui-static"), nil, "metadata", "labels", substituteMark)
		}, "Substitution", "Service metaflow/ui-static"},
		{"twice", "prod", syncField(1, patches(plan.WaveAnnotation+" in (2)", deletes), "spec", "patches"), "Object is synced twice", "prod-foundation and prod-services"},
		{"never", "prod", syncField(1, patches(plan.WaveAnnotation, deletes), "spec", "patches"), "Object is never synced", "Deployment metaflow/ui-static"},
		{"other-patch", "prod", syncField(1, patches(plan.WaveAnnotation, "kind: Deployment\n"), "spec", "patches"), "Unexpected patch", "changes what was reviewed"},
		{"second-document", "prod", syncField(1, patches(plan.WaveAnnotation, deletes+"---\nkind: Deployment\n"), "spec", "patches"), "Unexpected patch", "changes what was reviewed"},
		{"patch-with-more", "prod", syncField(1, patches(plan.WaveAnnotation, deletes+"spec: {}\n"), "spec", "patches"), "Unexpected patch", "changes what was reviewed"},
		{"patch-without-target", "prod", syncField(1, plan.List{plan.Map{{Key: "patch", Value: deletes}}}, "spec", "patches"), "Unexpected patch", "may only delete"},
		{"unknown-dependency", "prod", syncField(1, steps("prod-nothing"), "spec", "dependsOn"), "Unknown dependency", "prod-nothing"},
		{"dependency-on-another-stack", "prod", syncField(1, steps("staging-foundation"), "spec", "dependsOn"), "Unknown dependency", "staging-foundation"},
		{"circle", "prod", syncField(0, steps("prod-exposure"), "spec", "dependsOn"), "Circular dependency", "waits for itself"},
		{"circle-of-one", "prod", syncField(0, steps("prod-foundation"), "spec", "dependsOn"), "Circular dependency", "waits for itself"},
		{"no-dependency", "prod", syncField(1, nil, "spec", "dependsOn"), "Object before what it needs", "its namespace"},
		{"step-missing", "prod", func(_ *testing.T, f *checktest.Fixture) { f.Sync = f.Sync[:2] }, "Object is never synced", "Gateway metaflow-gateway/metaflow"},
		{"step-twice", "prod", func(_ *testing.T, f *checktest.Fixture) { f.Sync = append(f.Sync, f.Sync[0]) }, "Duplicate sync object", "prod-foundation"},
		{"nothing", "prod", func(_ *testing.T, f *checktest.Fixture) { f.Sync = nil }, "Object is never synced", "Deployment metaflow/ui-static"},
		{"foreign-object", "prod", syncField(0, "ConfigMap", "kind"), "Unexpected sync object", "no Flux Kustomization"},
		{"old-api", "prod", syncField(0, "kustomize.toolkit.fluxcd.io/v1beta2", "apiVersion"), "Unexpected sync object", "no Flux Kustomization"},
	})
}

// TestFluxPresetMutants breaks what AKS's Flux extension asks for.
func TestFluxPresetMutants(t *testing.T) {
	for _, m := range []mutant{
		{"account-missing", "", syncField(0, nil, "spec", "serviceAccountName"), "Wrong service account", `It must be "flux-applier"`},
		{"another-account", "", syncField(0, "default", "spec", "serviceAccountName"), "Wrong service account", `it must be "flux-applier"`},
		{"namespace-of-bootstrap", "", syncField(0, "flux-system", "metadata", "namespace"), "Wrong namespace", `it must be "cluster-config"`},
		{"source-of-bootstrap", "", syncField(0, "flux-system", "spec", "sourceRef", "name"), "Wrong source", `it must be "cluster-config"`},
	} {
		t.Run(m.name, func(t *testing.T) {
			f := checktest.LoadWith(t, "prod", func(file, text string) string {
				if file == "stack.hcl" {
					return strings.Replace(text, "engine            = \"flux\"\n", extensionPreset, 1)
				}
				return text
			})
			m.mutate(t, f)
			m.test(t, f)
		})
	}
}

// TestFurtherFields adds each field that is known to do harm to the sync objects
// of both engines, and one that nobody knows.
func TestFurtherFields(t *testing.T) {
	for _, c := range []struct {
		what, stack string
		at          int
		harms       map[string]string
	}{
		{"kustomization", "prod", 0, fluxHarms}, {"project", "research", 0, projectHarms}, {"application", "research", 1, applicationHarms},
	} {
		for _, path := range append(slices.Sorted(maps.Keys(c.harms)), "spec.fieldOfTheFuture") {
			t.Run(c.what+"/"+path, func(t *testing.T) {
				f := checktest.Load(t, c.stack)
				f.Sync[c.at] = addField(f.Sync[c.at], pathSteps(path)...)
				harm := c.harms[path]
				if harm == "" {
					harm = "what was proved says nothing of it"
				}
				mutant{summary: "Unexpected field", says: path + ": " + harm}.test(t, f)
			})
		}
	}
}

// pathSteps splits a path; keys of annotations and labels have dots themselves.
func pathSteps(path string) []string {
	for _, below := range []string{"metadata.annotations.", "metadata.labels."} {
		if key, found := strings.CutPrefix(path, below); found {
			return append(strings.Split(strings.TrimSuffix(below, "."), "."), key)
		}
	}
	return strings.Split(path, ".")
}

// addField adds a field, in the first item where there is a list.
func addField(d plan.Map, path ...string) plan.Map {
	if len(path) == 1 {
		return append(d, plan.Entry{Key: path[0], Value: "x"})
	}
	for i, e := range d {
		if e.Key != path[0] {
			continue
		}
		if list, ok := e.Value.(plan.List); ok {
			list[0] = addField(list[0].(plan.Map), path[1:]...)
		} else {
			d[i].Value = addField(e.Value.(plan.Map), path[1:]...)
		}
		return d
	}
	items := plan.List{addField(plan.Map{}, path[1:]...)}
	return append(d, plan.Entry{Key: path[0], Value: items})
}

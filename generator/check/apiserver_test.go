package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"github.com/hashicorp/hcl/v2"
)

// TestAPIServer has mistakes of components in each form that one can have, and expects
// one finding about each, at the line that has it: HERE.
func TestAPIServer(t *testing.T) {
	for _, c := range []struct {
		name, component string
		summary, says   string
	}{
		{"duplicate variable of a JSON patch", `
patches:
  - target: {kind: Deployment, name: ui-backend}
    patch: |-
      - op: add
        path: /spec/template/spec/containers/0/env/-
        value: {name: CACHE_LOG_MAX_ACTIONS, value: "1"} # HERE`,
			"Duplicate entry", "spec.template.spec.containers[ui-backend].env[CACHE_LOG_MAX_ACTIONS] is given twice"},
		{"unknown field of a patch", `
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: ui-static}
      spec:
        replica: 3 # HERE`,
			"Unknown field of an object", `spec.replica is no field of Deployment in apps/v1 of Kubernetes 1.36. The API server would refuse the object, and the sync would stop there. Did you mean "replicas"?`},
		{"missing field", `
patches:
  - target: {kind: Deployment, name: ui-static}
    patch: |-
      - op: remove
        path: /spec/selector # HERE`,
			"Missing field", "spec.selector is missing"},
		{"string for a number", `
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: ui-static}
      spec:
        revisionHistoryLimit: "3" # HERE`,
			"Value of the wrong type", "Remove the quotes."},
		{"string for a number by operation", `
patches:
  - target: {kind: Deployment, name: ui-static}
    patch: |-
      - op: replace
        path: /spec/revisionHistoryLimit # HERE
        value: "3"`,
			"Value of the wrong type", "Remove the quotes."},
		{"value that there is not", `
patches:
  - target: {kind: Deployment, name: ui-static}
    patch: |-
      - {op: replace, path: /spec/template/spec/dnsPolicy, value: ClusterFirstly} # HERE`,
			"Value that is not allowed", `Did you mean "ClusterFirst"?`},
		{"amount", `
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: ui-static}
      spec: {template: {spec: {containers: [{name: ui-static, resources: {requests: {cpu: 1.5.5}}}]}}} # HERE`,
			"Malformed value", `resources.requests.cpu is the string "1.5.5", which is not an amount`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component" + c.component + "\n"
			before, _, _ := strings.Cut(text, "HERE")
			want := fmt.Sprintf("%s/kustomization.yaml:%d", componentPath, 1+strings.Count(before, "\n"))
			found := mutation{component: strings.ReplaceAll(text, " # HERE", "")}.diagnose(t, "prod")
			if len(found) != 1 {
				t.Fatalf("%d findings: %v", len(found), found)
			}
			d := found[0]
			at := fmt.Sprintf("%s:%d", d.Subject.Filename, d.Subject.Start.Line)
			if d.Severity != hcl.DiagError || d.Summary != c.summary || !strings.Contains(d.Detail, c.says) || at != want {
				t.Errorf("%s at %s, not %s: %s", d.Summary, at, want, d.Detail)
			}
		})
	}
}

// TestAPIServerNotes has what is told, and refuses nothing.
func TestAPIServerNotes(t *testing.T) {
	for _, c := range []struct {
		name     string
		mutation mutation
		summary  string
	}{
		{"older Kubernetes", outputs(`"kubernetes_version": "1.36.3"`, `"kubernetes_version": "1.33.2"`), "No schemas of this version"},
		{"ended Kubernetes", outputs(`"kubernetes_version": "1.36.3"`, `"kubernetes_version": "1.31.2"`), "Kubernetes version has ended"},
		{"kind without a schema", onObjects(func(_ *testing.T, f *checktest.Fixture) {
			for _, name := range []string{"a", "b"} {
				o := f.Rendered.Objects[0]
				o.APIVersion, o.Kind, o.Name, o.Namespace = "example.com/v1", "Widget", name, "metaflow"
				o.Fields = map[string]any{"apiVersion": "example.com/v1", "kind": "Widget", "metadata": map[string]any{"name": name, "namespace": "metaflow"}, "spec": map[string]any{"any": 1}}
				f.Rendered.Objects = append(f.Rendered.Objects, o)
			}
		}), "Kind without a schema"},
	} {
		t.Run(c.name, func(t *testing.T) {
			told := 0
			for _, d := range c.mutation.diagnose(t, "prod") {
				if d.Summary == c.summary {
					told++
					if d.Severity != hcl.DiagWarning || d.Subject == nil {
						t.Errorf("not a warning with a place: %v", d)
					}
				}
			}
			if told != 1 {
				t.Errorf("it is told %d times", told)
			}
		})
	}
}

// TestServedKinds holds that an object is of an API which the stack's Kubernetes has.
func TestServedKinds(t *testing.T) {
	for _, c := range []struct{ apiVersion, kind, summary string }{
		{"policy/v1beta1", "PodDisruptionBudget", "API version that is not served"},
		{"apps/v1", "Deploymint", "Kind that is not served"},
	} {
		found := onObjects(func(t *testing.T, f *checktest.Fixture) {
			o := f.Object(t, "PodDisruptionBudget", "ui-static")
			o.APIVersion, o.Kind = c.apiVersion, c.kind
			o.Fields["apiVersion"], o.Fields["kind"] = c.apiVersion, c.kind
		}).diagnose(t, "prod")
		if !slices.ContainsFunc(found, func(d *hcl.Diagnostic) bool { return d.Summary == c.summary }) {
			t.Errorf("%s %s: found %v", c.apiVersion, c.kind, found)
		}
	}
}

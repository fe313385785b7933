package plan

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/metaflow"
	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tfoutput"
)

// never must not stand in a profile: these hold credentials, or name Secrets
// that could hold one beside the workload identity.
var never = []string{"METAFLOW_SERVICE_HEADERS", "METAFLOW_SERVICE_AUTH_KEY", "METAFLOW_KUBERNETES_SECRETS"}

func profileOf(t *testing.T, name, more string) map[string]any {
	t.Helper()
	var profile map[string]any
	for _, f := range New(stackOf(t, name, more), Images{}).Client {
		if f.Path == ProfilePath {
			if err := json.Unmarshal(f.Data, &profile); err != nil {
				t.Fatal(err)
			}
		}
	}
	return profile
}

// stackOf is an example, with another stack.hcl if one is given.
func stackOf(t *testing.T, name, instead string) *stack.Stack {
	t.Helper()
	folder := "../../terraform/stacks/" + name + "/"
	data, err := os.ReadFile(folder + "outputs.json")
	if err != nil {
		t.Fatal(err)
	}
	outputs, diags := tfoutput.Parse("outputs.json", data)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	text, err := os.ReadFile(folder + "stack.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if instead != "" {
		text = []byte(instead)
	}
	s, diags := stack.Parse(stack.Source{Name: name, Filename: "stack.hcl", HCL: text, Outputs: outputs})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s
}

// everything is a stack.hcl that makes the profile hold every key it can.
const everything = `
default_task_role = "task-default"
jobs {
  node_selector = ["metaflow.example.com/pool=spot", "disk=fast"]
  tolerations   = ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule", "sku=gpu:NoSchedule"]
}
profile {
  labels      = ["example.com/team=forecast"]
  annotations = ["example.com/owner=data platform"]
  settings = {
    METAFLOW_KUBERNETES_CONTAINER_IMAGE    = "registry.example.com/ml:2026-11"
    METAFLOW_KUBERNETES_IMAGE_PULL_SECRETS = ["registry"]
    METAFLOW_KUBERNETES_CPU                = 2
    METAFLOW_KUBERNETES_MEMORY             = "8192"
    METAFLOW_KUBERNETES_QOS                = "Guaranteed"
    METAFLOW_CARD_NO_WARNING               = true
    METAFLOW_CONTACT_INFO                  = { "Ask us" = "data@example.com" }
    METAFLOW_KUBERNETES_PERSISTENT_VOLUME_CLAIMS = "{\"data\": \"/data\"}"
  }
}
argo_workflows {}
argo_events {}
`

// TestProfileKeys holds that a profile has keys that Metaflow knows, of the
// types that it reads.
func TestProfileKeys(t *testing.T) {
	known := metaflow.SettingKeys()
	profiles := map[string]map[string]any{"everything": profileOf(t, "prod", everything)}
	for _, name := range []string{"prod", "staging", "research"} {
		profiles[name] = profileOf(t, name, "")
	}
	for name, profile := range profiles {
		for _, key := range slices.Sorted(maps.Keys(profile)) {
			text, isString := profile[key].(string)
			switch {
			case !slices.Contains(known, key):
				t.Errorf("%s: Metaflow knows no key %s", name, key)
			case slices.Contains(never, key):
				t.Errorf("%s: %s must not be in a file", name, key)
			case !isString || text == "":
				t.Errorf("%s: %s is %v, but Metaflow reads a text", name, key, profile[key])
			case strings.HasPrefix(text, "{") || strings.HasPrefix(text, "["):
				if !json.Valid([]byte(text)) {
					t.Errorf("%s: %s is %q, which is no JSON", name, key, text)
				}
			}
		}
	}
}

// TestProfileValues holds the values whose form is Metaflow's own.
func TestProfileValues(t *testing.T) {
	profile := profileOf(t, "prod", everything)
	for key, want := range map[string]string{
		"METAFLOW_KUBERNETES_NODE_SELECTOR":            "kubernetes.io/arch=amd64,kubernetes.io/os=linux,metaflow.example.com/pool=spot,disk=fast",
		"METAFLOW_KUBERNETES_TOLERATIONS":              `[{"key":"kubernetes.azure.com/scalesetpriority","operator":"Equal","value":"spot","effect":"NoSchedule"},{"key":"sku","operator":"Equal","value":"gpu","effect":"NoSchedule"}]`,
		"METAFLOW_KUBERNETES_LABELS":                   "azure.workload.identity/use=true,example.com/team=forecast",
		"METAFLOW_KUBERNETES_ANNOTATIONS":              "cluster-autoscaler.kubernetes.io/safe-to-evict=false,example.com/owner=data platform",
		"METAFLOW_KUBERNETES_CONTAINER_IMAGE":          "registry.example.com/ml:2026-11",
		"METAFLOW_KUBERNETES_IMAGE_PULL_SECRETS":       `["registry"]`,
		"METAFLOW_KUBERNETES_CPU":                      "2",
		"METAFLOW_KUBERNETES_MEMORY":                   "8192",
		"METAFLOW_KUBERNETES_QOS":                      "guaranteed",
		"METAFLOW_CARD_NO_WARNING":                     "true",
		"METAFLOW_CONTACT_INFO":                        `{"Ask us":"data@example.com"}`,
		"METAFLOW_KUBERNETES_PERSISTENT_VOLUME_CLAIMS": `{"data":"/data"}`,
		"METAFLOW_ARGO_WORKFLOWS_KUBERNETES_SECRETS":   "metaflow-datastore",
		"METAFLOW_ARGO_WORKFLOWS_ENV_VARS_TO_SKIP":     "METAFLOW_SERVICE_HEADERS",
		"METAFLOW_ARGO_EVENTS_SERVICE_ACCOUNT":         "argo-events-sensor",
		"METAFLOW_SERVICE_URL":                         "http://localhost:8080/metadata",
		"METAFLOW_SERVICE_INTERNAL_URL":                "http://metadata-service.metaflow:8080/metadata",
		"METAFLOW_ARGO_EVENTS_INTERNAL_WEBHOOK_URL":    "http://argo-events-webhook-eventsource-svc.metaflow-jobs:12000/metaflow-event",
	} {
		if got := profile[key]; got != want {
			t.Errorf("%s is %v, want %s", key, got, want)
		}
	}
}

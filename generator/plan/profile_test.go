package plan

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tfoutput"
)

// metaflowKeys are the keys that a profile of ours may hold, with the type that
// Metaflow reads: what from_conf has for a default. Its source is Netflix/metaflow
// d2dd7f9 (2026-08-22, 2.19.38), metaflow/metaflow_config.py; the reading of
// types is in metaflow_config_funcs.py. A "string" that is given anything else
// becomes its Python text, without an error; "json" is a string that Metaflow
// parses where it is used; a "dict" takes an object, or its JSON as a string.
var metaflowKeys = map[string]string{
	"METAFLOW_ARGO_EVENTS_EVENT":                   "string",
	"METAFLOW_ARGO_EVENTS_EVENT_BUS":               "string",
	"METAFLOW_ARGO_EVENTS_EVENT_SOURCE":            "string",
	"METAFLOW_ARGO_EVENTS_INTERNAL_WEBHOOK_URL":    "string",
	"METAFLOW_ARGO_EVENTS_SENSOR_NAMESPACE":        "string",
	"METAFLOW_ARGO_EVENTS_SERVICE_ACCOUNT":         "string",
	"METAFLOW_ARGO_EVENTS_WEBHOOK_AUTH":            "string",
	"METAFLOW_ARGO_EVENTS_WEBHOOK_URL":             "string",
	"METAFLOW_ARGO_WORKFLOWS_ENV_VARS_TO_SKIP":     "string",
	"METAFLOW_ARGO_WORKFLOWS_KUBERNETES_SECRETS":   "string",
	"METAFLOW_ARGO_WORKFLOWS_UI_URL":               "string",
	"METAFLOW_AZURE_KEY_VAULT_PREFIX":              "string",
	"METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT": "string",
	"METAFLOW_AZURE_STORAGE_WORKLOAD_TYPE":         "string",
	"METAFLOW_CARD_AZUREROOT":                      "string",
	"METAFLOW_CONDA_PACKAGE_AZUREROOT":             "string",
	"METAFLOW_DATASTORE_SYSROOT_AZURE":             "string",
	"METAFLOW_DATATOOLS_AZUREROOT":                 "string",
	"METAFLOW_DEFAULT_AZURE_CLIENT_PROVIDER":       "string",
	"METAFLOW_DEFAULT_DATASTORE":                   "string",
	"METAFLOW_DEFAULT_METADATA":                    "string",
	"METAFLOW_DEFAULT_SECRETS_BACKEND_TYPE":        "string",
	"METAFLOW_KUBERNETES_ANNOTATIONS":              "string",
	"METAFLOW_KUBERNETES_CONTAINER_IMAGE":          "string",
	"METAFLOW_KUBERNETES_CONTAINER_REGISTRY":       "string",
	"METAFLOW_KUBERNETES_IMAGE_PULL_SECRETS":       "json",
	"METAFLOW_KUBERNETES_LABELS":                   "string",
	"METAFLOW_KUBERNETES_NAMESPACE":                "string",
	"METAFLOW_KUBERNETES_NODE_SELECTOR":            "string",
	"METAFLOW_KUBERNETES_PERSISTENT_VOLUME_CLAIMS": "json",
	"METAFLOW_KUBERNETES_SECRETS":                  "string",
	"METAFLOW_KUBERNETES_SERVICE_ACCOUNT":          "string",
	"METAFLOW_KUBERNETES_TOLERATIONS":              "json",
	"METAFLOW_SERVICE_HEADERS":                     "dict",
	"METAFLOW_SERVICE_INTERNAL_URL":                "string",
	"METAFLOW_SERVICE_URL":                         "string",
	"METAFLOW_SERVICE_VERSION_CHECK":               "bool",
	"METAFLOW_UI_URL":                              "string",
}

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
argo_workflows {}
argo_events {}
`

// TestProfileKeys holds that a profile has keys that Metaflow knows, of the
// types that it reads.
func TestProfileKeys(t *testing.T) {
	profiles := map[string]map[string]any{"everything": profileOf(t, "prod", everything)}
	for _, name := range []string{"prod", "staging", "research"} {
		profiles[name] = profileOf(t, name, "")
	}
	for name, profile := range profiles {
		for _, key := range slices.Sorted(maps.Keys(profile)) {
			text, isString := profile[key].(string)
			kind, known := metaflowKeys[key]
			var any any
			switch {
			case !known:
				t.Errorf("%s: Metaflow knows no key %s", name, key)
			case slices.Contains(never, key):
				t.Errorf("%s: %s must not be in a file", name, key)
			case !isString || text == "":
				t.Errorf("%s: %s is %v, but Metaflow reads a %s", name, key, profile[key], kind)
			case kind == "json" && json.Unmarshal([]byte(text), &any) != nil:
				t.Errorf("%s: %s is %q, which is no JSON", name, key, text)
			case kind == "string" && strings.HasPrefix(text, "{"):
				t.Errorf("%s: %s is %q, of which Metaflow would make one nonsense word", name, key, text)
			}
		}
	}
}

// TestProfileValues holds the values whose form is Metaflow's own.
func TestProfileValues(t *testing.T) {
	profile := profileOf(t, "prod", everything)
	for key, want := range map[string]string{
		"METAFLOW_KUBERNETES_NODE_SELECTOR":          "metaflow.example.com/pool=spot,disk=fast",
		"METAFLOW_KUBERNETES_TOLERATIONS":            `[{"key":"kubernetes.azure.com/scalesetpriority","operator":"Equal","value":"spot","effect":"NoSchedule"},{"key":"sku","operator":"Equal","value":"gpu","effect":"NoSchedule"}]`,
		"METAFLOW_KUBERNETES_LABELS":                 "azure.workload.identity/use=true",
		"METAFLOW_ARGO_WORKFLOWS_KUBERNETES_SECRETS": "metaflow-datastore",
		"METAFLOW_ARGO_WORKFLOWS_ENV_VARS_TO_SKIP":   "METAFLOW_SERVICE_HEADERS",
		"METAFLOW_ARGO_EVENTS_SERVICE_ACCOUNT":       "argo-events-sensor",
		"METAFLOW_SERVICE_URL":                       "http://localhost:8080/metadata",
		"METAFLOW_SERVICE_INTERNAL_URL":              "http://metadata-service.metaflow:8080/metadata",
		"METAFLOW_ARGO_EVENTS_INTERNAL_WEBHOOK_URL":  "http://argo-events-webhook-eventsource-svc.metaflow-jobs:12000/metaflow-event",
	} {
		if got := profile[key]; got != want {
			t.Errorf("%s is %v, want %s", key, got, want)
		}
	}
}

package stack

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/metaflow"
	"github.com/zclconf/go-cty/cty"
)

// Profile is what the client profile says beyond the stack.
type Profile struct {
	Labels      []fact.Label      `hcl:"labels" doc:"Labels of the pods of all tasks, each \"KEY=VALUE\", beside those that the stack and Metaflow set."`
	Annotations []fact.Annotation `hcl:"annotations" doc:"Annotations of the pods of all tasks, each \"KEY=VALUE\", beside those that the stack sets. No value has a comma, at which Metaflow would end it."`
	Settings    Settings          `hcl:"settings" doc:"Further settings of Metaflow by their names, such as METAFLOW_KUBERNETES_CONTAINER_IMAGE, METAFLOW_KUBERNETES_IMAGE_PULL_SECRETS, METAFLOW_KUBERNETES_CPU and METAFLOW_KUBERNETES_MEMORY (in MB): any that Metaflow 2.19 reads from a profile, except those that the stack decides."`
}

// Settings are settings of Metaflow as a profile has them: all of them texts.
type Settings map[string]string

// decodeValue reads an object of settings.
func (s *Settings) decodeValue(d *decoder, v cty.Value, path []string) {
	name := strings.Join(path, ".")
	if !v.Type().IsObjectType() && !v.Type().IsMapType() {
		d.fault(path, "Wrong type", fmt.Sprintf("%s %q must be a map, but is %s.", d.kind, name, v.Type().FriendlyName()))
		return
	}
	*s = Settings{}
	members := v.AsValueMap()
	for _, key := range slices.Sorted(maps.Keys(members)) {
		here := append(slices.Clip(path), key)
		setting, known := metaflow.SettingOf(key)
		switch {
		case !known:
			d.fault(here, "Unknown setting", fmt.Sprintf("Metaflow 2.19 reads no setting %q from a profile%s", key, fact.SuggestOr(key, metaflow.SettingKeys(), ". Name one as Metaflow's configuration does, with METAFLOW_ before it.")))
		case setting.IsSecret():
			d.fault(here, "Secret in the profile", fmt.Sprintf("The value of %s lets somebody in, and the profile is in git. People set it as a variable of their shell, as the guide beside the profile says.", key))
		case members[key].IsNull():
			d.fault(here, "Missing value", fmt.Sprintf("%s %q is null. %s", d.kind, name+"."+key, d.cureOfNull()))
		default:
			(*s)[key] = d.setting(key, setting, members[key], here)
		}
	}
}

// setting is the text of one setting, held to what Metaflow takes.
func (d *decoder) setting(key string, setting metaflow.Setting, v cty.Value, path []string) string {
	text, want := setting.Text(v)
	if want != "" {
		d.fault(path, "Invalid setting", fmt.Sprintf("The value of %s must be %s, but is %s.", key, strings.TrimSuffix(want, "?"), v.Type().FriendlyName()+quotedScalar(text)))
	}
	return text
}

func quotedScalar(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(" %q", shorten(text))
}

// setByStack are the settings that the stack decides, each with what decides it. Those
// of Argo are decided where the stack has it.
func (s *Stack) setByStack() map[string]string {
	set := map[string]string{
		"METAFLOW_ARGO_WORKFLOWS_ENV_VARS_TO_SKIP":     "the stack, so that nobody's token is in a deployed flow",
		"METAFLOW_AZURE_KEY_VAULT_PREFIX":              "the output key_vault",
		"METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT": "the output storage",
		"METAFLOW_DATASTORE_SYSROOT_AZURE":             "the output storage",
		"METAFLOW_DEFAULT_DATASTORE":                   "the output storage",
		"METAFLOW_DEFAULT_METADATA":                    "the stack's metadata service",
		"METAFLOW_DEFAULT_SECRETS_BACKEND_TYPE":        "the output key_vault",
		"METAFLOW_KUBERNETES_ANNOTATIONS":              "profile.annotations",
		"METAFLOW_KUBERNETES_LABELS":                   "profile.labels",
		"METAFLOW_KUBERNETES_NAMESPACE":                "the output namespaces",
		"METAFLOW_KUBERNETES_NODE_SELECTOR":            "jobs.node_selector",
		"METAFLOW_KUBERNETES_SERVICE_ACCOUNT":          "default_task_role",
		"METAFLOW_KUBERNETES_TOLERATIONS":              "jobs.tolerations",
		"METAFLOW_SERVICE_INTERNAL_URL":                "the output namespaces",
		"METAFLOW_SERVICE_URL":                         "the output auth and the block expose",
		"METAFLOW_UI_URL":                              "the output auth and the block expose",
	}
	if s.Contract.ImageRegistry != nil {
		set["METAFLOW_KUBERNETES_CONTAINER_REGISTRY"] = "the output image_registry"
	}
	if s.Config.ArgoWorkflows != nil {
		set["METAFLOW_ARGO_WORKFLOWS_KUBERNETES_SECRETS"] = "the block argo_workflows"
	}
	if s.Config.ArgoEvents != nil {
		for _, name := range []string{"EVENT", "EVENT_BUS", "EVENT_SOURCE", "INTERNAL_WEBHOOK_URL", "SENSOR_NAMESPACE", "SERVICE_ACCOUNT", "WEBHOOK_URL"} {
			set["METAFLOW_ARGO_EVENTS_"+name] = "the block argo_events"
		}
	}
	return set
}

// ownKeys are beginnings of the keys of labels and annotations that others set.
var ownKeys = []string{"app.kubernetes.io/", "azure.workload.identity/", "metaflow/", "workflows.argoproj.io/", "batch.kubernetes.io/", "jobset.sigs.k8s.io/", "cluster-autoscaler.kubernetes.io/"}

// ownLabels are keys without a prefix, by which Argo Events and Jobs find their own pods.
var ownLabels = []string{"controller", "controller-uid", "eventbus-name", "eventsource-name", "job-name", "owner-name", "sensor-name"}

// profile refuses what the profile has already.
func (x *crossChecker) profile() {
	set := x.setByStack()
	for _, key := range slices.Sorted(maps.Keys(x.Config.Profile.Settings)) {
		if by, is := set[key]; is {
			x.fault(x.DecisionIn("profile.settings", key), "Setting of the stack", "%s is decided by %s, and the profile of this stack has it already. Change it there, and remove it here.", key, by)
		}
	}
	x.keyValues("profile.labels", texts(x.Config.Profile.Labels))
	x.keyValues("profile.annotations", texts(x.Config.Profile.Annotations))
}

func texts[T fmt.Stringer](list []T) []string {
	var all []string
	for _, t := range list {
		all = append(all, t.String())
	}
	return all
}

// keyValues refuses a key that is given twice, or that others set.
func (x *crossChecker) keyValues(path string, list []string) {
	seen := map[string]bool{}
	for _, item := range list {
		key, _, _ := strings.Cut(item, "=")
		if seen[key] {
			x.fault(x.Decision(path), "Duplicate value", "Two of %s have the key %q, and Metaflow takes each once. Remove one.", path, key)
		}
		if slices.ContainsFunc(ownKeys, func(own string) bool { return strings.HasPrefix(key, own) }) || path == "profile.labels" && slices.Contains(ownLabels, key) {
			x.fault(x.Decision(path), "Setting of the stack", "The key %q of %s is set by the stack, Metaflow or Kubernetes itself. Take another.", key, path)
		}
		seen[key] = true
	}
}

// valueDecoder reads a value that is no single text.
type valueDecoder interface {
	decodeValue(d *decoder, v cty.Value, path []string)
}

// asValueDecoder is a target that reads its value itself.
func asValueDecoder(target reflect.Value) (valueDecoder, bool) {
	v, is := target.Addr().Interface().(valueDecoder)
	return v, is
}

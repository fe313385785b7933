package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/stack"
)

// ProfilePath is where Metaflow's profile is, below the overlay.
const ProfilePath = "client/config.json"

// profile writes Metaflow's config.json. Every value is a string: Metaflow
// takes an object for METAFLOW_KUBERNETES_LABELS without error and makes one
// nonsense label of it. A token never stands here, and never in a template of
// Argo, where the headers of a request would be in cleartext.
func (p clientPlanner) profile() []byte {
	c := p.Contract
	profile := map[string]string{
		"METAFLOW_ARGO_WORKFLOWS_ENV_VARS_TO_SKIP":     "METAFLOW_SERVICE_HEADERS",
		"METAFLOW_AZURE_KEY_VAULT_PREFIX":              c.KeyVault.URI.String(),
		"METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT": c.Storage.BlobEndpoint.String(),
		"METAFLOW_DATASTORE_SYSROOT_AZURE":             c.Storage.Sysroot.String(),
		"METAFLOW_DEFAULT_DATASTORE":                   "azure",
		"METAFLOW_DEFAULT_METADATA":                    "service",
		"METAFLOW_DEFAULT_SECRETS_BACKEND_TYPE":        "az-key-vault",
		"METAFLOW_KUBERNETES_LABELS":                   p.labels(),
		"METAFLOW_KUBERNETES_NAMESPACE":                c.Namespaces.Jobs.String(),
		"METAFLOW_SERVICE_INTERNAL_URL":                fmt.Sprintf("http://metadata-service.%s:8080/metadata", c.Namespaces.Services),
		"METAFLOW_SERVICE_URL":                         p.serviceURL(),
		"METAFLOW_UI_URL":                              p.uiURL(),
	}
	maps.Copy(profile, p.podSettings())
	maps.Copy(profile, p.argoSettings())
	maps.Copy(profile, p.Config.Profile.Settings)
	text, err := json.MarshalIndent(profile, "", "  ")
	if err != nil {
		panic("plan: writing a map of strings as JSON: " + err.Error())
	}
	return append(text, '\n')
}

// TaskLabels are those that the profile gives to the pods of tasks, besides
// Metaflow's own.
func TaskLabels() map[string]string {
	return map[string]string{UseLabel: "true"}
}

// SafeToEvict is the annotation by which the cluster autoscaler leaves a pod alone.
const SafeToEvict = "cluster-autoscaler.kubernetes.io/safe-to-evict"

// TaskAnnotations are those of the pods of tasks.
func TaskAnnotations(s *stack.Stack) map[string]string {
	if s.Config.Jobs.Evictable.IsOn() {
		return nil
	}
	return map[string]string{SafeToEvict: "false"}
}

func (p clientPlanner) labels() string {
	return keyValues(TaskLabels(), p.Config.Profile.Labels)
}

func (p clientPlanner) annotations() string {
	return keyValues(TaskAnnotations(p.Stack), p.Config.Profile.Annotations)
}

// keyValues writes what the stack sets and what a profile adds as Metaflow parses
// labels and annotations: k=v,k2=v2.
func keyValues[T fmt.Stringer](own map[string]string, more []T) string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(own)) {
		list = append(list, key+"="+own[key])
	}
	for _, m := range more {
		list = append(list, m.String())
	}
	return strings.Join(list, ",")
}

// podSettings are what every task pod gets: an account and a place to run.
func (p clientPlanner) podSettings() map[string]string {
	settings := map[string]string{}
	if annotations := p.annotations(); annotations != "" {
		settings["METAFLOW_KUBERNETES_ANNOTATIONS"] = annotations
	}
	if r := p.Contract.ImageRegistry; r != nil {
		settings["METAFLOW_KUBERNETES_CONTAINER_REGISTRY"] = r.String()
	}
	if role := p.DefaultTaskRole(); role != "" {
		settings["METAFLOW_KUBERNETES_SERVICE_ACCOUNT"] = role
	}
	settings["METAFLOW_KUBERNETES_NODE_SELECTOR"] = p.nodeSelector()
	if taints := p.Config.Jobs.Tolerations; len(taints) > 0 {
		settings["METAFLOW_KUBERNETES_TOLERATIONS"] = p.tolerations()
	}
	return settings
}

// nodeSelector says which nodes task pods run on: those that stack.hcl names, and of
// them those that the images run on, as a cluster may have nodes with Windows or ARM.
func (p clientPlanner) nodeSelector() string {
	own := map[string]string{"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}
	if p.Config.Profile.Settings["METAFLOW_KUBERNETES_CONDA_ARCH"] == "linux-aarch64" {
		own["kubernetes.io/arch"] = "arm64"
	}
	for _, label := range p.Config.Jobs.NodeSelector {
		key, _, _ := strings.Cut(label.String(), "=")
		delete(own, key)
	}
	return keyValues(own, p.Config.Jobs.NodeSelector)
}

// tolerations are JSON text, as Metaflow parses them.
func (p clientPlanner) tolerations() string {
	type toleration struct {
		Key      string `json:"key"`
		Operator string `json:"operator"`
		Value    string `json:"value"`
		Effect   string `json:"effect"`
	}
	var list []toleration
	for _, t := range p.Config.Jobs.Tolerations {
		list = append(list, toleration{t.Key, "Equal", t.Value, t.Effect})
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic("plan: writing strings as JSON: " + err.Error())
	}
	return string(text)
}

// argoSettings are what deployed flows need to know of Argo Workflows and Argo
// Events. The webhook has no authentication, so it is reached inside the
// cluster, or by a forwarded port.
func (p clientPlanner) argoSettings() map[string]string {
	settings := map[string]string{}
	if p.Config.ArgoWorkflows != nil {
		settings["METAFLOW_ARGO_WORKFLOWS_KUBERNETES_SECRETS"] = datastoreSecret
	}
	if p.Config.ArgoEvents != nil {
		jobs := p.Contract.Namespaces.Jobs.String()
		maps.Copy(settings, map[string]string{
			"METAFLOW_ARGO_EVENTS_EVENT":                "metaflow-event",
			"METAFLOW_ARGO_EVENTS_EVENT_BUS":            "default",
			"METAFLOW_ARGO_EVENTS_EVENT_SOURCE":         "argo-events-webhook",
			"METAFLOW_ARGO_EVENTS_INTERNAL_WEBHOOK_URL": fmt.Sprintf("http://argo-events-webhook-eventsource-svc.%s:12000/metaflow-event", jobs),
			"METAFLOW_ARGO_EVENTS_SENSOR_NAMESPACE":     jobs,
			"METAFLOW_ARGO_EVENTS_SERVICE_ACCOUNT":      sensorAccount,
			"METAFLOW_ARGO_EVENTS_WEBHOOK_URL":          localWebhook,
		})
	}
	return settings
}

// otherRoles are the task roles that a step has to ask for.
func (p clientPlanner) otherRoles() []string {
	var roles []string
	for _, role := range p.TaskRoles() {
		if role != p.DefaultTaskRole() {
			roles = append(roles, role)
		}
	}
	return roles
}

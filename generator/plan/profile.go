package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
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
		"METAFLOW_KUBERNETES_LABELS":                   labelList(TaskLabels()),
		"METAFLOW_KUBERNETES_NAMESPACE":                c.Namespaces.Jobs.String(),
		"METAFLOW_SERVICE_INTERNAL_URL":                fmt.Sprintf("http://metadata-service.%s:8080/metadata", c.Namespaces.Services),
		"METAFLOW_SERVICE_URL":                         p.serviceURL(),
		"METAFLOW_UI_URL":                              p.uiURL(),
	}
	maps.Copy(profile, p.podSettings())
	maps.Copy(profile, p.argoSettings())
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

// labelList writes labels as Metaflow parses them: k=v,k2=v2.
func labelList(labels map[string]string) string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		list = append(list, key+"="+labels[key])
	}
	return strings.Join(list, ",")
}

// podSettings are what every task pod gets: an account and a place to run.
func (p clientPlanner) podSettings() map[string]string {
	settings := map[string]string{}
	if role := p.DefaultTaskRole(); role != "" {
		settings["METAFLOW_KUBERNETES_SERVICE_ACCOUNT"] = role
	}
	if labels := p.Config.Jobs.NodeSelector; len(labels) > 0 {
		settings["METAFLOW_KUBERNETES_NODE_SELECTOR"] = joined(labels)
	}
	if taints := p.Config.Jobs.Tolerations; len(taints) > 0 {
		settings["METAFLOW_KUBERNETES_TOLERATIONS"] = p.tolerations()
	}
	return settings
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

package identity

import (
	"encoding/json"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/tree"
)

// check holds that task pods which are started with the client profile have
// an account and a label, and that everything it names is there.
func (f profile) check() {
	var profile map[string]any
	if err := json.Unmarshal(f.Rendered.Client(plan.ProfilePath), &profile); err != nil {
		f.At(f.profileFile(), "Invalid profile", "Metaflow could not read the profile: %v.", err)
		return
	}
	text := func(key string) string {
		s, _ := profile[key].(string)
		return s
	}
	jobs := f.Stack.Contract.Namespaces.Jobs.String()
	if got := text("METAFLOW_KUBERNETES_NAMESPACE"); got != jobs {
		f.At(f.profileFile(), "Profile of another namespace", "METAFLOW_KUBERNETES_NAMESPACE is %q, but the accounts of task roles are in %q. Azure would answer AADSTS700213.", got, jobs)
	}
	if name := text("METAFLOW_KUBERNETES_SERVICE_ACCOUNT"); len(f.Stack.TaskRoles()) > 0 && (!slices.Contains(f.Stack.TaskRoles(), name) || !f.ActsAsIdentity(jobs, name)) {
		f.At(f.profileFile(), "Unknown service account", "METAFLOW_KUBERNETES_SERVICE_ACCOUNT is %q, but there is no such task role in namespace %s: the job would never get a pod.", name, jobs)
	}
	if labels := text("METAFLOW_KUBERNETES_LABELS"); !slices.Contains(strings.Split(labels, ","), plan.UseLabel+"=true") {
		f.At(f.profileFile(), "Missing pod label", "METAFLOW_KUBERNETES_LABELS is %q, but must hold %s=true, in a string, or task pods start without AZURE_FEDERATED_TOKEN_FILE.", profile["METAFLOW_KUBERNETES_LABELS"], plan.UseLabel)
	}
	for _, key := range []string{"METAFLOW_KUBERNETES_SECRETS", "METAFLOW_ARGO_WORKFLOWS_KUBERNETES_SECRETS"} {
		f.profileSecrets(key, text(key), jobs)
	}
	if f.Stack.Config.ArgoEvents != nil {
		f.profileEvents(text)
	}
}

func (f profile) profileSecrets(key, list, jobs string) {
	for _, name := range strings.Split(list, ",") {
		if name == "" {
			continue
		}
		if s, found := f.Find("Secret", jobs, name); !found || !f.IsPublic(s) {
			f.At(f.profileFile(), "Client secret beside the identity", "%s names Secret %q, which is not the stack's. Task pods take all variables of it: a missing one keeps them from starting, and one with AZURE_CLIENT_SECRET is tried before the identity.", key, name)
		}
	}
	if s, found := f.Find("Secret", jobs, "metaflow-datastore"); key == "METAFLOW_ARGO_WORKFLOWS_KUBERNETES_SECRETS" && f.Stack.Config.ArgoWorkflows != nil {
		if values := manifest.Fields(s.Fields, "data"); !found || len(values) < 2 || !slices.Contains(strings.Split(list, ","), "metaflow-datastore") {
			f.At(f.profileFile(), "Missing datastore", "%s must name Secret metaflow-datastore, and that must hold the blob endpoint and the sysroot: hooks take them from there, and would end after six tries without.", key)
		}
	}
}

// profileEvents checks that what flows are triggered by is there.
func (f profile) profileEvents(text func(string) string) {
	namespace := text("METAFLOW_ARGO_EVENTS_SENSOR_NAMESPACE")
	for key, kind := range map[string]string{
		"METAFLOW_ARGO_EVENTS_SERVICE_ACCOUNT": "ServiceAccount",
		"METAFLOW_ARGO_EVENTS_EVENT_BUS":       "EventBus",
		"METAFLOW_ARGO_EVENTS_EVENT_SOURCE":    "EventSource",
	} {
		if _, found := f.Find(kind, namespace, text(key)); !found {
			f.At(f.profileFile(), "Unknown event object", "%s is %q, but there is no %s of that name in namespace %q, so no event would start a flow. Name those that the stack has.", key, text(key), kind, namespace)
		}
	}
}

// profileFile is the place of findings about the client profile.
func (f profile) profileFile() manifest.Origin {
	return manifest.Origin{Kind: manifest.FromGenerator, Range: diag.File(tree.Overlay(f.Stack.Name) + "/" + plan.ProfilePath)}
}

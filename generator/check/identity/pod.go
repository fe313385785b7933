package identity

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

// check checks of all that makes pods, of whatever kind, that they run as an account
// which is there and theirs, that those which need a token from the webhook ask for it
// with a string, and that nothing stands beside it.
func (f pods) check() {
	for _, p := range f.AllPods() {
		f.pod(p)
	}
	for _, o := range f.Rendered.Objects {
		if o.Get("metadata", "labels", plan.UseLabel) != nil {
			f.misplaced(o)
		}
	}
}

func (f pods) pod(p manifest.Pod) {
	o, namespace, account := p.Owner, f.whereRuns(p), p.Account()
	if p.Unread != nil {
		f.Object(o, p.Unread, "Pod patch that cannot be read", "The podSpecPatch of %s is no map of fields that are known now, so it could give the pods another account, image or network than was reviewed. Write it as YAML or JSON, with parameters only inside of values.", o)
	}
	if account != "" && account != "default" {
		if _, found := f.ServiceAccount(namespace, account); !found {
			f.unknownAccount(p, namespace, account)
		}
	}
	f.owned(p)
	f.podLabel(p)
	f.projected(p)
	if f.needsToken(p) || f.isLabelled(p) {
		f.skipped(p)
		f.environment(p)
	}
}

func (f pods) unknownAccount(p manifest.Pod, namespace, account string) {
	gone := manifest.Object{APIVersion: "v1", Kind: "ServiceAccount", Namespace: namespace, Name: account}
	f.Absent(gone, p.Owner, p.AccountAt, "Unknown service account", "The pods of %s run as service account %q, which is not in namespace %s, so none would ever be made: error looking up service account. Name one that is there, or bring it.", p.Owner, account, namespace)
}

// isLabelled reports whether pods ask the webhook for a token. Those of workflows do
// where they do not say otherwise.
func (f pods) isLabelled(p manifest.Pod) bool {
	return p.Label(plan.UseLabel) != nil || p.IsWorkflow && f.Stack.Config.ArgoWorkflows != nil
}

func (f pods) podLabel(p manifest.Pod) {
	o, label, account := p.Owner, p.Label(plan.UseLabel), cmp.Or(p.Account(), "default")
	switch {
	case label == nil && !p.IsWorkflow && f.needsToken(p):
		f.Object(o, p.LabelAt(plan.UseLabel), "Missing pod label", "The pods of %s act as an Azure identity, but their template has no label %s: \"true\", so the webhook would pass them by and AZURE_FEDERATED_TOKEN_FILE would not be set.", o, plan.UseLabel)
	case label != nil && label != "true":
		f.Object(o, p.LabelAt(plan.UseLabel), "Invalid pod label", "The pods of %s have the label %s: %v, but the webhook selects the string \"true\" alone. Without it AZURE_FEDERATED_TOKEN_FILE is not set.", o, plan.UseLabel, label)
	}
	if isDefault := p.IsWorkflow && p.Account() == ""; label != nil && !isDefault && !f.ActsAsIdentity(f.whereRuns(p), account) {
		at := p.LabelAt(plan.UseLabel)
		if f.IsSet(o, p.AccountAt...) && !f.IsSet(o, at...) {
			at = p.AccountAt
		}
		f.Object(o, at, "Service account without identity", "The pods of %s ask the webhook for a token, but their service account %q has no annotation %s, so AZURE_CLIENT_ID would not be set.", o, account, plan.ClientIDAnnotation)
	}
}

// misplaced finds the label on an object whose pods do not have it.
func (f pods) misplaced(o manifest.Object) {
	pods := o.Pods()
	if len(pods) == 0 || o.Kind == "Pod" {
		return
	}
	if !slices.ContainsFunc(pods, func(p manifest.Pod) bool { return p.Label(plan.UseLabel) != nil }) {
		f.Object(o, []string{"metadata", "labels", plan.UseLabel}, "Label on the wrong object", "%s has the label %s itself, but the webhook looks at pods. Put it on the pod template, at %s; without it AZURE_FEDERATED_TOKEN_FILE is not set.", o, plan.UseLabel, strings.Join(pods[0].LabelAt(""), "."))
	}
}

// needsToken reports whether a workload gets its token by the webhook: it reads
// blobs, or logs in with a federated token.
func (f pods) needsToken(p manifest.Pod) bool {
	env, o := f.variables(p), p.Owner
	_, blobs := env["METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT"]
	return blobs || env["OAUTH2_PROXY_ENTRA_ID_FEDERATED_TOKEN_AUTH"].value == "true" ||
		o.Kind == "Deployment" && o.Namespace == f.Stack.Contract.Namespaces.Services.String() && o.Name == stack.UIBackend
}

// skipped checks that the webhook passes by no container that needs the token.
func (f pods) skipped(p manifest.Pod) {
	list, _ := p.Annotation(skipAnnotation).(string)
	for _, name := range strings.Split(list, ";") {
		for _, c := range p.Containers {
			if name := strings.TrimSpace(name); name != "" && c.Name == name {
				f.Object(p.Owner, slices.Concat(p.Labelled, []string{"annotations", skipAnnotation}), "Container without token", "The annotation %s of the pods of %s names container %q, so AZURE_FEDERATED_TOKEN_FILE would not be set in it. Remove the name.", skipAnnotation, p.Owner, name)
			}
		}
	}
}

// projected checks that a token which pods mount by themselves, to act as an identity,
// is one that Entra ID takes.
func (f pods) projected(p manifest.Pod) {
	if !f.ActsAsIdentity(f.whereRuns(p), cmp.Or(p.Account(), "default")) {
		return
	}
	for _, v := range manifest.Maps(p.Spec, "volumes") {
		for i, source := range manifest.Maps(v, "projected", "sources") {
			token := manifest.Fields(source, "serviceAccountToken")
			if token == nil {
				continue
			}
			at := p.At("volumes", manifest.Text(v, "name"), "projected", "sources", strconv.Itoa(i), "serviceAccountToken")
			audience := manifest.Text(token, "audience")
			if audience != "" && audience != tokenAudience { // without one it is for the Kubernetes API
				f.Object(p.Owner, append(at, "audience"), "Token of another audience", "The pods of %s act as an Azure identity, but mount a token for the audience %q; Entra ID takes %q alone, and answers AADSTS700212. Remove the volume: the webhook mounts a token that fits.", p.Owner, audience, tokenAudience)
			}
			if text := manifest.Text(token, "expirationSeconds"); text != "" {
				if n, err := strconv.Atoi(text); err != nil || n < 600 || audience == tokenAudience && n > 86400 {
					f.Object(p.Owner, append(slices.Clone(at), "expirationSeconds"), "Invalid token lifetime", "The pods of %s mount a token of %s seconds; Kubernetes takes 600 at least, and Entra ID one day at most.", p.Owner, text)
				}
			}
		}
	}
}

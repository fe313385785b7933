package identity

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

// pods checks that pods which need a token from the webhook ask for it on the
// pod template, with a string, and that nothing stands beside it.
func (f checks) pods() {
	for _, o := range f.Rendered.Objects {
		if o.Pod().Get("spec") == nil {
			continue
		}
		if _, found := f.ServiceAccount(o.Namespace, o.ServiceAccount()); !found && o.ServiceAccount() != "default" {
			f.Object(o, []string{"spec", "template", "spec", "serviceAccountName"}, "Unknown service account", "The pods of %s run as service account %q, which is not in namespace %s, so none would ever be made: error looking up service account.", o, o.ServiceAccount(), o.Namespace)
		}
		f.podLabel(o)
		if f.needsToken(o) || o.Pod().Get("metadata", "labels", plan.UseLabel) != nil {
			f.skipped(o)
			f.environment(o)
		}
	}
}

func (f checks) podLabel(o manifest.Object) {
	label := o.Pod().Get("metadata", "labels", plan.UseLabel)
	switch {
	case label == nil && f.needsToken(o):
		f.Object(o, nil, "Missing pod label", "The pods of %s act as an Azure identity, but their template has no label %s: \"true\", so the webhook would pass them by and AZURE_FEDERATED_TOKEN_FILE would not be set.", o, plan.UseLabel)
	case label == nil && o.Get("metadata", "labels", plan.UseLabel) != nil:
		f.Object(o, nil, "Label on the wrong object", "%s has the label %s itself, but the webhook looks at pods. Put it under spec.template.metadata.labels; without it AZURE_FEDERATED_TOKEN_FILE is not set.", o, plan.UseLabel)
	case label != nil && label != "true":
		f.Object(o, []string{"spec", "template", "metadata", "labels", plan.UseLabel}, "Invalid pod label", "The pods of %s have the label %s: %v, but the webhook selects the string \"true\" alone. Without it AZURE_FEDERATED_TOKEN_FILE is not set.", o, plan.UseLabel, label)
	}
	if label != nil && !f.ActsAsIdentity(o.Namespace, o.ServiceAccount()) {
		f.Object(o, nil, "Service account without identity", "The pods of %s ask the webhook for a token, but their service account %q has no annotation %s, so AZURE_CLIENT_ID would not be set.", o, o.ServiceAccount(), plan.ClientIDAnnotation)
	}
}

// needsToken reports whether a workload gets its token by the webhook: it reads
// blobs, or logs in with a federated token.
func (f checks) needsToken(o manifest.Object) bool {
	env := variablesOf(o)
	_, blobs := env["METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT"]
	return blobs || env["OAUTH2_PROXY_ENTRA_ID_FEDERATED_TOKEN_AUTH"] == "true" ||
		o.Kind == "Deployment" && o.Namespace == f.Stack.Contract.Namespaces.Services.String() && o.Name == stack.UIBackend
}

// skipped checks that the webhook passes by no container that needs the token.
func (f checks) skipped(o manifest.Object) {
	list, _ := o.Pod().Get("metadata", "annotations", skipAnnotation).(string)
	for _, name := range strings.Split(list, ";") {
		for _, c := range o.Containers() {
			if c["name"] == strings.TrimSpace(name) {
				f.Object(o, []string{"spec", "template", "metadata", "annotations", skipAnnotation}, "Container without token", "The annotation %s of the pods of %s names container %q, so AZURE_FEDERATED_TOKEN_FILE would not be set in it. Remove the name.", skipAnnotation, o, name)
			}
		}
	}
}

// other are variables of a pod that the SDK or the proxy would take before the
// federated token.
var other = []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_USERNAME", "AZURE_PASSWORD"}

// injected are the variables that the webhook sets where they are absent.
var injected = []string{"AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_AUTHORITY_HOST"}

// environment checks that a pod has no other way to log in than its token.
func (f checks) environment(o manifest.Object) {
	env := variablesOf(o)
	for _, name := range slices.Sorted(maps.Keys(env)) {
		secret := slices.Contains(other, name) || env["OAUTH2_PROXY_ENTRA_ID_FEDERATED_TOKEN_AUTH"] == "true" && strings.HasPrefix(name, "OAUTH2_PROXY_CLIENT_SECRET")
		switch {
		case secret:
			f.Object(o, nil, "Client secret beside the identity", "The pods of %s have a workload identity and the variable %s. A secret is tried first, so they would act as somebody else, until it ends with AADSTS7000215 or AADSTS7000222. Remove it.", o, name)
		case slices.Contains(injected, name):
			f.Object(o, nil, "Variable of the webhook", "The pods of %s set %s themselves, and the webhook sets only what is absent, so what the service account says would not count. Remove it; AADSTS700016 or AADSTS700213 is what a wrong value gives.", o, name)
		}
	}
	for _, c := range o.Containers() {
		for _, source := range manifest.Maps(c, "envFrom") {
			name, _ := manifest.Get(source, "secretRef", "name").(string)
			if s, found := f.Find("Secret", o.Namespace, name); name != "" && (!found || !f.IsPublic(s)) {
				f.Object(o, nil, "Client secret beside the identity", "Container %v of %s takes all variables of Secret %q, of which nobody can tell that AZURE_CLIENT_SECRET is not among them. A secret is tried before the identity. Name the variables that are needed, one by one.", c["name"], o, name)
			}
		}
	}
}

// variablesOf are the environment variables of all containers of a workload;
// those that come from elsewhere have no value.
func variablesOf(o manifest.Object) map[string]string {
	env := map[string]string{}
	for _, c := range o.Containers() {
		for _, v := range manifest.Maps(c, "env") {
			if name, ok := v["name"].(string); ok {
				value := v["value"]
				if value == nil {
					value = ""
				}
				env[name] = fmt.Sprint(value)
			}
		}
	}
	return env
}

// classes checks that each SecretProviderClass that is mounted is there, reads
// the stack's vault, and reads it as a workload identity.
func (f checks) classes() {
	for _, o := range f.Rendered.Objects {
		for _, name := range o.SecretClasses() {
			if _, found := f.Find("SecretProviderClass", o.Namespace, name); !found {
				f.Object(o, nil, "Unknown SecretProviderClass", "The pods of %s mount SecretProviderClass %q, which is not in namespace %s: FailedMount, and the pods wait for ever.", o, name, o.Namespace)
			}
		}
		if o.Kind != "SecretProviderClass" {
			continue
		}
		if got, want := o.Get("spec", "parameters", "keyvaultName"), f.Stack.Contract.KeyVault.Name.String(); got != want {
			f.Object(o, []string{"spec", "parameters", "keyvaultName"}, "Wrong vault", "%s reads vault %v, but the stack's key_vault is %s, on which its identity has its role: FailedMount, Forbidden.", o, got, want)
		}
		for _, way := range []string{"usePodIdentity", "useVMManagedIdentity"} {
			if fmt.Sprint(o.Get("spec", "parameters", way)) == "true" {
				f.Object(o, nil, "Invalid identity", "%s has %s: \"true\", so it would act as the node and not as clientID: FailedMount, Identity not found. Remove it.", o, way)
			}
		}
	}
}

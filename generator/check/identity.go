package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
)

const (
	clientIDAnnotation = "azure.workload.identity/client-id"
	useLabel           = "azure.workload.identity/use"
	tokenAudience      = "api://AzureADTokenExchange"
)

// use is one way in which a service account acts as an Azure identity.
type use struct {
	object   render.Object // that names the client id
	path     []string      // of the client id in it
	clientID string
	subject  string // of the service account
}

// holder is an identity of the contract, or the Entra application of the auth
// proxy.
type holder struct {
	path        string // in the contract
	clientID    string
	credentials []stack.Credential
}

// identity proves that each use of an identity joins to exactly one federated
// credential: client id to identity, and in it issuer, subject and audience.
// Entra ID compares all of them to the letter, and would refuse the pod's
// token at its first call.
func (f *findings) identity() {
	holders := f.holders()
	for _, u := range f.uses() {
		h, ok := holders[u.clientID]
		if !ok {
			f.object(u.object, u.path, "Unknown identity", "%s acts as client id %s, which is no identity of this stack. Azure would answer AADSTS700016. Take the client id from the output workload_identities.", u.object, u.clientID)
			continue
		}
		f.join(u, h)
	}
	for _, h := range f.identities() {
		f.credentials(h)
	}
	f.podLabels()
}

func (f *findings) holders() map[string]holder {
	holders := map[string]holder{}
	for _, h := range f.identities() {
		if same, shared := holders[h.clientID]; shared {
			h = holder{same.path, same.clientID, slices.Concat(same.credentials, h.credentials)}
		}
		holders[h.clientID] = h
	}
	return holders
}

// identities lists the identities in order. Two keys may share one: then it has
// the credentials of both.
func (f *findings) identities() []holder {
	var list []holder
	ids := f.stack.Contract.WorkloadIdentities
	for _, key := range slices.Sorted(maps.Keys(ids)) {
		list = append(list, holder{"workload_identities." + key, ids[key].ClientID.String(), ids[key].FederatedCredentials})
	}
	if auth := f.stack.Contract.Auth; auth != nil && f.usesEntra() {
		list = append(list, holder{"auth", auth.ClientID.String(), auth.FederatedCredentials})
	}
	return list
}

func (f *findings) usesEntra() bool {
	e := f.stack.Config.Expose
	return e != nil && e.Provider.String() == stack.EntraID
}

// uses finds the annotated service accounts and the SecretProviderClasses with
// the accounts of the pods that mount them.
func (f *findings) uses() []use {
	var uses []use
	for _, o := range f.rendered.Objects {
		switch o.Kind {
		case "ServiceAccount":
			if id, ok := o.Get("metadata", "annotations", clientIDAnnotation).(string); ok {
				uses = append(uses, use{o, []string{"metadata", "annotations", clientIDAnnotation}, id, fact.SubjectOf(o.Namespace, o.Name)})
			}
		case "SecretProviderClass":
			uses = append(uses, f.vaultUses(o)...)
		}
	}
	return uses
}

func (f *findings) vaultUses(class render.Object) []use {
	id, _ := class.Get("spec", "parameters", "clientID").(string)
	if id == "" {
		f.object(class, nil, "Missing identity", "%s names no clientID, so the Key Vault driver would not know whom to act as.", class)
		return nil
	}
	var uses []use
	for _, o := range f.rendered.Objects {
		if o.Namespace == class.Namespace && mounts(o, class.Name) {
			uses = append(uses, use{class, []string{"spec", "parameters", "clientID"}, id, fact.SubjectOf(o.Namespace, accountOf(o))})
		}
	}
	return uses
}

// mounts tells whether a workload's pods mount a SecretProviderClass.
func mounts(o render.Object, class string) bool {
	volumes, _ := o.Pod().Get("spec", "volumes").([]any)
	return slices.ContainsFunc(volumes, func(v any) bool {
		volume := render.Object{Fields: map[string]any{"volume": v}}
		return volume.Get("volume", "csi", "volumeAttributes", "secretProviderClass") == class
	})
}

func accountOf(o render.Object) string {
	if name, ok := o.Pod().Get("spec", "serviceAccountName").(string); ok {
		return name
	}
	return "default"
}

// join finds the one credential that lets a use log in.
func (f *findings) join(u use, h holder) {
	issuer := f.stack.Contract.Cluster.OIDCIssuerURL.String()
	var near []string
	for i, c := range h.credentials {
		wrong := mismatch(c, issuer, u.subject)
		if wrong == "" {
			return
		}
		near = append(near, fmt.Sprintf("credential %q has %s", h.credentials[i].Name, wrong))
	}
	if len(near) == 0 {
		near = []string{"it has no credential at all"}
	}
	f.at(f.stack.Fact(h.path+".federated_credentials"), "No federated credential fits", "%s must log in as the identity at %s, but no federated credential there has issuer %q, subject %q and audience %q: %s. Correct it in Terraform, apply, and record the outputs again.", u.object, h.path, issuer, u.subject, tokenAudience, strings.Join(near, "; "))
}

// mismatch says in what a credential differs from a token, and which error of
// Entra ID that would be.
func mismatch(c stack.Credential, issuer, subject string) string {
	switch {
	case c.Subject.String() != subject:
		return fmt.Sprintf("the subject %q (AADSTS700213)", c.Subject)
	case c.Issuer.String() != issuer:
		return fmt.Sprintf("the issuer %q (AADSTS700211)", c.Issuer)
	case !slices.ContainsFunc(c.Audiences, func(a fact.Text) bool { return a.String() == tokenAudience }):
		return fmt.Sprintf("the audiences %v (AADSTS700212)", c.Audiences)
	}
	return ""
}

// maxCredentials is Azure's limit for one identity or application.
const maxCredentials = 20

// credentials proves what must hold for the credentials of one identity.
func (f *findings) credentials(h holder) {
	at := f.stack.Fact(h.path + ".federated_credentials")
	if n := len(h.credentials); n > maxCredentials {
		f.at(at, "Too many credentials", "The identity at %s has %d federated credentials; Azure allows %d.", h.path, n, maxCredentials)
	}
	seen := map[string]string{}
	for _, c := range h.credentials {
		key := c.Issuer.String() + " " + c.Subject.String()
		if other, twice := seen[key]; twice {
			f.at(at, "Duplicate credential", "The credentials %q and %q of the identity at %s have the same issuer and subject. Remove one.", other, c.Name, h.path)
		}
		seen[key] = c.Name.String()
	}
}

// podLabels proves that pods which need a token from the webhook ask for it on
// the pod template, with a string.
func (f *findings) podLabels() {
	for _, o := range f.rendered.Objects {
		label := o.Pod().Get("metadata", "labels", useLabel)
		if label == nil && f.needsToken(o) {
			f.object(o, nil, "Missing pod label", "The pods of %s act as an Azure identity, but their template has no label %s: \"true\", so the webhook would pass them by and AZURE_FEDERATED_TOKEN_FILE would not be set.", o, useLabel)
		}
		if label == nil || o.Kind == "ServiceAccount" {
			continue
		}
		if label != "true" {
			f.object(o, []string{"spec", "template", "metadata", "labels", useLabel}, "Invalid pod label", "The pods of %s have the label %s: %v, but the webhook selects the string \"true\" alone. Without it AZURE_FEDERATED_TOKEN_FILE is not set.", o, useLabel, label)
		}
		if !f.annotated(o.Namespace, accountOf(o)) {
			f.object(o, nil, "Service account without identity", "The pods of %s ask the webhook for a token, but their service account %q has no annotation %s, so AZURE_CLIENT_ID would not be set.", o, accountOf(o), clientIDAnnotation)
		}
	}
}

// needsToken tells whether a workload of ours gets its token by the webhook.
func (f *findings) needsToken(o render.Object) bool {
	if o.Kind != "Deployment" || o.Namespace != f.stack.Contract.Namespaces.Services.String() {
		return false
	}
	return o.Name == stack.UIBackend || f.usesEntra() && accountOf(o) == stack.AuthProxy
}

func (f *findings) annotated(namespace, name string) bool {
	return slices.ContainsFunc(f.rendered.Objects, func(o render.Object) bool {
		return o.Kind == "ServiceAccount" && o.Namespace == namespace && o.Name == name && o.Get("metadata", "annotations", clientIDAnnotation) != nil
	})
}

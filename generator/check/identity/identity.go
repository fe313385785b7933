package identity

import (
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

const (
	expirationAnnotation = "azure.workload.identity/service-account-token-expiration"
	skipAnnotation       = "azure.workload.identity/skip-containers"
	tokenAudience        = "api://AzureADTokenExchange"
)

// use is one way in which a service account acts as an Azure identity.
type use struct {
	object   manifest.Object // that names the client id
	path     []string        // of the client id in it
	clientID string
	subject  string // of the service account
}

// holder is an identity of the contract, or the Entra application of the auth
// proxy.
type holder struct {
	path        string // in the contract
	clientID    string
	used        bool
	credentials []stack.Credential
}

// identity checks that each use of an identity joins to exactly one federated
// credential. Entra ID compares everything to the letter, and would refuse the
// pod's token at its first call. The edges of the join, each with the code of
// Entra ID or the symptom that a break of it would have, are
//
//	use → client id          an annotated account, or a SecretProviderClass per pod that mounts it (joins)
//	client id → identity     AADSTS700016 (joins)
//	use → tenant             AADSTS90002 (tenants)
//	identity → credential    exactly one: none missing, AADSTS70021; none unused, twice or beyond 20 (credentials)
//	credential → issuer      AADSTS700211 (mismatch)
//	credential → subject     its namespace and its name, AADSTS700213 (mismatch)
//	credential → audience    AADSTS700212 (mismatch)
//	identity → account       of the same name, in the namespace of its purpose (accounts)
//	pod → account            pods that are never made (pods)
//	pod → label              on the template, and a string: no AZURE_FEDERATED_TOKEN_FILE (pods)
//	label → annotation       no AZURE_CLIENT_ID (pods)
//	pod → containers         none of them skipped by the webhook (pods)
//	pod → environment        nothing beside the token that wins over it: AADSTS7000215 (environment)
//	pod → class → vault      FailedMount (classes)
//	gateway → account        a listener without certificate (controllers)
//	external DNS → account   a host that nobody finds (controllers)
//	workflows → account, label, token, datastore, namespace
//	                         the defaults in the chart's values: hooks, notices and agents (workflows)
//	profile → account, label, namespace, Secrets, events
//	                         what task pods are started with (profile)
func (f checks) identity() {
	uses := f.uses()
	f.joins(uses)
	for _, h := range f.identities() {
		f.credentials(h, uses)
	}
	f.tenants()
	f.accounts()
	f.pods()
	f.classes()
	f.controllers()
}

func (f checks) holders() map[string]holder {
	holders := map[string]holder{}
	for _, h := range f.identities() {
		if same, shared := holders[h.clientID]; shared {
			h = holder{same.path, same.clientID, same.used || h.used, slices.Concat(same.credentials, h.credentials)}
		}
		holders[h.clientID] = h
	}
	return holders
}

// identities lists the identities in order. Two keys may share one: then it has
// the credentials of both.
func (f checks) identities() []holder {
	var list []holder
	ids := f.Stack.Contract.WorkloadIdentities
	for _, key := range slices.Sorted(maps.Keys(ids)) {
		list = append(list, holder{"workload_identities." + key, ids[key].ClientID.String(), f.namespaceOf(key) != "", ids[key].FederatedCredentials})
	}
	if auth := f.Stack.Contract.Auth; auth != nil && f.usesEntra() {
		list = append(list, holder{"auth", auth.ClientID.String(), true, auth.FederatedCredentials})
	}
	return list
}

// namespaceOf is where the service account of an identity has to be, or "" when
// the stack does not use it.
func (f checks) namespaceOf(key string) string {
	for _, need := range f.Stack.Needs() {
		if need.Key == key {
			return need.Namespace
		}
	}
	if slices.Contains(f.Stack.TaskRoles(), key) {
		return f.Stack.Contract.Namespaces.Jobs.String()
	}
	return ""
}

func (f checks) usesEntra() bool {
	e := f.Stack.Config.Expose
	return e != nil && e.Provider.String() == stack.EntraID
}

// uses finds the annotated service accounts and the SecretProviderClasses with
// the accounts of the pods that mount them.
func (f checks) uses() []use {
	var uses []use
	for _, o := range f.Rendered.Objects {
		switch o.Kind {
		case "ServiceAccount":
			if id := o.Get("metadata", "annotations", plan.ClientIDAnnotation); id != nil {
				text, _ := id.(string)
				uses = append(uses, use{o, []string{"metadata", "annotations", plan.ClientIDAnnotation}, text, fact.SubjectOf(o.Namespace, o.Name)})
			}
		case "SecretProviderClass":
			uses = append(uses, f.vaultUses(o)...)
		}
	}
	return uses
}

func (f checks) vaultUses(class manifest.Object) []use {
	id, _ := class.Get("spec", "parameters", "clientID").(string)
	var uses []use
	for _, o := range f.Rendered.Objects {
		if o.Namespace == class.Namespace && slices.Contains(o.SecretClasses(), class.Name) {
			uses = append(uses, use{class, []string{"spec", "parameters", "clientID"}, id, fact.SubjectOf(o.Namespace, o.ServiceAccount())})
		}
	}
	return uses
}

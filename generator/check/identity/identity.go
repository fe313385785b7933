package identity

import (
	"cmp"
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
	// isPlanned says that client id and account are those of the plan, so that a
	// credential which does not fit is wrong itself.
	isPlanned bool
	// pod mounts the class that the use is of.
	pod manifest.Pod
}

// holder is an identity of the contract, or the Entra application of the auth
// proxy.
type holder struct {
	path        string // in the contract
	clientID    string
	used        bool
	subject     string // of the account that is planned for it
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
//	account → pod            none but the workload that the account is there for (owners)
//	pod → label              on the template, and a string: no AZURE_FEDERATED_TOKEN_FILE (pods)
//	label → annotation       no AZURE_CLIENT_ID (pods)
//	pod → containers         none of them skipped by the webhook (pods)
//	pod → environment        nothing beside the token that wins over it: AADSTS7000215 (environment)
//	pod → token              a projected one is for Entra ID (projected)
//	pod → class → vault      FailedMount, or the secrets of others (classes)
//	custom object → identity none but the stack's own acts as one (references)
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
	pods{f}.check()
	classes{f}.check()
	controllers{f}.references()
	controllers{f}.check()
	f.unused(uses)
	f.shared()
}

func (f checks) holders() map[string]holder {
	holders := map[string]holder{}
	for _, h := range f.identities() {
		if same, shared := holders[h.clientID]; shared {
			h = holder{same.path, same.clientID, same.used || h.used, same.subject, slices.Concat(same.credentials, h.credentials)}
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
		list = append(list, holder{"workload_identities." + key, ids[key].ClientID.String(), f.namespaceOf(key) != "", fact.SubjectOf(f.namespaceOf(key), key), ids[key].FederatedCredentials})
	}
	if auth := f.Stack.Contract.Auth; auth != nil && f.usesEntra() {
		list = append(list, holder{"auth", auth.ClientID.String(), true, fact.SubjectOf(f.Stack.Contract.Namespaces.Services.String(), stack.AuthProxy), auth.FederatedCredentials})
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
				isPlanned := f.namespaceOf(o.Name) == o.Namespace && text == f.clientOf(o.Name)
				uses = append(uses, use{o, []string{"metadata", "annotations", plan.ClientIDAnnotation}, text, fact.SubjectOf(o.Namespace, o.Name), isPlanned, manifest.Pod{}})
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
	for _, p := range f.AllPods() {
		if f.whereRuns(p) != class.Namespace || !slices.Contains(p.SecretClasses(), class.Name) {
			continue
		}
		account := cmp.Or(p.Account(), "default")
		isPlanned := f.namespaceOf(class.Name) == class.Namespace && account == class.Name && id == f.Stack.Contract.WorkloadIdentities[class.Name].ClientID.String()
		uses = append(uses, use{class, []string{"spec", "parameters", "clientID"}, id, fact.SubjectOf(class.Namespace, account), isPlanned, p})
	}
	return uses
}

// clientOf is what the account of an identity acts as: the identity, and with Entra ID
// the auth proxy's as the application.
func (f checks) clientOf(key string) string {
	if key == stack.AuthProxy && f.usesEntra() {
		return f.Stack.Contract.Auth.ClientID.String()
	}
	return f.Stack.Contract.WorkloadIdentities[key].ClientID.String()
}

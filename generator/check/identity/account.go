package identity

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

// accounts checks that each identity that the stack uses has the service
// account of its name, in the namespace of its purpose, and that what the
// account says to the webhook can be taken.
func (f checks) accounts() {
	for _, key := range slices.Sorted(maps.Keys(f.Stack.Contract.WorkloadIdentities)) {
		namespace := f.namespaceOf(key)
		if namespace == "" {
			continue
		}
		o, found := f.ServiceAccount(namespace, key)
		switch {
		case !found:
			f.Missing(manifest.Object{APIVersion: "v1", Kind: "ServiceAccount", Namespace: namespace, Name: key}, f.Stack.Fact("workload_identities."+key), "Missing service account", "The identity %q has no service account %s/%s, so no pod could act as it: pods that name it would never be made. Leave the account in, under its name, or remove the identity in Terraform.", key, namespace, key)
		case o.Get("metadata", "annotations", plan.ClientIDAnnotation) == nil:
			f.Object(o, []string{"metadata", "annotations", plan.ClientIDAnnotation}, "Service account without identity", "%s has no annotation %s, so pods would start without AZURE_CLIENT_ID.", o, plan.ClientIDAnnotation)
		default:
			f.ownIdentity(o, key)
		}
	}
	for _, o := range f.Rendered.Objects {
		if o.Kind == "ServiceAccount" {
			f.expiration(o, []string{"metadata", "annotations", expirationAnnotation})
		}
	}
	for _, p := range f.AllPods() {
		f.expiration(p.Owner, slices.Concat(p.Labelled, []string{"annotations", expirationAnnotation}))
	}
}

// ownIdentity checks that an account acts as the identity of its own name, and
// with Entra ID the auth proxy's as the application.
func (f checks) ownIdentity(o manifest.Object, key string) {
	want, where := f.clientOf(key), "workload_identities."+key
	if key == stack.AuthProxy && f.usesEntra() {
		where = "auth"
	}
	if got := o.Get("metadata", "annotations", plan.ClientIDAnnotation); got != want {
		f.Object(o, []string{"metadata", "annotations", plan.ClientIDAnnotation}, "Identity of another account", "%s acts as client id %v, but that of its own name, at %s, is %s. Azure would answer AADSTS700213, or let it do what is another's. Leave the annotation as it is planned.", o, got, where, want)
	}
}

// expiration checks that the lifetime of a token is one that the webhook takes.
func (f checks) expiration(o manifest.Object, path []string) {
	value := o.At(path...)
	if value == nil {
		return
	}
	text, _ := value.(string)
	if n, err := strconv.Atoi(text); err != nil || n < 3600 || n > 86400 {
		f.Object(o, path, "Invalid token lifetime", "%s has %s: %v, but the webhook takes 3600 to 86400 seconds, as a string, and refuses pods with anything else.", o, expirationAnnotation, value)
	}
}

// tenants checks that every account logs in at the stack's own tenant.
func (f checks) tenants() {
	path := []string{"metadata", "annotations", plan.TenantIDAnnotation}
	for _, o := range f.Rendered.Objects {
		if o.Kind == "ServiceAccount" && o.Get(path...) != nil {
			f.tenant(o, path)
		}
	}
}

func (f checks) tenant(o manifest.Object, path []string) {
	want := f.Stack.Contract.TenantID.String()
	if got := manifest.Text(o.Get(path...)); strings.TrimSpace(got) != want {
		f.Object(o, path, "Wrong tenant", "%s logs in at tenant %q, but the stack's tenant_id is %s. Azure would answer AADSTS90002, or AADSTS700016 where that tenant exists. Leave %s as it is planned.", o, got, want, path[len(path)-1])
	}
}

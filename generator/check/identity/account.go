package identity

import (
	"maps"
	"slices"
	"strconv"

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
			f.At(f.Stack.Fact("workload_identities."+key), "Missing service account", "The identity %q has no service account %s/%s, so no pod could act as it: pods that name it would never be made. Leave it in, or remove the identity in Terraform.", key, namespace, key)
		case o.Get("metadata", "annotations", plan.ClientIDAnnotation) == nil:
			f.Object(o, nil, "Service account without identity", "%s has no annotation %s, so pods would start without AZURE_CLIENT_ID.", o, plan.ClientIDAnnotation)
		default:
			f.ownIdentity(o, key)
		}
	}
	for _, o := range f.Rendered.Objects {
		f.expiration(o, o.Get("metadata", "annotations", expirationAnnotation))
		f.expiration(o, o.Pod().Get("metadata", "annotations", expirationAnnotation))
	}
}

// ownIdentity checks that an account acts as the identity of its own name, and
// with Entra ID the auth proxy's as the application.
func (f checks) ownIdentity(o manifest.Object, key string) {
	want, where := f.Stack.Contract.WorkloadIdentities[key].ClientID.String(), "workload_identities."+key
	if key == stack.AuthProxy && f.usesEntra() {
		want, where = f.Stack.Contract.Auth.ClientID.String(), "auth"
	}
	if got := o.Get("metadata", "annotations", plan.ClientIDAnnotation); got != want {
		f.Object(o, []string{"metadata", "annotations", plan.ClientIDAnnotation}, "Identity of another account", "%s acts as client id %v, but that of its own name, at %s, is %s. Azure would answer AADSTS700213, or let it do what is another's.", o, got, where, want)
	}
}

// expiration checks that the lifetime of a token is one that the webhook takes.
func (f checks) expiration(o manifest.Object, value any) {
	if value == nil {
		return
	}
	text, _ := value.(string)
	if n, err := strconv.Atoi(text); err != nil || n < 3600 || n > 86400 {
		f.Object(o, []string{"metadata", "annotations", expirationAnnotation}, "Invalid token lifetime", "%s has %s: %v, but the webhook takes 3600 to 86400 seconds, as a string, and refuses pods with anything else.", o, expirationAnnotation, value)
	}
}

// tenants checks that everything logs in at the stack's own tenant.
func (f checks) tenants() {
	want := f.Stack.Contract.TenantID.String()
	for _, o := range f.Rendered.Objects {
		path := []string{"metadata", "annotations", plan.TenantIDAnnotation}
		if o.Kind == "SecretProviderClass" {
			path = []string{"spec", "parameters", "tenantId"}
		} else if o.Kind != "ServiceAccount" {
			continue
		}
		if got := o.Get(path...); got != nil && got != want || got == nil && o.Kind == "SecretProviderClass" {
			f.Object(o, path, "Wrong tenant", "%s logs in at tenant %v, but the stack's tenant_id is %s. Azure would answer AADSTS90002, or AADSTS700016 where that tenant exists.", o, got, want)
		}
	}
}

// controllers checks that what acts for the gateway finds its account, with the
// label that application routing asks for.
func (f checks) controllers() {
	for _, o := range f.Rendered.Objects {
		switch o.Kind {
		case "Gateway":
			for _, l := range manifest.Items(o.Fields, "spec", "listeners") {
				options := manifest.Get(l, "tls", "options")
				if name := manifest.Get(options, "kubernetes.azure.com/tls-cert-service-account"); options != nil {
					f.actsFor(o, name, "its listener would have no certificate")
				}
			}
		case "ExternalDNS":
			if kind := o.Get("spec", "identity", "type"); kind != "workloadIdentity" {
				f.Object(o, []string{"spec", "identity", "type"}, "Invalid identity", "%s logs in by %v, but the stack gives it a workload identity. The host would not be published.", o, kind)
			}
			f.actsFor(o, o.Get("spec", "identity", "serviceAccount"), "the host would not be published")
		}
	}
}

func (f checks) actsFor(o manifest.Object, name any, symptom string) {
	text, _ := name.(string)
	a, found := f.ServiceAccount(o.Namespace, text)
	switch {
	case !found || a.Get("metadata", "annotations", plan.ClientIDAnnotation) == nil:
		f.Object(o, nil, "Unknown service account", "%s acts through service account %s/%v, which has no identity here; %s. It must be one of the stack's accounts in that namespace.", o, o.Namespace, name, symptom)
	case a.Get("metadata", "labels", plan.UseLabel) != "true":
		f.Object(a, []string{"metadata", "labels", plan.UseLabel}, "Missing account label", "%s acts for %s, so application routing wants the label %s: \"true\" on the account itself; %s.", a, o, plan.UseLabel, symptom)
	}
}

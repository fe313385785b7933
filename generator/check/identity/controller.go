package identity

import (
	"cmp"
	"slices"
	"strconv"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

// The options of a listener that say as whom its certificate is read.
const (
	listenerAccount = "kubernetes.azure.com/tls-cert-service-account"
	listenerClient  = "kubernetes.azure.com/tls-cert-client-id"
)

// check checks that what acts for the gateway and for DNS does so as its own
// account, with the label that application routing asks for.
func (f controllers) check() {
	for _, o := range f.Rendered.Objects {
		switch o.Kind {
		case "Gateway":
			for i, l := range manifest.Items(o.Fields, "spec", "listeners") {
				f.listener(o, l, []string{"spec", "listeners", cmp.Or(manifest.Text(l, "name"), strconv.Itoa(i)), "tls", "options"})
			}
		case "ExternalDNS", "ClusterExternalDNS":
			f.publisher(o)
		}
	}
}

func (f controllers) listener(o manifest.Object, l any, path []string) {
	options := manifest.Get(l, "tls", "options")
	if options == nil {
		return
	}
	if id := manifest.Get(options, listenerClient); id != nil {
		f.Object(o, append(path, listenerClient), "Two identities of a listener", "%s has the option %s: %v, which names an identity beside the account that the stack gives it: nobody knows as whom the certificate is read. Remove the option.", o, listenerClient, id)
	}
	f.actsFor(o, o.Namespace, stack.GatewayTLS, append(slices.Clone(path), listenerAccount), "its listener would have no certificate")
}

func (f controllers) publisher(o manifest.Object) {
	identity := []string{"spec", "identity"}
	if kind := o.Get("spec", "identity", "type"); kind != "workloadIdentity" {
		f.Object(o, append(identity, "type"), "Invalid identity", "%s logs in by %v, but the stack gives it a workload identity. The host would not be published. Leave the type as it is planned.", o, kind)
	}
	if id := manifest.Text(o.Fields, "spec", "identity", "clientID"); id != "" && id != f.clientOf(stack.ExternalDNS) {
		f.Object(o, append(identity, "clientID"), "Identity of another account", "%s acts as client id %s, but the identity of the account %s is another. Remove the field.", o, id, stack.ExternalDNS)
	}
	f.actsFor(o, cmp.Or(o.Namespace, manifest.Text(o.Fields, "spec", "resourceNamespace")), stack.ExternalDNS, append(identity, "serviceAccount"), "the host would not be published")
}

// actsFor checks that an object acts through the account that is planned for it.
func (f controllers) actsFor(o manifest.Object, namespace, planned string, path []string, symptom string) {
	name := o.At(path...)
	text, _ := name.(string)
	a, found := f.ServiceAccount(namespace, text)
	switch {
	case !found || a.Get("metadata", "annotations", plan.ClientIDAnnotation) == nil:
		f.Object(o, path, "Unknown service account", "%s acts through service account %s/%v, which has no identity here; %s. It must be the stack's account %s.", o, namespace, name, symptom, planned)
	case f.namespaceOf(planned) != "" && text != planned:
		f.Object(o, path, "Account of another workload", "%s acts as service account %s/%s, which is not there for it: Azure would refuse what it asks for, and %s. It must be the account %s.", o, namespace, text, symptom, planned)
	case a.Get("metadata", "labels", plan.UseLabel) != "true":
		f.Object(a, []string{"metadata", "labels", plan.UseLabel}, "Missing account label", "%s acts for %s, so application routing wants the label %s: \"true\" on the account itself; %s.", a, o, plan.UseLabel, symptom)
	}
}

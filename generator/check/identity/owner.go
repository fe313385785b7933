package identity

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// owners are the Deployments that act as the identity of a service. The two accounts of
// the gateway's namespace are for controllers, and no pod's.
func owners(key string) []string {
	switch key {
	case stack.AuthProxy:
		return []string{stack.AuthProxy + "-people", stack.AuthProxy + "-programs"}
	case stack.GatewayTLS, stack.ExternalDNS:
		return nil
	}
	return []string{key}
}

// isOwner reports whether an object runs the pods that an identity is there for.
func (f checks) isOwner(o manifest.Object, key string) bool {
	return o.Kind == "Deployment" && o.Group() == "apps" && o.Namespace == f.namespaceOf(key) && slices.Contains(owners(key), o.Name)
}

// ofService is the identity of a service that an account or class of a namespace is of.
func (f checks) ofService(namespace, name string) (key string, is bool) {
	return name, slices.ContainsFunc(f.Stack.Needs(), func(n stack.Need) bool { return n.Key == name && n.Namespace == namespace })
}

// owned checks that pods act as no identity but their own, and as that one.
func (f pods) owned(p manifest.Pod) {
	o, namespace, account := p.Owner, f.whereRuns(p), cmp.Or(p.Account(), "default")
	if key, is := f.ofService(namespace, account); is && !f.isOwner(o, key) {
		f.Object(o, p.AccountAt, "Account of another workload", "The pods of %s run as service account %s/%s, which is there for %s alone: in Azure they could do whatever it may. Give them an account of their own, with an identity of its own in Terraform.", o, namespace, account, ownersOf(key))
	}
	for _, need := range f.Stack.Needs() {
		if f.isOwner(o, need.Key) && account != need.Key {
			f.Object(o, p.AccountAt, "Workload without its account", "The pods of %s run as service account %q, but the identity that lets them log in is that of %q. Azure would answer AADSTS700213. Leave serviceAccountName as it is in base/.", o, account, need.Key)
		}
	}
	for _, name := range p.SecretClasses() {
		if key, is := f.ofService(namespace, name); is && !f.isOwner(o, key) {
			f.Object(o, f.volumeOf(p, name), "Secrets of another workload", "The pods of %s mount SecretProviderClass %s/%s, which is there for %s alone. Make a class of your own, which reads what they need as an identity of their own.", o, namespace, name, ownersOf(key))
		}
	}
}

func ownersOf(key string) string {
	if owners(key) == nil {
		return "a controller of AKS"
	}
	return "Deployment " + strings.Join(owners(key), " and ")
}

// volumeOf is the path to the name of a class that pods mount.
func (f checks) volumeOf(p manifest.Pod, class string) []string {
	for _, v := range manifest.Maps(p.Spec, "volumes") {
		if manifest.Text(v, "csi", "volumeAttributes", "secretProviderClass") == class {
			return p.At("volumes", manifest.Text(v, "name"), "csi", "volumeAttributes", "secretProviderClass")
		}
	}
	return p.At("volumes")
}

// whereRuns is the namespace of pods. Templates for all namespaces are for flows, which
// run in that of tasks.
func (f checks) whereRuns(p manifest.Pod) string {
	return cmp.Or(p.Namespace, f.Stack.Contract.Namespaces.Jobs.String())
}

// clientFields are the names under which custom objects have the client id of what they
// act as, in lower case.
var clientFields = []string{"clientid", "identityid", "azureclientid", "userassignedidentityid", "managedidentityclientid"}

// references checks that no other object acts as a service's identity: by the account's
// name, as stores of secrets do, or by its client id.
func (f controllers) references() {
	clients := map[string]string{}
	for _, need := range f.Stack.Needs() {
		clients[f.Stack.Contract.WorkloadIdentities[need.Key].ClientID.String()] = need.Key
	}
	for _, o := range f.Rendered.Objects {
		if slices.Contains([]string{"ServiceAccount", "SecretProviderClass", "ConfigMap", "ExternalDNS", "ClusterExternalDNS", "HelmRelease", "CustomResourceDefinition"}, o.Kind) {
			continue
		}
		f.reference(o, o.Fields, nil, clients)
	}
}

func (f controllers) reference(o manifest.Object, v any, path []string, clients map[string]string) {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			f.reference(o, item, append(slices.Clone(path), stepTo(item, i)), clients)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			at := append(slices.Clone(path), name)
			f.reference(o, v[name], at, clients)
			if key, is := clients[manifest.Text(v, name)]; is && slices.Contains(clientFields, strings.ToLower(name)) {
				f.Object(o, at, "Account of another workload", "%s has %s %s, the identity of %s, which is there for %s alone. Give it an identity of its own in Terraform.", o, name, manifest.Text(v, name), key, ownersOf(key))
			}
			reference := manifest.Fields(v, name)
			if reference == nil || strings.ToLower(name) != "serviceaccountref" {
				continue
			}
			if key, is := f.ofService(cmp.Or(manifest.Text(reference, "namespace"), o.Namespace), manifest.Text(reference, "name")); is {
				f.Object(o, append(at, "name"), "Account of another workload", "%s acts as service account %s, which is there for %s alone. Give it an account of its own, with an identity of its own in Terraform.", o, key, ownersOf(key))
			}
		}
	}
}

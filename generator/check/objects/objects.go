package objects

import (
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/check/secrets"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"sigs.k8s.io/kustomize/kyaml/resid"
)

// object checks one: it says where it lives, an API server takes its names, it is no
// Secret with a value, and its images come from the mirror.
func (f checks) object(o manifest.Object) {
	if o.Namespace == "" && !isClusterScoped(o) {
		f.Object(o, nil, "Object without namespace", "%s has no namespace, so it would land in the engine's. Give it metadata.namespace: %q, %q or %q.", o, f.Stack.Contract.Namespaces.Services, f.Stack.Contract.Namespaces.Jobs, f.Stack.Contract.Namespaces.Gateway)
	}
	if o.Kind == "Secret" && o.APIVersion == "v1" && !f.IsPublic(o) && !secrets.IsEncrypted(o.Fields) {
		f.Object(o, nil, "Secret in git", "%s would put its values into git. Keep the value in Key Vault and read it through a SecretProviderClass, or encrypt all values by SOPS or as a SealedSecret.", o)
	}
	f.names(o)
	f.mirror(o)
	f.resources(o)
}

// resources checks that no container asks for more than its limit, which the
// API server would refuse. One of the two may be base's and the other
// stack.hcl's.
func (f checks) resources(o manifest.Object) {
	for _, c := range o.Containers() {
		for _, what := range []string{"cpu", "memory"} {
			request, limit := fmt.Sprint(manifest.Get(c, "resources", "requests", what)), fmt.Sprint(manifest.Get(c, "resources", "limits", what))
			asked, ok1 := fact.Amount(request)
			most, ok2 := fact.Amount(limit)
			if ok1 && ok2 && asked > most {
				f.Object(o, []string{"spec", "template", "spec", "containers", fmt.Sprint(c["name"]), "resources"}, "Request above limit", "Container %q of %s requests %s of %s, but its limit is %s. Set both in the service's block of stack.hcl.", c["name"], o, request, what, limit)
			}
		}
	}
}

// isClusterScoped knows the kinds of Kubernetes; of a custom kind only the name
// can tell.
func isClusterScoped(o manifest.Object) bool {
	group, version, found := strings.Cut(o.APIVersion, "/")
	if !found {
		group, version = "", o.APIVersion
	}
	return resid.NewGvk(group, version, o.Kind).IsClusterScoped() || strings.HasPrefix(o.Kind, "Cluster") || strings.HasPrefix(o.Kind, "ValidatingAdmissionPolicy")
}

// mirror checks that every image is pulled through the registry mirror, also
// those that a component brings.
func (f checks) mirror(o manifest.Object) {
	registry := f.Stack.Contract.ImageRegistry
	if registry == nil {
		return
	}
	for _, c := range o.Containers() {
		image, _ := c["image"].(string)
		if repository, found := strings.CutPrefix(fact.ParseImage(image).Name, registry.String()+"/"); !found || repository == "" {
			f.Object(o, nil, "Image beside the mirror", "Container %q of %s pulls %q, but the output \"image_registry\" says that all images come through %s. Rewrite it in the component that brings it.", c["name"], o, image, registry)
		}
	}
}

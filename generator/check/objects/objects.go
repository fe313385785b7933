package objects

import (
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/secrets"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"sigs.k8s.io/kustomize/kyaml/resid"
)

// object checks one: it says where it lives, it is no Secret with a value, and its
// images come from the mirror.
func (f checks) object(o manifest.Object) {
	if o.Namespace == "" && !f.isClusterScoped(o) {
		f.Object(o, []string{"metadata"}, "Object without namespace", "%s has no namespace, so it would land in the engine's. Give it metadata.namespace: %q, %q or %q.", o, f.Stack.Contract.Namespaces.Services, f.Stack.Contract.Namespaces.Jobs, f.Stack.Contract.Namespaces.Gateway)
	}
	if o.Kind == "Secret" && o.APIVersion == "v1" && !f.IsPublic(o) && !secrets.IsEncrypted(o.Fields) {
		f.Object(o, []string{"kind"}, "Secret in git", "%s would put its values into git. Keep the value in Key Vault and read it through a SecretProviderClass, or encrypt all values by SOPS or as a SealedSecret.", o)
	}
	f.pods(o)
}

// pods checks the containers of all that makes pods, of whatever kind.
func (f checks) pods(o manifest.Object) {
	f.onNodes(o)
	for _, p := range o.Pods() {
		for _, c := range p.Containers {
			f.resources(o, c)
			f.mirrored(o, c)
			f.complete(o, p, c)
		}
	}
}

// onNodes tells of a workload of base/ that has lost a selector of its nodes, which its
// image needs.
func (f checks) onNodes(o manifest.Object) {
	path := []string{"spec", "template", "spec", "nodeSelector"}
	selector := manifest.TextMap(o.Fields, path...)
	isSelective := selector["kubernetes.io/os"] == "linux" && selector["kubernetes.io/arch"] == "amd64"
	if isSelective || manifest.Get(o.Fields, "spec", "template", "spec") == nil {
		return // to look into base/ costs more than all of this
	}
	wanted := manifest.TextMap(f.Rendered.BaseOf(o.Kind, o.Name).Fields, path...)
	for _, key := range slices.Sorted(maps.Keys(wanted)) {
		if got := selector[key]; got != wanted[key] {
			f.Warn(f.Place(o, key, append(slices.Clone(path), key)), "Pods on any node", "%s does not select nodes with %s=%s, on which its image runs, but %q. In a cluster with others too it could land on one. Leave the selector in.", o, key, wanted[key], got)
		}
	}
}

// resources checks that no container asks for more than its limit, which the
// API server would refuse. One of the two may be base's and the other
// stack.hcl's.
func (f checks) resources(o manifest.Object, c manifest.Container) {
	for _, what := range []string{"cpu", "memory"} {
		request, limit := manifest.Text(c.Fields, "resources", "requests", what), manifest.Text(c.Fields, "resources", "limits", what)
		asked, ok1 := fact.Amount(request)
		most, ok2 := fact.Amount(limit)
		if !ok1 || !ok2 || asked <= most {
			continue
		}
		at := slices.Concat(c.Path, []string{"resources"})
		if request := slices.Concat(at, []string{"requests", what}); f.IsSet(o, request...) {
			at = request
		}
		if lower := slices.Concat(c.Path, []string{"resources", "limits", what}); f.IsSet(o, lower...) && !f.IsSet(o, at...) {
			at = lower
		}
		f.Object(o, at, "Request above limit", "Container %q of %s requests %s of %s, but its limit is %s. Set both in the service's block of stack.hcl, or where one of them is set.", c.Name, o, request, what, limit)
	}
}

// complete checks that a container has an image: without, a patch meant another one, and
// has made it by a wrong name.
func (f checks) complete(o manifest.Object, p manifest.Pod, c manifest.Container) {
	if !c.IsListed || manifest.Text(c.Fields, "image") != "" || len(c.Fields) == 0 {
		return
	}
	var names []string
	for _, other := range p.Containers {
		if manifest.Text(other.Fields, "image") != "" {
			names = append(names, other.Name)
		}
	}
	f.Object(o, c.Path, "Container without image", "Container %q of %s has no image, so the API server refuses the object. A patch that means a container must have its name; the others are %s%s", c.Name, o, strings.Join(names, ", "), fact.SuggestOr(c.Name, names, "."))
}

// isClusterScoped knows the kinds that there are schemas of; of another custom kind
// only the name can tell.
func (f checks) isClusterScoped(o manifest.Object) bool {
	if cluster, known := f.schemas.Scope(o.APIVersion, o.Kind); known {
		return cluster
	}
	group, version, found := strings.Cut(o.APIVersion, "/")
	if !found {
		group, version = "", o.APIVersion
	}
	return resid.NewGvk(group, version, o.Kind).IsClusterScoped() || strings.HasPrefix(o.Kind, "Cluster")
}

// mirrored checks that every image is pulled through the registry mirror, also
// those that a component brings.
func (f checks) mirrored(o manifest.Object, c manifest.Container) {
	registry, image := f.Stack.Contract.ImageRegistry, manifest.Text(c.Fields, "image")
	if registry == nil || image == "" {
		return
	}
	if repository, found := strings.CutPrefix(fact.ParseImage(image).Name, registry.String()+"/"); !found || repository == "" {
		f.Object(o, slices.Concat(c.Path, []string{"image"}), "Image beside the mirror", "Container %q of %s pulls %q, but the output \"image_registry\" says that all images come through %s. Rewrite it in the component that brings it.", c.Name, o, image, registry)
	}
}

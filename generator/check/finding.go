package check

import (
	"encoding/base64"
	"fmt"
	"slices"

	"example.com/metaflow-gitops/generator/check/finding"
	"example.com/metaflow-gitops/generator/manifest"
)

// findings is what the checks of all subjects find, and what they ask of the
// objects of a stack.
type findings struct{ *finding.List }

// The checks of subjects. Each is what it asks, and can be made of another one.
type (
	objectCheck   struct{ *findings } // each object by itself
	identityCheck struct{ *findings } // who acts as which identity of Azure
	profileCheck  struct{ *findings } // what task pods get by the client's profile
	accessCheck   struct{ *findings } // who may do what in the cluster
	chartCheck    struct{ *findings } // what charts install
	syncCheck     struct{ *findings } // what an engine applies, and when
)

// serviceAccount finds a rendered service account.
func (f *findings) serviceAccount(namespace, name string) (manifest.Object, bool) {
	return f.find("ServiceAccount", namespace, name)
}

// find finds a rendered object.
func (f *findings) find(kind, namespace, name string) (manifest.Object, bool) {
	i := slices.IndexFunc(f.Rendered.Objects, func(o manifest.Object) bool {
		return o.Kind == kind && o.Namespace == namespace && o.Name == name
	})
	if i < 0 {
		return manifest.Object{}, false
	}
	return f.Rendered.Objects[i], true
}

// bound tells whether a service account has a role in a namespace.
func (f *findings) bound(in, namespace, name string) bool {
	for _, o := range f.Rendered.Objects {
		if o.Kind != "RoleBinding" || o.Namespace != in {
			continue
		}
		for _, s := range manifest.Maps(o.Fields, "subjects") {
			if s["kind"] == "ServiceAccount" && fmt.Sprint(s["namespace"]) == namespace && s["name"] == name {
				return true
			}
		}
	}
	return false
}

// annotated reports whether there is a service account that acts as an identity.
func (f *findings) annotated(namespace, name string) bool {
	o, found := f.serviceAccount(namespace, name)
	return found && o.Get("metadata", "annotations", clientIDAnnotation) != nil
}

// isPublic tells whether a Secret holds no value, or none but where the
// datastore is: Metaflow's helper pods read that from a Secret alone.
func (f *findings) isPublic(o manifest.Object) bool {
	public := []string{f.Stack.Contract.Storage.BlobEndpoint.String(), f.Stack.Contract.Storage.Sysroot.String()}
	values, ok := o.Get("data").(map[string]any)
	for _, v := range values {
		text, err := base64.StdEncoding.DecodeString(fmt.Sprint(v))
		if err != nil || !slices.Contains(public, string(text)) {
			return false
		}
	}
	return o.Get("stringData") == nil && (ok || o.Get("data") == nil)
}

package finding

import (
	"encoding/base64"
	"fmt"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

// ServiceAccount finds a rendered service account.
func (l *List) ServiceAccount(namespace, name string) (manifest.Object, bool) {
	return l.Find("ServiceAccount", namespace, name)
}

// Find finds a rendered object.
func (l *List) Find(kind, namespace, name string) (manifest.Object, bool) {
	i := slices.IndexFunc(l.Rendered.Objects, func(o manifest.Object) bool {
		return o.Kind == kind && o.Namespace == namespace && o.Name == name
	})
	if i < 0 {
		return manifest.Object{}, false
	}
	return l.Rendered.Objects[i], true
}

// IsBound reports whether a service account has a role in a namespace.
func (l *List) IsBound(in, namespace, name string) bool {
	for _, o := range l.Rendered.Objects {
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

// ActsAsIdentity reports whether there is a service account that acts as an identity.
func (l *List) ActsAsIdentity(namespace, name string) bool {
	o, found := l.ServiceAccount(namespace, name)
	return found && o.Get("metadata", "annotations", plan.ClientIDAnnotation) != nil
}

// IsPublic reports whether a Secret holds no value, or none but where the
// datastore is: Metaflow's helper pods read that from a Secret alone.
func (l *List) IsPublic(o manifest.Object) bool {
	public := []string{l.Stack.Contract.Storage.BlobEndpoint.String(), l.Stack.Contract.Storage.Sysroot.String()}
	values, ok := o.Get("data").(map[string]any)
	for _, v := range values {
		text, err := base64.StdEncoding.DecodeString(fmt.Sprint(v))
		if err != nil || !slices.Contains(public, string(text)) {
			return false
		}
	}
	return o.Get("stringData") == nil && (ok || o.Get("data") == nil)
}

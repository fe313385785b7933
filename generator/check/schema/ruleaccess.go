package schema

import (
	"fmt"
	"net/netip"

	"example.com/metaflow-gitops/generator/manifest"
)

// policyRule holds what a role permits to one of the two things that it can be.
func (w *walker) policyRule(m map[string]any) {
	if len(manifest.Items(m, "nonResourceURLs")) > 0 {
		if w.root.Kind == "Role" {
			w.report(NotAllowed, "nonResourceURLs", "is given, but a Role permits only what is in its namespace", "Remove it, or make it a ClusterRole.", "nonResourceURLs")
		}
		for _, name := range []string{"apiGroups", "resources", "resourceNames"} {
			if len(manifest.Items(m, name)) > 0 {
				w.report(NotAllowed, name, "is given beside nonResourceURLs", "Make two rules of it.", name)
			}
		}
		return
	}
	for _, name := range []string{"apiGroups", "resources"} {
		if len(manifest.Items(m, name)) == 0 {
			w.report(Required, name, "is missing, and each rule needs it", "Add it; the core API group is \"\".", name)
		}
	}
}

// subjectOf holds a subject of a binding to what its kind needs.
func (w *walker) subjectOf(m map[string]any) {
	group := manifest.Text(m, "apiGroup")
	switch manifest.Text(m, "kind") {
	case "ServiceAccount":
		if group != "" {
			w.report(NotAllowed, "apiGroup", fmt.Sprintf("is %s, but service accounts are in the core API group", w.quoted(group)), "Remove it.", "apiGroup")
		}
		if manifest.Text(m, "namespace") == "" {
			w.report(Required, "namespace", "is missing, and a service account needs it", "Add it.", "namespace")
		}
	case "User", "Group":
		if group != "" && group != "rbac.authorization.k8s.io" {
			w.report(NotAllowed, "apiGroup", fmt.Sprintf("is %s, but must be rbac.authorization.k8s.io", w.quoted(group)), "Correct it.", "apiGroup")
		}
	}
}

// ipBlock holds exceptions to the range that they are exceptions of.
func (w *walker) ipBlock(m map[string]any) {
	whole, err := netip.ParsePrefix(manifest.Text(m, "cidr"))
	if err != nil {
		return
	}
	for _, text := range manifest.Texts(m, "except") {
		part, err := netip.ParsePrefix(text)
		if err == nil && (!whole.Masked().Contains(part.Addr()) || part.Bits() <= whole.Bits()) {
			w.report(NotAllowed, text, fmt.Sprintf("has %s, which is not a part of %s", text, whole), "Remove it.", "except")
		}
	}
}

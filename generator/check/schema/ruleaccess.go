package schema

import (
	"fmt"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// policyRule holds what a role permits to one of the two things that it can be.
func (w accessRules) policyRule(m map[string]any) {
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

// subject holds a subject of a binding to what its kind needs.
func (w accessRules) subject(m map[string]any) {
	group := manifest.Text(m, "apiGroup")
	switch manifest.Text(m, "kind") {
	case "ServiceAccount":
		if group != "" {
			w.report(NotAllowed, "apiGroup", fmt.Sprintf("is %s, but service accounts are in the core API group", w.quoted(group)), "Remove it.", "apiGroup")
		}
		w.path = append(w.path, step{key: "name"})
		w.format("dns-subdomain", manifest.Text(m, "name"))
		w.path = w.path[:len(w.path)-1]
		if w.root.Kind == "ClusterRoleBinding" && manifest.Text(m, "namespace") == "" { // else it is the binding's
			w.report(Required, "namespace", "is missing, and a service account needs it", "Add it.", "namespace")
		}
	case "User", "Group":
		if group != "" && group != "rbac.authorization.k8s.io" {
			w.report(NotAllowed, "apiGroup", fmt.Sprintf("is %s, but must be rbac.authorization.k8s.io", w.quoted(group)), "Correct it.", "apiGroup")
		}
	}
}

// actions holds what happens to what a policy refuses.
func (w accessRules) actions(m map[string]any) {
	if all := manifest.Texts(m, "validationActions"); slices.Contains(all, "Deny") && slices.Contains(all, "Warn") {
		w.report(NotAllowed, "validationActions", "has both Deny and Warn", "Remove one of them.", "validationActions")
	}
}

// definition holds the name of a definition to what it defines.
func (w accessRules) definition(m map[string]any) {
	want := manifest.Text(m, "spec", "names", "plural") + "." + manifest.Text(m, "spec", "group")
	if name := manifest.Text(m, "metadata", "name"); name != "" && name != want {
		w.report(Malformed, markOf(name), fmt.Sprintf("is %s, but must be %s, by spec.names.plural and spec.group", w.quoted(name), quote(want)), "Correct it.", "metadata", "name")
	}
}

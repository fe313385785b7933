package reach

import (
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// allows reports whether a role allows a verb on one of some resources, in whatever
// group.
func (o *Object) allows(verb string, kinds ...string) bool {
	return slices.ContainsFunc(o.items("rules"), func(r any) bool {
		verbs, names := manifest.Texts(r, "verbs"), manifest.Texts(r, "resources")
		return (slices.Contains(verbs, verb) || slices.Contains(verbs, "*")) &&
			slices.ContainsFunc(append(kinds, "*"), func(k string) bool { return slices.Contains(names, k) })
	})
}

// boundRole is the role of a binding, or nil.
func (m *callers) boundRole(binding *Object) *Object {
	kind, name := binding.text("roleRef", "kind"), binding.text("roleRef", "name")
	return first(m.objects, func(o *Object) bool {
		return o.Kind == kind && o.Name == name && (kind == "ClusterRole" || o.Namespace == binding.Namespace)
	})
}

// findForwarders follows who may forward ports of pods to their own machine, which
// no network policy keeps out.
func (m *callers) findForwarders() {
	for _, b := range m.objects {
		if b.Kind != "RoleBinding" && b.Kind != "ClusterRoleBinding" {
			continue
		}
		role := m.boundRole(b)
		if role == nil || !role.allows("create", "pods/portforward", "pods/*") {
			continue
		}
		for _, subject := range b.items("subjects") {
			if kind := manifest.Text(subject, "kind"); kind == "Group" || kind == "User" {
				m.forward(m.node(ID{Kind: Forwarders, Name: manifest.Text(subject, "name"), Detail: kind}), b, role)
			}
		}
	}
}

func (m *callers) forward(from *Node, binding, role *Object) {
	for _, p := range m.Pods {
		if p.isRendered() && (p.Namespace == binding.Namespace || binding.Kind == "ClusterRoleBinding") {
			m.connect(from, m.podsNode(p), Edge{Kind: Forwards}, binding, role)
		}
	}
}

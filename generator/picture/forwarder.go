package picture

import (
	"slices"

	"example.com/metaflow-gitops/generator/value"
)

// allows tells whether a role allows a verb on one of some resources, in
// whatever group.
func (i *item) allows(verb string, kinds ...string) bool {
	return slices.ContainsFunc(i.items("rules"), func(r any) bool {
		verbs, names := value.Texts(r, "verbs"), value.Texts(r, "resources")
		return (slices.Contains(verbs, verb) || slices.Contains(verbs, "*")) &&
			slices.ContainsFunc(append(kinds, "*"), func(k string) bool { return slices.Contains(names, k) })
	})
}

// findForwarders draws who may forward ports of pods to their own machine, which
// no network policy keeps out.
func (s *scene) findForwarders() {
	for _, b := range s.items {
		if b.Kind != "RoleBinding" && b.Kind != "ClusterRoleBinding" {
			continue
		}
		role := s.boundRole(b)
		if role == nil || !role.allows("create", "pods/portforward", "pods/*") {
			continue
		}
		for _, subject := range b.items("subjects") {
			kind, name := value.Text(subject, "kind"), value.Text(subject, "name")
			if kind != "Group" && kind != "User" {
				continue
			}
			n := s.add(node{key: key("forwarders", kind, name), rank: rankForwarders, icon: terminal, title: "People with kubectl", many: true,
				details: []string{kind + " " + name}, name: "members of the " + kind + " " + name})
			for _, p := range s.pods {
				if p.kind == workload && (p.namespace == b.Namespace || b.Kind == "ClusterRoleBinding") {
					s.connect(n, p.node, edge{class: "forward", verb: forwards}, b, role)
				}
			}
		}
	}
}

func (s *scene) boundRole(binding *item) *item {
	kind, name := binding.text("roleRef", "kind"), binding.text("roleRef", "name")
	for _, i := range s.items {
		if i.Kind == kind && i.Name == name && (kind == "ClusterRole" || i.Namespace == binding.Namespace) {
			return i
		}
	}
	return nil
}

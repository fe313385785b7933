package access

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
)

// access checks that the roles which the stack gives to people, to CI and to
// task pods hold nothing that leads beyond them, and that they go to the groups
// of the output access and to nobody else, but for roles that read only. The controllers
// of Argo have roles of their own kind, in a namespace where nobody else's pods are.
func (f checks) access() {
	for _, o := range f.Rendered.Objects {
		switch {
		case o.Kind == "ClusterRoleBinding":
			f.Object(o, []string{"roleRef"}, "Right in the whole cluster", "%s gives a right in every namespace of the cluster, which a stack must not. Use a RoleBinding in the namespace that is meant.", o)
		case o.Kind == "RoleBinding":
			f.binding(o)
		case o.Kind == "ClusterRole":
			f.aggregated(o)
		}
	}
	for _, p := range f.AllPods() {
		f.mountedToken(p)
	}
}

// aggregated checks that a role of the cluster is not added to one that others have.
func (f checks) aggregated(o manifest.Object) {
	for key := range manifest.Fields(o.Fields, "metadata", "labels") {
		if strings.HasPrefix(key, "rbac.authorization.k8s.io/aggregate-to-") {
			f.Object(o, []string{"metadata", "labels", key}, "Right in the whole cluster", "%s has the label %s, so everybody with that role gets its rules, in every namespace. Remove the label, and bind a Role in the namespace that is meant.", o, key)
		}
	}
}

func (f checks) binding(o manifest.Object) {
	name, kind := manifest.Text(o.Fields, "roleRef", "name"), manifest.Text(o.Fields, "roleRef", "kind")
	if kind == "ClusterRole" && name == "view" { // of Kubernetes: all but Secrets and roles, to read
		f.subjects(o, manifest.Object{}, true)
		return
	}
	role, found := f.Find("Role", o.Namespace, name)
	if kind != "Role" || !found {
		f.Object(o, []string{"roleRef", "name"}, "Unknown role", "%s gives %s %q, which is no Role of the stack in namespace %s, so what it grants was not reviewed. Give a Role of the stack, bring one in a component, or give the ClusterRole view, which reads all but Secrets.", o, kind, name, o.Namespace)
		return
	}
	if f.subjects(o, role, f.readsOnly(role)) {
		f.rules(role)
	}
}

// subjects checks that the subjects of a binding are known, and reports whether one of
// them is a person, a pipeline or a task rather than a controller.
func (f checks) subjects(o, role manifest.Object, readsOnly bool) bool {
	people := false
	for i, s := range manifest.Maps(o.Fields, "subjects") {
		at := []string{"subjects", cmp.Or(manifest.Text(s, "name"), strconv.Itoa(i))}
		people = f.subject(o, role, s, at, readsOnly) || people
	}
	return people
}

func (f checks) subject(o, role manifest.Object, s map[string]any, at []string, readsOnly bool) bool {
	kind, name, namespace := manifest.Text(s, "kind"), manifest.Text(s, "name"), cmp.Or(manifest.Text(s, "namespace"), o.Namespace)
	switch {
	case kind == "Group" && slices.Contains(f.accessGroups(), name):
		return true
	case kind == "Group" && readsOnly && isUUID(name):
		return true
	case kind == "ServiceAccount" && f.isController(namespace) && strings.HasPrefix(role.Name, "argo-"):
		return false
	case kind == "ServiceAccount" && readsOnly && !f.isOurs(namespace):
		return true
	case kind == "ServiceAccount":
		if _, found := f.ServiceAccount(namespace, name); !found {
			account := manifest.Object{APIVersion: "v1", Kind: "ServiceAccount", Namespace: namespace, Name: name}
			f.Absent(account, o, at, "Role for an unknown account", "%s gives a role to service account %s/%s, which is not in this stack. Anyone who may make it would have the role. Bring the account, take it out of the binding, or give it a role that reads only.", o, namespace, name)
		}
		return true
	}
	f.Object(o, at, "Unknown subject", "%s gives a role to %s %q, but roles go to the groups of the output access, by object id, and to the stack's service accounts; those that only read, without Secrets, to any group by its object id. Add the group in Terraform, or give a role that reads only.", o, kind, name)
	return true
}

func isUUID(name string) bool {
	var id fact.UUID
	return id.UnmarshalText([]byte(name)) == nil
}

func (f checks) isController(namespace string) bool {
	w := f.Stack.Config.ArgoWorkflows
	return w != nil && namespace == w.Namespace.String()
}

// isOurs reports whether a namespace is one of the stack.
func (f checks) isOurs(namespace string) bool {
	n := f.Stack.Contract.Namespaces
	return slices.Contains([]string{n.Services.String(), n.Jobs.String(), n.Gateway.String()}, namespace) || f.isController(namespace)
}

func (f checks) accessGroups() []string {
	var groups []string
	if a := f.Stack.Contract.Access; a != nil {
		for _, id := range slices.Concat(a.Launch, a.Deploy, a.Administer) {
			groups = append(groups, id.String())
		}
	}
	return groups
}

// mountedToken checks that a pod gets a token for the Kubernetes API only where
// its account may call it.
func (f checks) mountedToken(p manifest.Pod) {
	isPlain := len(p.Containers) > 0 && p.Containers[0].IsListed && !p.IsWorkflow
	account := cmp.Or(p.Account(), "default")
	if !isPlain || f.IsBound(p.Namespace, p.Namespace, account) {
		return
	}
	if f.automounts(p, account) {
		f.Object(p.Owner, p.At("automountServiceAccountToken"), "Token without need", "The pods of %s mount a token for the Kubernetes API, but their service account %q has no role there. Set automountServiceAccountToken: false on the pod template.", p.Owner, account)
	}
	f.projectedToken(p, account)
}

func (f checks) automounts(p manifest.Pod, account string) bool {
	if said, isSaid := p.Spec["automountServiceAccountToken"]; isSaid {
		return said != false
	}
	a, found := f.ServiceAccount(p.Namespace, account)
	return !found || a.Get("automountServiceAccountToken") != false
}

// projectedToken checks the tokens that pods mount by themselves: one without audience
// is for the Kubernetes API.
func (f checks) projectedToken(p manifest.Pod, account string) {
	for _, v := range manifest.Maps(p.Spec, "volumes") {
		for i, source := range manifest.Maps(v, "projected", "sources") {
			token := manifest.Fields(source, "serviceAccountToken")
			audience := manifest.Text(token, "audience")
			if token != nil && (audience == "" || strings.Contains(audience, "kubernetes.default.svc")) {
				at := p.At("volumes", manifest.Text(v, "name"), "projected", "sources", strconv.Itoa(i), "serviceAccountToken")
				f.Object(p.Owner, at, "Token without need", "The pods of %s mount a token for the Kubernetes API by the volume %q, but their service account %q has no role there. Remove it, or name the audience that it is for.", p.Owner, manifest.Text(v, "name"), account)
			}
		}
	}
}

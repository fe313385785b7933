package access

import (
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// isWildcard reports whether a resource of a rule means more than one: all, or
// one subresource of all, such as */exec.
func isWildcard(resource string) bool { return strings.Contains(resource, "*") }

// forbidden is what nobody gets by git: the values of Secrets, and the ways to
// become somebody else, which run a command in another's pod, take another's
// token, or change who may do what.
var forbidden = struct {
	verbs, groups, resources []string
}{
	verbs:     []string{"*", "escalate", "bind", "impersonate"},
	groups:    []string{"*"},
	resources: []string{"secrets", "pods/exec", "pods/attach", "pods/ephemeralcontainers", "serviceaccounts/token"},
}

// readOnly are the API groups that nobody may write by git's roles: who may do
// what would no longer be what was reviewed.
var readOnly = []string{"rbac.authorization.k8s.io", "admissionregistration.k8s.io"}

// access checks that the roles which the stack gives to people, to CI and to
// task pods hold nothing that leads beyond them, and that they go to the groups
// of the output access and to nobody else. The controllers of Argo have roles
// of their own kind, in a namespace where nobody else's pods are.
func (f checks) access() {
	for _, o := range f.Rendered.Objects {
		switch o.Kind {
		case "ClusterRoleBinding":
			f.Object(o, nil, "Right in the whole cluster", "%s gives a right in every namespace of the cluster, which a stack must not. Use a RoleBinding in the namespace that is meant.", o)
		case "RoleBinding":
			f.binding(o)
		}
		f.mountedToken(o)
	}
}

func (f checks) binding(o manifest.Object) {
	name, _ := o.Get("roleRef", "name").(string)
	kind, _ := o.Get("roleRef", "kind").(string)
	role, found := f.Find("Role", o.Namespace, name)
	if kind != "Role" || !found {
		f.Object(o, nil, "Unknown role", "%s gives %s %q, which is no Role of the stack in namespace %s, so what it grants was not reviewed. Give a Role of the stack, or bring one in a component.", o, kind, name, o.Namespace)
		return
	}
	people := false
	for _, s := range manifest.Maps(o.Fields, "subjects") {
		people = f.subject(o, s) || people
	}
	if people {
		f.rules(role)
	}
}

// subject checks that one subject of a binding is known, and reports whether it
// is a person, a pipeline or a task rather than a controller.
func (f checks) subject(o manifest.Object, s map[string]any) bool {
	kind, name, namespace := s["kind"], fmt.Sprint(s["name"]), fmt.Sprint(s["namespace"])
	switch {
	case kind == "Group" && slices.Contains(f.accessGroups(), name):
		return true
	case kind == "ServiceAccount" && f.isController(namespace):
		return false
	case kind == "ServiceAccount":
		if _, found := f.ServiceAccount(namespace, name); !found {
			f.Object(o, nil, "Unknown service account", "%s gives a role to service account %s/%s, which is not in this stack. Whoever may make it would have the role.", o, namespace, name)
		}
		return true
	}
	f.Object(o, nil, "Unknown subject", "%s gives a role to %v %q, but roles go to the groups of the output access, by object id, and to the stack's service accounts.", o, kind, name)
	return true
}

func (f checks) isController(namespace string) bool {
	w := f.Stack.Config.ArgoWorkflows
	return w != nil && namespace == w.Namespace.String()
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

// rules checks that a role of people or tasks grants nothing forbidden.
func (f checks) rules(role manifest.Object) {
	for _, rule := range manifest.Maps(role.Fields, "rules") {
		groups, resources, verbs := words(rule, "apiGroups"), words(rule, "resources"), words(rule, "verbs")
		writes := slices.ContainsFunc(verbs, func(v string) bool { return !slices.Contains([]string{"get", "list", "watch"}, v) })
		readsOnly := slices.ContainsFunc(groups, func(g string) bool { return slices.Contains(readOnly, g) })
		bad := slices.Concat(common(verbs, forbidden.verbs), common(groups, forbidden.groups), common(resources, forbidden.resources), slices.DeleteFunc(slices.Clone(resources), func(r string) bool { return !isWildcard(r) }))
		if writes && readsOnly {
			bad = append(bad, "writing "+strings.Join(resources, ", "))
		}
		if len(bad) > 0 || rule["nonResourceURLs"] != nil {
			f.Object(role, nil, "Right that leads beyond the role", "%s grants %s to people or task pods, who could use it to become somebody else or to read secrets. Name the resources and verbs that are needed, and none of these.", role, strings.Join(bad, ", "))
		}
	}
}

func words(rule map[string]any, key string) []string {
	var found []string
	for _, item := range manifest.Items(rule, key) {
		found = append(found, fmt.Sprint(item))
	}
	return found
}

func common(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}

// mountedToken checks that a pod gets a token for the Kubernetes API only where
// its account may call it.
func (f checks) mountedToken(o manifest.Object) {
	if o.Pod().Get("spec") == nil || o.Pod().Get("spec", "automountServiceAccountToken") == false {
		return
	}
	account, found := f.ServiceAccount(o.Namespace, o.ServiceAccount())
	if found && account.Get("automountServiceAccountToken") == false && o.Pod().Get("spec", "automountServiceAccountToken") == nil {
		return
	}
	if !f.IsBound(o.Namespace, o.Namespace, o.ServiceAccount()) {
		f.Object(o, nil, "Token without need", "The pods of %s mount a token for the Kubernetes API, but their service account %q has no role there. Set automountServiceAccountToken: false on the pod template.", o, o.ServiceAccount())
	}
}

package check

import (
	"testing"

	"example.com/metaflow-gitops/generator/check/checktest"
	"example.com/metaflow-gitops/generator/manifest"
)

// TestAccessMutants gives people and tasks what leads beyond their roles.
func TestAccessMutants(t *testing.T) {
	rule := func(role string, groups, resources, verbs string) mutation {
		return onObjects(func(t *testing.T, f *checktest.Fixture) {
			o := f.Object(t, "Role", role)
			rules, _ := o.Get("rules").([]any)
			checktest.Set(o, append(rules, map[string]any{"apiGroups": []any{groups}, "resources": []any{resources}, "verbs": []any{verbs}}), "rules")
		})
	}
	subject := func(s map[string]any) mutation { return object("RoleBinding", "metaflow-launch", []any{s}, "subjects") }
	const beyond = "Right that leads beyond the role"
	testIdentityMutants(t, []identityMutant{
		{"launch-secrets", "prod", rule("metaflow-launch", "", "secrets", "get"), beyond, "secrets", "base/"},
		{"launch-exec", "prod", rule("metaflow-launch", "", "pods/exec", "create"), beyond, "pods/exec", "base/"},
		{"deploy-everything", "prod", rule("metaflow-deploy", "argoproj.io", "*", "get"), beyond, "*", "base/"},
		{"launch-exec-of-anything", "prod", rule("metaflow-launch", "", "*/exec", "create"), beyond, "*/exec", "base/"},
		{"task-tokens-of-anything", "prod", rule("metaflow-task", "", "*/token", "create"), beyond, "*/token", "base/"},
		{"deploy-any-status", "prod", rule("metaflow-deploy", "apps", "*/status", "patch"), beyond, "*/status", "base/"},
		{"deploy-any-verb", "prod", rule("metaflow-deploy", "argoproj.io", "sensors", "*"), beyond, "*", "base/"},
		{"administer-escalate", "prod", rule("metaflow-administer", "rbac.authorization.k8s.io", "roles", "escalate"), beyond, "escalate", "base/"},
		{"administer-impersonate", "prod", rule("metaflow-administer", "", "serviceaccounts", "impersonate"), beyond, "impersonate", "base/"},
		{"administer-bindings", "prod", rule("metaflow-administer", "rbac.authorization.k8s.io", "rolebindings", "create"), beyond, "create of rolebindings", "base/"},
		{"administer-the-policy", "prod", rule("metaflow-administer", "admissionregistration.k8s.io", "validatingadmissionpolicies", "delete"), beyond, "delete of validatingadmissionpolicies", "base/"},
		{"task-tokens", "prod", rule("metaflow-task", "", "serviceaccounts/token", "create"), beyond, "serviceaccounts/token", "base/"},
		{"role-for-everybody", "prod", subject(map[string]any{"kind": "Group", "name": "system:authenticated"}), "Unknown subject", "output access", ""},
		{"role-for-a-person", "prod", subject(map[string]any{"kind": "User", "name": "somebody@example.com"}), "Unknown subject", "output access", ""},
		{"role-for-nobodys-account", "prod", subject(map[string]any{"kind": "ServiceAccount", "name": "ci", "namespace": "metaflow-jobs"}), "Role for an unknown account", "would have the role", ""},
		{"role-of-the-cluster", "prod", object("RoleBinding", "metaflow-launch", "ClusterRole", "roleRef", "kind"), "Unknown role", "was not reviewed", ""},
		{"role-unknown", "prod", object("RoleBinding", "metaflow-launch", "metaflow-lunch", "roleRef", "name"), "Unknown role", "was not reviewed", ""},
		{"right-in-the-whole-cluster", "prod", onObjects(added("0", manifest.Object{APIVersion: "rbac.authorization.k8s.io/v1", Kind: "ClusterRoleBinding", Name: "x", Fields: map[string]any{}})), "Right in the whole cluster", "every namespace", ""},
		{"token-without-need", "prod", onObjects(func(t *testing.T, f *checktest.Fixture) {
			checktest.Set(f.Object(t, "Deployment", "ui-static"), true, "spec", "template", "spec", "automountServiceAccountToken")
		}), "Token without need", "automountServiceAccountToken: false", "base/"},
	})
}

package terraform

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTaskRole adds a task role to terraform.tfvars, applies it into a local
// state, and lets the generator read that: one line on one side is an account,
// its rights and a line of the guide on the other.
func TestTaskRole(t *testing.T) {
	root := t.TempDir()
	for _, folder := range []string{"base", "clusters", "overlays"} {
		if err := os.CopyFS(filepath.Join(root, folder), os.DirFS(filepath.Join(repository, folder))); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(root, "terraform")
	copyModule(t, dir)
	variables := filepath.Join(dir, "stacks/prod/terraform.tfvars")
	change(t, variables, "task_roles = {\n", "task_roles = {\n  task-scoring  = {}\n")
	change(t, filepath.Join(dir, "backend.tf"), `backend "azurerm"`, `backend "local"`)
	// What was recorded is of another state.
	if err := os.Remove(filepath.Join(dir, "stacks/prod/outputs.json")); err != nil {
		t.Fatal(err)
	}

	env := []string{"TF_CLI_CONFIG_FILE=" + standIn(t), "STANDIN_SCHEMA=" + realSchema(t), "STANDIN_CLOUD=" + t.TempDir(),
		"TF_VAR_role_propagation_seconds=0", "TF_IN_AUTOMATION=1"}
	must(t, dir, env, "terraform", "init", "-input=false")
	must(t, dir, env, "terraform", "workspace", "new", "prod")
	must(t, dir, env, "terraform", "apply", "-input=false", "-auto-approve", "-no-color", "-var-file=stacks/prod/terraform.tfvars")
	generator := build(t, repository, "./generator", filepath.Join(t.TempDir(), "generator"))
	t.Log(must(t, root, nil, generator, "--root", root, "--refresh", "--stack", "prod"))

	overlay := func(name string) string {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(root, "overlays/prod", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	var identities map[string]struct {
		ClientID    string `json:"client_id"`
		Credentials []struct {
			Subject string
		} `json:"federated_credentials"`
	}
	decode(t, must(t, dir, env, "terraform", "output", "-json", "workload_identities"), &identities)
	role := identities["task-scoring"]
	if len(role.Credentials) != 1 || role.Credentials[0].Subject != "system:serviceaccount:metaflow-jobs:task-scoring" {
		t.Fatalf("the outputs have %v", role)
	}
	account := overlay("rendered/metaflow-jobs-serviceaccount-task-scoring.yaml")
	if !strings.Contains(account, "azure.workload.identity/client-id: "+role.ClientID+"\n") {
		t.Errorf("the account acts as somebody else than %s:\n%s", role.ClientID, account)
	}
	for file, want := range map[string]string{
		"rendered/metaflow-jobs-rolebinding-metaflow-task.yaml": `(?m)^    name: task-scoring\n    namespace: metaflow-jobs$`,
		"rendered/metaflow-jobs-configmap-task-roles.yaml":      `"task-default,task-scoring,task-training"`,
		"client/guide.md": `(?m)^    @kubernetes\(service_account="task-scoring"\)$`,
	} {
		if text := overlay(file); !regexp.MustCompile(want).MatchString(text) {
			t.Errorf("%s has no %s:\n%s", file, want, text)
		}
	}
	if strings.Contains(overlay("rendered/metaflow-jobs-rolebinding-metaflow-workflow.yaml"), "task-scoring") {
		t.Error("a role that is not the default has the rights of the default role")
	}
}

// change replaces the one place of a text in a file.
func change(t *testing.T, file, old, new string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(data), old) != 1 {
		t.Fatalf("%s has not one place with %q", file, old)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(data), old, new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

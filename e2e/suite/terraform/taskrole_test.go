package terraform

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// role is one of the output workload_identities.
type role struct {
	ClientID    string `json:"client_id"`
	Credentials []struct {
		Subject string
	} `json:"federated_credentials"`
}

// holdsRole holds an overlay to a task role that was added.
func holdsRole(t *testing.T, folder string, role role) {
	t.Helper()
	overlay := func(name string) string {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
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

package terraform

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shell runs a script of terraform/ with the stand-in of az.
type shell struct {
	t   *testing.T
	dir string
	env []string
}

func newShell(t *testing.T) *shell {
	t.Helper()
	bin, dir := t.TempDir(), t.TempDir()
	build(t, "../..", "./lib/az", filepath.Join(bin, "az"))
	return &shell{t: t, dir: dir, env: []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "STANDIN_AZ=" + dir}}
}

// run returns what the script says, and the calls of az that change something.
func (s *shell) run(script string, args ...string) (said string, changes []string) {
	s.t.Helper()
	calls := filepath.Join(s.dir, "calls")
	_ = os.Remove(calls)
	said = must(s.t, repository, s.env, "terraform/"+script, args...)
	data, err := os.ReadFile(calls)
	if err != nil && !os.IsNotExist(err) {
		s.t.Fatal(err)
	}
	for call := range strings.Lines(string(data)) {
		words := strings.Fields(call)
		if !slices.ContainsFunc(words, func(w string) bool { return w == "show" || w == "list" }) {
			changes = append(changes, strings.TrimSpace(call))
		}
	}
	return said, changes
}

// without writes the recorded outputs of prod, except one.
func without(t *testing.T, name string) string {
	t.Helper()
	document := must(t, repository, nil, "jq", "del(.outputs."+name+")", "terraform/stacks/prod/outputs.json")
	file := filepath.Join(t.TempDir(), "outputs.json")
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestPostApply takes a stack from its first apply on, each step twice: the
// second time nothing changes.
func TestPostApply(t *testing.T) {
	s := newShell(t)
	first := []string{"--outputs", without(t, "auth"), "--host", "metaflow.example.com", "prod"}
	said, changes := s.run("post-apply", first...)
	want := []string{"aks approuting enable", "aks approuting update", "aks update", "ad app create", "ad app update", "ad app update", "ad app update", "ad sp create", "ad app federated-credential create"}
	if len(changes) != len(want) {
		t.Fatalf("changes\n%s", strings.Join(changes, "\n"))
	}
	for i, prefix := range want {
		if !strings.HasPrefix(changes[i], prefix) {
			t.Errorf("change %d is %q, not %s", i, changes[i], prefix)
		}
	}
	if !strings.Contains(said, `client_id = "750ecefe-89d0-42ba-b265-000000000000"`) {
		t.Errorf("it does not say what to do with the client id:\n%s", said)
	}
	if said, changes = s.run("post-apply", first...); len(changes) > 0 {
		t.Errorf("the second run changes\n%s\n%s", strings.Join(changes, "\n"), said)
	}

	document := must(t, repository, nil, "jq", `.outputs.auth.value.client_id = "750ecefe-89d0-42ba-b265-000000000000"`, "terraform/stacks/prod/outputs.json")
	file := filepath.Join(t.TempDir(), "outputs.json")
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, changes = s.run("post-apply", "--outputs", file, "prod"); len(changes) != 1 || !strings.Contains(changes[0], "--identifier-uris api://metaflow-prod") {
		t.Errorf("with the client id only the audience is new, not\n%s", strings.Join(changes, "\n"))
	}
	if _, changes = s.run("post-apply", "--outputs", file, "prod"); len(changes) > 0 {
		t.Errorf("the second run changes\n%s", strings.Join(changes, "\n"))
	}

	moved := must(t, repository, nil, "jq", `.outputs.auth.value.federated_credentials[0].issuer = "https://westeurope.oic.prod-aks.azure.com/t/other/"`, file)
	if err := os.WriteFile(file, []byte(moved), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, changes = s.run("post-apply", "--outputs", file, "prod"); len(changes) != 1 || !strings.HasPrefix(changes[0], "ad app federated-credential update") {
		t.Errorf("another cluster is another credential, not\n%s", strings.Join(changes, "\n"))
	}
}

// TestPostApplyDry prints what would be done, and does nothing of it; what is there
// already is not among it.
func TestPostApplyDry(t *testing.T) {
	s := newShell(t)
	args := []string{"--outputs", without(t, "auth"), "--host", "metaflow.example.com", "prod"}
	dry := append([]string{"--dry-run"}, args...)
	said, changes := s.run("post-apply", dry...)
	if len(changes) > 0 {
		t.Errorf("a dry run changes\n%s", strings.Join(changes, "\n"))
	}
	var printed []string
	for line := range strings.Lines(said) {
		if command, is := strings.CutPrefix(line, "az "); is {
			printed = append(printed, strings.ReplaceAll(strings.TrimSpace(command), "CLIENT_ID", "750ecefe-89d0-42ba-b265-000000000000"))
		}
	}
	_, changes = s.run("post-apply", args...)
	if len(printed) != len(changes) {
		t.Fatalf("it prints\n%s\nand does\n%s", strings.Join(printed, "\n"), strings.Join(changes, "\n"))
	}
	for i, done := range changes {
		words := must(t, t.TempDir(), nil, "bash", "-c", "printf '%s\\n' "+printed[i])
		if text := strings.Join(strings.Split(strings.TrimSpace(words), "\n"), " "); !strings.HasPrefix(done, text) {
			t.Errorf("it prints\n%s\nand does\n%s", text, done)
		}
	}
	if said, _ = s.run("post-apply", dry...); strings.Contains(said, "az ") {
		t.Errorf("with nothing to do it prints\n%s", said)
	}
}

// TestPostApplyCheck says what a cluster of somebody else's lacks.
func TestPostApplyCheck(t *testing.T) {
	s := newShell(t)
	outputs := "terraform/stacks/prod/outputs.json"
	r := run(t, repository, s.env, "terraform/post-apply", "--check", "--outputs", outputs, "prod")
	if r.status != 1 {
		t.Errorf("exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	for _, want := range []string{
		"missing   OIDC issuer: az aks update --resource-group rg-metaflow-prod --name aks-metaflow-prod --enable-oidc-issuer",
		"missing   workload identity: ", "missing   secrets of Key Vault in pods: ", "missing   engine for network policies: ",
		"missing   application routing: terraform/post-apply prod", "missing   Gateway API: ", "ok        DNS of the cluster",
	} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("it does not say %q:\n%s", want, r.stdout)
		}
	}
	const has = `{"cluster": {
		"oidcIssuerProfile": {"enabled": true}, "securityProfile": {"workloadIdentity": {"enabled": true}},
		"addonProfiles": {"azureKeyvaultSecretsProvider": {"enabled": true}}, "networkProfile": {"networkPolicy": "cilium"},
		"agentPoolProfiles": [{"name": "system"}, {"name": "tasks", "localDnsProfile": {"state": "Enabled"}}]}}`
	if err := os.WriteFile(filepath.Join(s.dir, "directory.json"), []byte(has), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run("post-apply", "--no-application", "--outputs", outputs, "prod")
	r = run(t, repository, s.env, "terraform/post-apply", "--check", "--outputs", outputs, "prod")
	if r.status != 1 || strings.Count(r.stdout, "missing") != 1 || !strings.Contains(r.stdout, "say local_dns = true in existing_cluster") {
		t.Errorf("nodes that resolve names: exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	said := must(t, repository, nil, "jq", ".outputs.cluster.value.local_dns = true", outputs)
	file := filepath.Join(t.TempDir(), "outputs.json")
	if err := os.WriteFile(file, []byte(said), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, changes := s.run("post-apply", "--check", "--outputs", file, "prod"); len(changes) > 0 || strings.Contains(said, "missing") {
		t.Errorf("it changes %q and says\n%s", changes, said)
	}
}

// TestPostApplyWithoutApplication is for people who may not create one, and for
// stacks that need none.
func TestPostApplyWithoutApplication(t *testing.T) {
	s := newShell(t)
	said, changes := s.run("post-apply", "--no-gateway", "--no-application", "--outputs", "terraform/stacks/prod/outputs.json", "prod")
	if len(changes) > 0 || !strings.Contains(said, "https://metaflow.example.com/oauth2/callback") || !strings.Contains(said, "system:serviceaccount:metaflow:auth-proxy") {
		t.Errorf("it changes %q and says\n%s", changes, said)
	}
	said, changes = s.run("post-apply", "--no-gateway", "--outputs", "terraform/stacks/research/outputs.json", "research")
	if len(changes) > 0 || !strings.Contains(said, "people log in at https://example.eu.auth0.com/") {
		t.Errorf("it changes %q and says\n%s", changes, said)
	}
	if r := run(t, repository, s.env, "terraform/post-apply", "--outputs", "terraform/stacks/prod/outputs.json", "staging"); r.status != 1 || !strings.Contains(r.stderr, "not of staging") {
		t.Errorf("outputs of another stack are taken: %s", r.stderr)
	}
}

// TestStateAccount holds what makes the state's account safe.
func TestStateAccount(t *testing.T) {
	_, changes := newShell(t).run("state-account", "77bceb8e-90a4-4e64-8659-cb83b3a05665", "westeurope", "92c5b56e-e734-4815-8b70-531ede98c09f")
	all := strings.Join(changes, "\n")
	for _, part := range []string{"--name stmetaflowtfstate", "--allow-shared-key-access false", "--enable-versioning true", "--enable-delete-retention true", "--name tfstate", "Storage Blob Data Contributor"} {
		if !strings.Contains(all, part) {
			t.Errorf("no call has %q:\n%s", part, all)
		}
	}
}

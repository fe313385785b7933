package terraform

import (
	"archive/zip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/e2e/lib/azure"
)

// bench is a copy of the module that can be applied: with the stand-in
// provider, into the azurerm backend on Azurite.
type bench struct {
	t          *testing.T
	dir, cloud string
	azure      *azure.Cloud
	env        []string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	backend, err := os.ReadFile(filepath.Join(repository, "terraform/backend.tfbackend"))
	if err != nil {
		t.Fatal(err)
	}
	argument := func(name string) string {
		return regexp.MustCompile(`(?m)^` + name + ` *= "(.*)"$`).FindStringSubmatch(string(backend))[1]
	}
	b := &bench{t: t, dir: moduleCopy(t), cloud: t.TempDir()}
	needed(t, "AZURITE")
	b.azure = azure.Start(t, argument("storage_account_name"))
	b.azure.Container(t, argument("container_name"))
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("the token of a job"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.env = append(b.azure.Env(),
		"ARM_USE_CLI=false", "ARM_USE_OIDC=true", "ARM_OIDC_TOKEN_FILE_PATH="+token,
		"ARM_TENANT_ID=fd959e53-4c40-4c38-bf91-2400835a2e22", "ARM_CLIENT_ID=b0f1a8a4-53c8-4d0b-8f3d-3f2f1c6f7a55",
		"TF_CLI_CONFIG_FILE="+standIn(t), "STANDIN_SCHEMA="+realSchema(t), "STANDIN_CLOUD="+b.cloud,
		"TF_VAR_role_propagation_seconds=0", "TF_IN_AUTOMATION=1")
	b.terraform("init", "-input=false", "-backend-config=backend.tfbackend")
	return b
}

// blob reads a state as it lies in the storage account.
func (b *bench) blob(container, name string) string {
	b.t.Helper()
	response, err := b.azure.Open(b.t, container).NewBlobClient(name).DownloadStream(b.t.Context(), nil)
	if err != nil {
		b.t.Fatalf("reading state blob %q: %v", name, err)
	}
	defer func() { _ = response.Body.Close() }()
	state, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return string(state)
}

func (b *bench) terraform(args ...string) string {
	b.t.Helper()
	return must(b.t, b.dir, b.env, "terraform", args...)
}

// make runs a target of the repository's Makefile, which chooses workspace and
// variables together.
func (b *bench) make(target, stack string) {
	b.t.Helper()
	must(b.t, repository, append(slices.Clone(b.env), "TF_INPUT=false"), "make", target, "STACK="+stack, "TF_DIR="+b.dir)
}

// in chooses the workspace of a stack.
func (b *bench) in(stack string) {
	b.t.Helper()
	b.terraform("workspace", "select", "-or-create", stack)
}

// apply plans and applies a stack, and returns how that ended. A resource type
// that is refused makes the apply stop half-way.
func (b *bench) apply(stack, refused string, args ...string) result {
	b.t.Helper()
	args = append([]string{"apply", "-input=false", "-auto-approve", "-no-color", "-var-file=stacks/" + stack + "/terraform.tfvars"}, args...)
	return run(b.t, b.dir, append(slices.Clone(b.env), "STANDIN_FAIL="+refused), "terraform", args...)
}

// secret reads what the cloud has, or "".
func (b *bench) secret(names ...string) string {
	data, _ := os.ReadFile(filepath.Join(append([]string{b.cloud}, names...)...))
	value, _, _ := strings.Cut(string(data), "\n")
	return value
}

func (b *bench) password(stack string) string {
	return b.secret("kv-metaflow-"+stack, "metaflow-database-password")
}

func (b *bench) serverPassword(stack string) string {
	return b.secret("psql-metaflow-"+stack, "administrator")
}

// TestApply applies two stacks side by side.
func TestApply(t *testing.T) {
	b := newBench(t)
	outputs := map[string]map[string]struct{ Value json.RawMessage }{}
	for _, stack := range []string{"prod", "staging"} {
		b.make("plan", stack)
		plan := unzip(t, filepath.Join(b.dir, stack+".tfplan")) + b.terraform("show", "-json", stack+".tfplan")
		b.make("apply", stack)
		b.holdsNoSecret(stack, "plan", plan)
		b.holdsNoSecret(stack, "state", b.terraform("state", "pull"))
		document := b.terraform("output", "-json")
		b.holdsNoSecret(stack, "outputs", document)
		values := map[string]struct{ Value json.RawMessage }{}
		decode(t, document, &values)
		outputs[stack] = values
		t.Log(generate(t, stack, []byte(document)))
		// A second plan has nothing to do.
		b.terraform("plan", "-input=false", "-detailed-exitcode", "-var-file=stacks/"+stack+"/terraform.tfvars")
	}
	for _, name := range []string{"stack", "subscription_id", "resource_group_name", "cluster", "storage", "database", "key_vault", "workload_identities", "auth", "access"} {
		if string(outputs["prod"][name].Value) == string(outputs["staging"][name].Value) {
			t.Errorf("output %q is the same in both stacks: %s", name, outputs["prod"][name].Value)
		}
	}
	for _, name := range []string{"metaflow.tfstateenv:prod", "metaflow.tfstateenv:staging"} {
		b.holdsNoSecret(strings.TrimPrefix(name, "metaflow.tfstateenv:"), name, b.blob("tfstate", name))
	}
}

// holdsNoSecret looks for the stack's secrets in a document.
func (b *bench) holdsNoSecret(stack, what, document string) {
	b.t.Helper()
	if !strings.Contains(document, stack) {
		b.t.Errorf("the %s of %s is of something else", what, stack)
	}
	password, cookie := b.password(stack), b.secret("kv-metaflow-"+stack, "metaflow-cookie-secret")
	if !regexp.MustCompile(`^Mf[0-9a-f]{32}$`).MatchString(password) || !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(cookie) {
		b.t.Errorf("password and cookie secret of %s have not the right form", stack)
	}
	if password != b.serverPassword(stack) {
		b.t.Errorf("vault and server of %s have different passwords", stack)
	}
	for _, secret := range []string{password, cookie} {
		if strings.Contains(document, secret) {
			b.t.Errorf("the %s of %s holds a secret", what, stack)
		}
	}
}

// TestHalfFailedApply lets applies fail between vault and server, the first
// and that of a rotation, and repeats them.
func TestHalfFailedApply(t *testing.T) {
	const stack, server = "research", "azurerm_postgresql_flexible_server"
	b := newBench(t)
	b.in(stack)
	before := ""
	for _, version := range []string{"1", "2"} {
		argument := "-var=database_password_version=" + version
		if r := b.apply(stack, server, argument); r.status == 0 || !strings.Contains(r.stderr, "The cloud refuses this") {
			t.Fatalf("version %s: the apply was to fail\n%s%s", version, r.stdout, r.stderr)
		}
		if b.password(stack) == "" || b.password(stack) == before || b.serverPassword(stack) != before {
			t.Fatalf("version %s: the vault was to have a new password, and the server not", version)
		}
		if r := b.apply(stack, "", argument); r.status != 0 {
			t.Fatalf("version %s: exit status %d\n%s%s", version, r.status, r.stdout, r.stderr)
		}
		if b.password(stack) != b.serverPassword(stack) || b.password(stack) == before {
			t.Errorf("version %s: vault and server have different passwords, or still the old one", version)
		}
		before = b.password(stack)
	}
	t.Log(generate(t, stack, []byte(b.terraform("output", "-json"))))
}

// unzip returns the files of a plan, one after the other.
func unzip(t *testing.T, filename string) string {
	t.Helper()
	archive, err := zip.OpenReader(filename)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	var text strings.Builder
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&text, r); err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
	}
	return text.String()
}

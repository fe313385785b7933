package outputs

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/metaflow-gitops/e2e/lib/azure"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/blockblob"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/sas"
)

const tenant, client = "fd959e53-4c40-4c38-bf91-2400835a2e22", "7765194f-7167-45ce-b529-0ecda0de3458"

// TestAzurerm reads the states of two workspaces in every way to sign in that
// can be had without Azure.
func TestAzurerm(t *testing.T) {
	r, cloud := inAzure(t)
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("a.federated.token"), 0o600); err != nil {
		t.Fatal(err)
	}
	// Nothing that was initialized is there when the generator reads.
	initialized, hidden := r.path("terraform/.terraform"), r.path("hidden")
	ways := map[string][]string{
		"access key":            {"ARM_ACCESS_KEY=" + cloud.Key},
		"access key of az":      {"AZURE_STORAGE_ACCOUNT=" + cloud.Account, "AZURE_STORAGE_KEY=" + cloud.Key},
		"SAS":                   {"ARM_SAS_TOKEN=" + signature(t, cloud, sas.ContainerPermissions{Read: true, List: true})},
		"client secret":         {"ARM_TENANT_ID=" + tenant, "ARM_CLIENT_ID=" + client, "ARM_CLIENT_SECRET=a-client-secret"},
		"client secret, AZURE_": {"AZURE_TENANT_ID=" + tenant, "AZURE_CLIENT_ID=" + client, "AZURE_CLIENT_SECRET=a-client-secret"},
		"federated token":       {"ARM_TENANT_ID=" + tenant, "ARM_CLIENT_ID=" + client, "ARM_USE_OIDC=true", "ARM_OIDC_TOKEN_FILE_PATH=" + token},
		"token of a pipeline":   {"ARM_TENANT_ID=" + tenant, "ARM_CLIENT_ID=" + client, "ARM_USE_OIDC=true", "ACTIONS_ID_TOKEN_REQUEST_URL=https://login.microsoftonline.com/pipeline?job=1", "ACTIONS_ID_TOKEN_REQUEST_TOKEN=of-the-job"},
		"described cloud":       {"ARM_METADATA_HOSTNAME=login.microsoftonline.com", "ARM_TENANT_ID=" + tenant, "ARM_CLIENT_ID=" + client, "ARM_CLIENT_SECRET=a-client-secret"},
		"workload identity":     {"AZURE_TENANT_ID=" + tenant, "AZURE_CLIENT_ID=" + client, "AZURE_FEDERATED_TOKEN_FILE=" + token, "AZURE_AUTHORITY_HOST=https://login.microsoftonline.com/"},
	}
	for name, env := range ways {
		t.Run(name, func(t *testing.T) {
			r := *r
			r.t = t
			env = append(cloud.Env(), env...)
			for _, stack := range []string{"prod", "staging"} {
				_ = os.Remove(r.path("terraform/stacks/" + stack + "/outputs.json"))
				must(t, os.Rename(initialized, hidden))
				got := r.generate(env, "--refresh", "--stack", stack)
				must(t, os.Rename(hidden, initialized))
				if got.status != 0 || !strings.Contains(got.out, "created terraform/stacks/"+stack+"/outputs.json\n") {
					t.Fatalf("exit status %d\n%s\n%s", got.status, got.out, got.talk)
				}
				r.recorded(stack)
			}
			if got := r.generate(env, "--refresh", "--check", "--stack", "prod", "--stack", "staging"); got.status != 0 {
				t.Errorf("a second time: exit status %d\n%s%s", got.status, got.out, got.talk)
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestLogs turns on every log that there is, and finds no secret in any.
func TestLogs(t *testing.T) {
	r, cloud := inAzure(t)
	env := append(cloud.Env(), "ARM_TENANT_ID="+tenant, "ARM_CLIENT_ID="+client, "ARM_CLIENT_SECRET=a-client-secret", "AZURE_SDK_GO_LOGGING=all", "TF_LOG=TRACE", "GODEBUG=http2debug=2")
	got := r.generate(env, "--refresh", "--stack", "prod")
	if got.status != 0 || len(got.talk) < 1000 {
		t.Errorf("exit status %d, %d bytes of logs", got.status, len(got.talk))
	}
	for _, secret := range []string{"correct-horse", "first-token-of", "administrator-of", "a-client-secret"} {
		if strings.Contains(got.out+got.talk, secret) {
			t.Errorf("%q is in a log", secret)
		}
	}
}

// signature makes a shared access signature for the container.
func signature(t *testing.T, cloud *azure.Cloud, p sas.ContainerPermissions) string {
	t.Helper()
	address, err := cloud.Open(t, "tfstate").GetSASURL(p, time.Now().Add(time.Hour), nil)
	must(t, err)
	_, token, _ := strings.Cut(address, "?")
	return token
}

// TestAzurermErrors produces each error for real.
func TestAzurermErrors(t *testing.T) {
	r, cloud := inAzure(t)
	prod := []string{"--refresh", "--timeout", "20s", "--stack", "prod"}
	key := append(cloud.Env(), "ARM_ACCESS_KEY="+cloud.Key)
	settings := r.read("terraform/backend.tfbackend")
	ctx := context.Background()

	t.Run("denied", func(t *testing.T) {
		r := r.with(t)
		r.fails(append(cloud.Env(), "ARM_ACCESS_KEY="+strings.Repeat("A", 86)+"=="), "Access denied", `refuses these credentials`, prod...)
		r.fails(append(cloud.Env(), "ARM_SAS_TOKEN="+signature(t, cloud, sas.ContainerPermissions{Write: true})), "Access denied", `It needs the role "Storage Blob Data Reader" there`, prod...)
		cloud.Denied.Store(true)
		defer cloud.Denied.Store(false)
		r.fails(append(cloud.Env(), "ARM_TENANT_ID="+tenant, "ARM_CLIENT_ID="+client, "ARM_CLIENT_SECRET=wrong-client-secret"), "Access denied", `refuses the sign-in \(AADSTS700213\)`, prod...)
	})
	t.Run("no credentials", func(t *testing.T) {
		r := r.with(t)
		r.fails(append(cloud.Env(), "AZURE_TOKEN_CREDENTIALS=AzureCLICredential"), "No credentials", "Run `az login`", prod...)
	})
	t.Run("missing", func(t *testing.T) {
		r := r.with(t)
		r.fails(key, "No such workspace", `no workspace "research". There are (default, )?prod, staging`, "--refresh", "--stack", "research")
		r.write("terraform/backend.tfbackend", strings.Replace(settings, setting(t, settings, "key"), "other.tfstate", 1))
		r.fails(key, "Blob not found", `no blob ".*env:prod" in container "tfstate"`, prod...)
		r.write("terraform/backend.tfbackend", strings.Replace(settings, `"`+setting(t, settings, "container_name")+`"`, `"nowhere"`, 1))
		r.fails(key, "Blob not found", `no container "nowhere"`, prod...)
		r.write("terraform/backend.tfbackend", settings)
	})
	t.Run("no state yet", func(t *testing.T) {
		r := r.with(t)
		r.tf("workspace", "new", "research")
		r.fails(key, "No state yet", `Nothing has been applied in workspace "research"`, "--refresh", "--stack", "research")
	})
	t.Run("locked", func(t *testing.T) {
		r := r.with(t)
		blob := cloud.Open(t, "tfstate").NewBlobClient(setting(t, settings, "key") + "env:prod")
		stdin, release := io.Pipe()
		apply := r.applyAndWait(stdin)
		waitFor(t, func() bool {
			p, err := blob.GetProperties(ctx, nil)
			return err == nil && *p.LeaseState == "leased"
		})
		got := r.generate(key, prod...)
		if got.status != 0 || !strings.Contains(got.talk, "note: prod: the state is locked") {
			t.Errorf("exit status %d\n%s", got.status, got.talk)
		}
		_, _ = release.Write([]byte("no\n"))
		release.Close()
		_ = apply.Wait()
	})
	t.Run("killed server", func(t *testing.T) {
		r := r.with(t)
		cloud.Mode.Store(azure.Killed)
		defer cloud.Mode.Store(azure.Open)
		before := cloud.Requests.Load()
		r.fails(key, "Network failure", `cannot be reached, after 4 tries`, prod...)
		if n := cloud.Requests.Load() - before; n < 4 {
			t.Errorf("%d tries", n)
		}
	})
	t.Run("slow server", func(t *testing.T) {
		r := r.with(t)
		cloud.Mode.Store(azure.Hanging)
		defer cloud.Mode.Store(azure.Open)
		start := time.Now()
		r.fails(key, "Network failure", `no answer in time|cannot be reached`, "--refresh", "--timeout", "3s", "--stack", "prod")
		if d := time.Since(start); d > 8*time.Second {
			t.Errorf("it took %s", d)
		}
	})
	t.Run("interrupted", func(t *testing.T) {
		r := r.with(t)
		cloud.Mode.Store(azure.Hanging)
		defer cloud.Mode.Store(azure.Open)
		before, seen := r.snapshot(), cloud.Requests.Load()
		var talk strings.Builder
		cmd := r.generatorCommand(key, prod...)
		cmd.Stderr = &talk
		must(t, cmd.Start())
		waitFor(t, func() bool { return cloud.Requests.Load() > seen })
		must(t, cmd.Process.Signal(syscall.SIGINT))
		_ = cmd.Wait()
		if cmd.ProcessState.ExitCode() != 1 || !strings.Contains(talk.String(), "Error: Interrupted (state/interrupted)\n") {
			t.Errorf("exit status %d\n%s", cmd.ProcessState.ExitCode(), talk.String())
		}
		if len(before) != len(r.snapshot()) {
			t.Error("files were changed")
		}
	})
	t.Run("encrypted and old", func(t *testing.T) {
		r := r.with(t)
		put := func(text string) {
			blob := cloud.Open(t, "tfstate").NewBlockBlobClient(setting(t, settings, "key") + "env:research")
			_, err := blob.UploadBuffer(ctx, []byte(text), new(blockblob.UploadBufferOptions))
			must(t, err)
		}
		put(`{"serial":1,"lineage":"a","meta":{},"encrypted_data":"AAAA","encryption_version":"v0"}`)
		r.fails(key, "Encrypted state", "OpenTofu", "--refresh", "--stack", "research")
		put(`{"version":3,"serial":1,"lineage":"a","modules":[]}`)
		r.fails(key, "Unsupported state version", "version 4", "--refresh", "--stack", "research")
	})
	t.Run("without outputs", func(t *testing.T) {
		r := r.with(t)
		r.write("terraform/main.tf", "resource \"terraform_data\" \"stack\" {\n}\n")
		r.apply("staging")
		r.fails(key, "State without outputs", "has resources, but no outputs", "--refresh", "--stack", "staging")
	})
	t.Run("killed for good", func(t *testing.T) {
		r := r.with(t)
		cloud.Kill()
		r.fails(key, "Network failure", `cannot be reached, after 4 tries`, prod...)
	})
}

// with gives the repository to a subtest.
func (r *repository) with(t *testing.T) *repository {
	own := *r
	own.t = t
	return &own
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	for range 200 {
		if done() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("waited in vain")
}

// applyAndWait starts an apply that holds the state's lock until it is
// answered.
func (r *repository) applyAndWait(answer io.Reader) *exec.Cmd {
	r.t.Helper()
	r.tf("workspace", "select", "prod")
	r.write("terraform/main.tf", r.read("terraform/main.tf")+"\noutput \"one_more\" {\n  value = 1\n}\n")
	cmd := r.tfCommand("apply")
	in, err := cmd.StdinPipe()
	must(r.t, err)
	go func() {
		_, _ = io.Copy(in, answer)
		in.Close()
	}()
	must(r.t, cmd.Start())
	r.t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd
}

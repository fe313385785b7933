package outputs

import (
	"io"
	"os"
	"strings"
	"testing"
)

// TestLocal reads states of the local backend, which needs no Terraform either.
func TestLocal(t *testing.T) {
	r := newRepository(t)
	r.tf("init", "-input=false")
	r.apply("prod")
	r.apply("staging")
	must(t, os.Rename(r.path("terraform/.terraform"), r.path("hidden")))
	r.tf("init", "-input=false") // for terraform's own side of the comparison
	r.refreshes(nil)

	prod := []string{"--refresh", "--stack", "prod"}
	r.fails(nil, "No such workspace", `no workspace "research". There are default, prod, staging\.`, "--refresh", "--stack", "research")
	r.tf("workspace", "new", "research")
	r.fails(nil, "No state yet", `Nothing has been applied in workspace "research"`, "--refresh", "--stack", "research")

	t.Run("locked", func(t *testing.T) {
		r := r.with(t)
		stdin, release := io.Pipe()
		apply := r.applyAndWait(stdin)
		lock := r.path("terraform/terraform.tfstate.d/prod/.terraform.tfstate.lock.info")
		waitFor(t, func() bool {
			_, err := os.Stat(lock)
			return err == nil
		})
		got := r.generate(nil, prod...)
		if got.status != 0 || !strings.Contains(got.talk, "note: prod: the state is locked") {
			t.Errorf("exit status %d\n%s", got.status, got.talk)
		}
		_, _ = release.Write([]byte("no\n"))
		release.Close()
		_ = apply.Wait()
	})

	// A restored state is older than what was recorded.
	old := r.read("terraform/terraform.tfstate.d/prod/terraform.tfstate")
	r.apply("prod") // one more output, one more serial
	if got := r.generate(nil, prod...); got.status != 0 || !strings.Contains(got.out, "  created output one_more\n") {
		t.Fatalf("exit status %d\n%s%s", got.status, got.out, got.talk)
	}
	r.write("terraform/terraform.tfstate.d/prod/terraform.tfstate", old)
	r.fails(nil, "Older outputs", "record them with --force", prod...)

	// A state that was made anew has another lineage.
	must(t, os.RemoveAll(r.path("terraform/terraform.tfstate.d/staging")))
	r.apply("staging")
	r.fails(nil, "Outputs of another state", "record them with --force", "--refresh", "--stack", "staging")

	r.write("terraform/main.tf", "resource \"terraform_data\" \"stack\" {\n}\n")
	r.apply("staging")
	r.fails(nil, "State without outputs", "has resources, but no outputs", "--refresh", "--stack", "staging")

	if os.Getuid() != 0 { // whom nothing is forbidden
		must(t, os.Chmod(r.path("terraform/terraform.tfstate.d/prod/terraform.tfstate"), 0))
		r.fails(nil, "Access denied", "may not be read by this user", prod...)
	}
}

// TestDocuments takes what Terraform prints and what it keeps, on standard
// input and from files.
func TestDocuments(t *testing.T) {
	r := newRepository(t)
	r.tf("init", "-input=false")
	r.apply("prod")
	r.write("plain.json", r.tf("output", "-json"))
	r.write("pulled.json", r.tf("state", "pull"))
	for _, document := range []string{"plain.json", "pulled.json", "terraform/terraform.tfstate.d/prod/terraform.tfstate"} {
		got := r.generate(nil, "--refresh", "--stack", "prod", "--outputs", r.path(document))
		if got.status != 0 {
			t.Fatalf("%s: exit status %d\n%s%s", document, got.status, got.out, got.talk)
		}
		r.recorded("prod")
		cmd := r.generatorCommand(nil, "--check", "--stack", "prod", "--outputs", "-")
		cmd.Stdin = strings.NewReader(r.read(document))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s on standard input: %v\n%s", document, err, out)
		}
	}
}

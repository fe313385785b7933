package terraform

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testPreview plans a change of the applied stack, and previews it: a host that
// the plan knows, and a new task role whose identity it does not.
func testPreview(t *testing.T, first saved) {
	const stack = "prod"
	b := first.again(t)
	root := t.TempDir()
	for _, folder := range []string{"base", "clusters", "overlays", "terraform/stacks"} {
		if err := os.CopyFS(filepath.Join(root, folder), os.DirFS(filepath.Join(repository, folder))); err != nil {
			t.Fatal(err)
		}
	}
	generator := build(t, repository, "./generator", filepath.Join(t.TempDir(), "generator"))
	write(t, filepath.Join(root, "document.json"), b.terraform("output", "-json"))
	must(t, root, nil, generator, "--root", root, "--stack", stack, "--outputs", filepath.Join(root, "document.json"), "--refresh", "--force")
	for _, args := range [][]string{{"init", "--quiet"}, {"add", "--all"}, {"-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message=applied"}} {
		must(t, root, nil, "git", args...)
	}

	variables := filepath.Join(b.dir, "stacks", stack, "terraform.tfvars")
	replace(t, variables, `"metaflow.example.com"`, `"flows.example.com"`)
	replace(t, variables, "task-default  = {}", "task-default  = {}\n  task-reports = {}")
	b.make("plan")
	plan := filepath.Join(t.TempDir(), "plan.json")
	write(t, plan, b.terraform("show", "-json", stack+".tfplan"))

	r := run(t, root, nil, generator, "--root", root, "--stack", stack, "--diff", "HEAD", "--plan", plan)
	if r.status != 2 {
		t.Fatalf("exit status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	t.Log(r.stdout)
	for _, want := range []string{
		"A preview: this is what a Terraform plan would come to.",
		"- https://metaflow.example.com/oauth2/callback\n      + https://flows.example.com/oauth2/callback\n",
		"because of output auth.host (" + plan,
		"+ ServiceAccount metaflow-jobs/task-reports\n    because of output workload_identities.task-reports",
	} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("the preview has no %q", want)
		}
	}
	asMarkdown := run(t, root, nil, generator, "--root", root, "--stack", stack, "--diff", "HEAD", "--plan", plan, "--format", "markdown").stdout
	if !strings.Contains(asMarkdown, "azure.workload.identity/client-id: \"(known after apply)\"") {
		t.Errorf("the new identity is not shown as unknown:\n%s", asMarkdown)
	}
	for _, text := range []string{r.stdout, r.stderr, asMarkdown} {
		if strings.Contains(text, "known-after-apply") || strings.Contains(text, b.password()) {
			t.Error("a stand-in or a secret is shown")
		}
	}
	if changed := must(t, root, nil, "git", "status", "--porcelain"); changed != "" {
		t.Errorf("a preview has written:\n%s", changed)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func replace(t *testing.T, file, old, new string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(data), old) != 1 {
		t.Fatalf("%s has %q not once", file, old)
	}
	write(t, file, strings.Replace(string(data), old, new, 1))
}

package stacks

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"testing"

	"example.com/metaflow-gitops/e2e/lib/stacks"
)

// TestTerraformTakesThem lets the real Terraform hold the variables of stacks
// to the rules of terraform/variables*.tf, and to its format.
func TestTerraformTakesThem(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("no terraform on the PATH")
	}
	root := t.TempDir()
	rules, err := filepath.Glob("../../../terraform/variables*.tf")
	if err != nil || len(rules) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	for _, p := range rules {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(root, filepath.Base(p)), data)
	}
	put(t, filepath.Join(root, "terraform.rc"), nil)
	t.Setenv("TF_CLI_CONFIG_FILE", filepath.Join(root, "terraform.rc"))
	t.Setenv("CHECKPOINT_DISABLE", "1")
	run(t, terraform, "-chdir="+root, "init", "-backend=false")
	o := stacks.Options{Count: 40}
	files, err := stacks.Files(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range stacks.Names(o) {
		variables := filepath.Join(root, name+".tfvars")
		put(t, variables, files[path.Join(stacks.Folder, name, "terraform.tfvars")])
		put(t, filepath.Join(root, name+".hcl.tf"), files[path.Join(stacks.Folder, name, "stack.hcl")])
		t.Setenv("TF_WORKSPACE", name)
		run(t, terraform, "fmt", "-check", "-diff", variables, filepath.Join(root, name+".hcl.tf"))
		if err := os.Remove(filepath.Join(root, name+".hcl.tf")); err != nil {
			t.Fatal(err)
		}
		run(t, terraform, "-chdir="+root, "plan", "-input=false", "-lock=false", "-var-file="+variables)
	}
}

func put(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

package auth

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// generic renders the stack of testdata/generic.hcl, with any OpenID Connect
// issuer and an Ingress, by the real generator, and returns the folder of its
// rendered objects.
func generic(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, folder := range []string{"base", "clusters"} {
		if err := os.CopyFS(filepath.Join(root, folder), os.DirFS(filepath.Join(repository, folder))); err != nil {
			t.Fatal(err)
		}
	}
	stack := filepath.Join(root, "terraform/stacks/generic")
	if err := os.MkdirAll(stack, 0o755); err != nil {
		t.Fatal(err)
	}
	outputs, err := os.ReadFile(filepath.Join(repository, "terraform/stacks/research/outputs.json"))
	if err != nil {
		t.Fatal(err)
	}
	decisions, err := os.ReadFile("testdata/generic.hcl")
	if err != nil {
		t.Fatal(err)
	}
	// The outputs of research, but for what tells the two apart.
	text := strings.NewReplacer(`"value": "research"`, `"value": "generic"`, "https://example.eu.auth0.com/", "https://login.example.com/realms/data",
		"metaflow.research.example.com", "metaflow.lab.example.com", "aks-metaflow-research", "aks-metaflow-generic").Replace(string(outputs))
	for name, data := range map[string]string{"outputs.json": text, "stack.hcl": string(decisions)} {
		if err := os.WriteFile(filepath.Join(stack, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command(os.Getenv(generatorVariable), "--root", root, "--stack", "generic").CombinedOutput(); err != nil {
		t.Fatalf("generating the generic stack: %v\n%s", err, out)
	}
	return filepath.Join(root, "overlays/generic/rendered")
}

// generatorVariable names the built generator. It is built outside of the
// namespace, since Go may have to fetch modules.
const generatorVariable = "AUTH_TEST_GENERATOR"

func buildGenerator(folder string) error {
	program := filepath.Join(folder, "generator")
	command := exec.Command("go", "build", "-buildvcs=false", "-o", program, "./generator")
	command.Dir = repository
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("building the generator: %w\n%s", err, out)
	}
	return os.Setenv(generatorVariable, program)
}

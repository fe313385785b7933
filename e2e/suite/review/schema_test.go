package review

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaFile = "../../../docs/schema/review.schema.json"

// TestSchema holds what the command prints, and the report of every case, to
// the published schema.
func TestSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	r := newRepository(t)
	r.replace("terraform/stacks/prod/outputs.json", "psql-metaflow-prod.", "psql-metaflow-prod-2.")
	r.replace("terraform/stacks/prod/stack.hcl", "replicas = 2", "replicas = 3")
	r.replace("base/ui-static/deployment.yaml", "timeoutSeconds: 5", "timeoutSeconds: 7")
	out, status := r.generator("--diff", "HEAD", "--format", "json")
	if status != 2 {
		t.Fatalf("status %d\n%s", status, out)
	}
	validate(t, schema, out)
	r.replace("terraform/stacks/staging/stack.hcl", "replicas = 1", "replicas = -1")
	out, status = r.generator("--diff", "HEAD", "--format", "json")
	if status != 1 || !strings.Contains(out, `"state": "failed"`) {
		t.Fatalf("status %d\n%s", status, out)
	}
	validate(t, schema, out)

	files, err := filepath.Glob(filepath.Join(cases, "*", "expected.json"))
	if err != nil || len(files) < 25 {
		t.Fatal(len(files), err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		// The command adds these two.
		validate(t, schema, strings.Replace(string(data), "{", `{"status": 2, "diagnostics": [],`, 1))
	}
}

// TestSchemaRefuses makes sure that the schema says no at all.
func TestSchemaRefuses(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{`{}`, `{"format": 2, "status": 0, "before": {"name": ""}, "after": {"name": ""}, "stacks": [], "diagnostics": []}`,
		`{"format": 1, "status": 0, "before": {"name": ""}, "after": {"name": ""}, "stacks": [{"name": "a", "state": "odd"}], "diagnostics": []}`} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(wrong))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(v) == nil {
			t.Errorf("the schema takes %s", wrong)
		}
	}
}

func validate(t *testing.T, schema *jsonschema.Schema, text string) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

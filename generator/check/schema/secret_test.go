package schema

import (
	"strings"
	"testing"
)

// TestNothingPrivate holds that no problem repeats what may be a secret.
func TestNothingPrivate(t *testing.T) {
	const secret = "hunter2 hunter2!"
	set, _ := For("")
	for _, c := range []struct{ kind, path string }{
		{"Deployment", container + "env"},
		{"Deployment", container + "env.A"},
		{"Deployment", "metadata.annotations.password"},
		{"Deployment", container + "args"},
		{"Deployment", container + "command"},
		{"Secret", "data.password"},
		{"ConfigMap", "binaryData.logo"},
		{"SecretProviderClass", "spec.parameters"},
		{"ScaledObject", "spec.triggers.0.metadata"},
	} {
		o := good(t)[c.kind]
		if o["metadata"].(fields)["annotations"] == nil {
			o["metadata"].(fields)["annotations"] = fields{}
		}
		change(t, o, strings.Split(c.path, "."), secret)
		if strings.HasSuffix(c.path, "password") && c.kind != "Secret" {
			continue // which is any text
		}
		found := set.Check(o)
		if len(found) == 0 {
			t.Errorf("%s %s: nothing is found", c.kind, c.path)
		}
		for _, p := range found {
			if strings.Contains(p.Text+p.Cure, "hunter2") {
				t.Errorf("%s %s: %s %s", c.kind, c.path, p.Text, p.Cure)
			}
		}
	}
}

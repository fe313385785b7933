package state

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"
)

// FuzzBackend reads any root module: a backend or a failure with a place in
// words, and never a panic.
func FuzzBackend(f *testing.F) {
	f.Add("terraform {\n  backend \"azurerm\" {\n    key = \"a\"\n  }\n}\n", "key = \"b\"\n", `{"terraform": {"backend": {"local": {}}}}`, `{"backend": {"type": "azurerm", "config": {"key": 1}}}`)
	f.Add("terraform {\n  cloud {}\n}\n", "a = 1e999999999\n", "[", "")
	f.Fuzz(func(t *testing.T, backend, settings, override, initialized string) {
		module := fstest.MapFS{}
		for name, text := range map[string]string{"backend.tf": backend, SettingsFile: settings, "x_override.tf.json": override, ".terraform/terraform.tfstate": initialized} {
			if text != "" {
				module[name] = &fstest.MapFile{Data: []byte(text)}
			}
		}
		b, err := FindBackend(module, ".terraform")
		failed := new(Failure)
		if errors.As(err, &failed) && (failed.Summary == "" || failed.Detail == "" || failed.Diagnostic().Severity != hcl.DiagError) {
			t.Errorf("a failure without words: %v", failed)
		}
		if (b == nil) == (err == nil) {
			t.Errorf("backend %v with error %v", b, err)
		}
	})
}

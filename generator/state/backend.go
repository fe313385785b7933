package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/limit"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// Backend is where a root module keeps its states.
type Backend struct {
	// Type is "local" when nothing is configured.
	Type string
	// Settings are the arguments of the backend block, backend.tfbackend and,
	// for what these two leave out, the last `terraform init`.
	Settings map[string]string
	// At is the place of the backend block.
	At hcl.Range
}

// Get returns a setting, or "".
func (b *Backend) Get(name string) string { return b.Settings[name] }

// SettingsFile is the file of settings that is read beside the backend block;
// `terraform init -backend-config` names the same one.
const SettingsFile = "backend.tfbackend"

// FindBackend reads the backend configuration of a root module. dataFolder is
// where Terraform keeps what it initialised, usually ".terraform".
func FindBackend(module fs.FS, dataFolder string) (*Backend, error) {
	block, err := findBlock(module)
	if err != nil {
		return nil, err
	}
	b := &Backend{Type: "local", Settings: map[string]string{}}
	if block != nil {
		b.Type, b.At = block.Type, block.DefRange
		if block.Type == "backend" {
			b.Type = block.Labels[0]
			attrs, _ := block.Body.JustAttributes() // what else is in it is Terraform's to complain about
			b.merge(attrs)
		}
	}
	if err := b.mergeFile(module); err != nil {
		return nil, err
	}
	return b, b.mergeInitialized(module, dataFolder)
}

// merge takes the arguments that are plain values. OpenTofu allows others; the
// last init knows what those were.
func (b *Backend) merge(attrs hcl.Attributes) {
	for name, attr := range attrs {
		value, diags := attr.Expr.Value(nil)
		if diags.HasErrors() || value.IsNull() || !value.IsKnown() || value.Type() == cty.Number {
			continue // no setting is a number
		}
		if text, err := convert.Convert(value, cty.String); err == nil {
			b.Settings[name] = text.AsString()
		}
	}
}

func (b *Backend) mergeFile(module fs.FS) error {
	data, err := readRegular(module, SettingsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading %q: %w", SettingsFile, err)
	}
	file, diags := hclparse.NewParser().ParseHCL(data, shown(SettingsFile))
	if diags.HasErrors() {
		return badFile(SettingsFile, diags)
	}
	attrs, _ := file.Body.JustAttributes()
	b.merge(attrs)
	return nil
}

// mergeInitialized takes what the last `terraform init` was told on its
// command line. What is committed wins over it.
func (b *Backend) mergeInitialized(module fs.FS, dataFolder string) error {
	data, err := readRegular(module, path.Join(dataFolder, "terraform.tfstate"))
	if err != nil {
		return nil // not initialised here, which direct reads do not need
	}
	var initialized struct {
		Backend struct {
			Type   string         `json:"type"`
			Config map[string]any `json:"config"`
		} `json:"backend"`
	}
	if json.Unmarshal(data, &initialized) != nil || initialized.Backend.Type != b.Type {
		return nil
	}
	for name, value := range initialized.Backend.Config {
		if _, committed := b.Settings[name]; !committed && value != nil {
			b.Settings[name] = fmt.Sprint(value)
		}
	}
	return nil
}

var terraformSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "terraform"}}}

var backendSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "backend", LabelNames: []string{"type"}}, {Type: "cloud"},
}}

// findBlock returns the backend or cloud block that counts: override files
// come last and replace others, as in Terraform.
func findBlock(module fs.FS) (*hcl.Block, error) {
	entries, err := fs.ReadDir(module, ".")
	if err != nil {
		return nil, fmt.Errorf("listing the root module: %w", err)
	}
	var plain, override []string
	for _, e := range entries {
		switch name := e.Name(); {
		case e.IsDir() || !isConfiguration(name):
		case isOverride(name):
			override = append(override, name)
		default:
			plain = append(plain, name)
		}
	}
	var found *hcl.Block
	for _, name := range append(plain, override...) {
		block, err := blockIn(module, name)
		if err != nil {
			return nil, err
		}
		if block != nil {
			found = block
		}
	}
	return found, nil
}

// extensions of files that configure a module, OpenTofu's own included.
var extensions = []string{".tf", ".tf.json", ".tofu", ".tofu.json"}

func isConfiguration(name string) bool {
	return slices.ContainsFunc(extensions, func(e string) bool { return strings.HasSuffix(name, e) }) && !strings.HasPrefix(name, ".")
}

func isOverride(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	return stem == "override" || strings.HasSuffix(stem, "_override")
}

func blockIn(module fs.FS, name string) (*hcl.Block, error) {
	data, err := readRegular(module, name)
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", shown(name), err)
	}
	parser, parse := hclparse.NewParser(), (*hclparse.Parser).ParseHCL
	if strings.HasSuffix(name, ".json") {
		parse = (*hclparse.Parser).ParseJSON
	}
	file, diags := parse(parser, data, shown(name))
	if diags.HasErrors() {
		return nil, badFile(name, diags)
	}
	var found *hcl.Block
	top, _, _ := file.Body.PartialContent(terraformSchema)
	for _, t := range top.Blocks {
		inner, _, _ := t.Body.PartialContent(backendSchema)
		for _, block := range inner.Blocks {
			found = block
		}
	}
	return found, nil
}

func shown(name string) string { return path.Join("terraform", name) }

// badFile is a file that does not parse. The parser's detail could quote what
// is in it, so only its class is passed on.
func badFile(name string, diags hcl.Diagnostics) error {
	f := failure(BadBackend, "%s: %s. `terraform validate` says more.", shown(name), diags[0].Summary)
	if diags[0].Subject != nil {
		f.At = *diags[0].Subject
	}
	return f
}

// require returns a failure when settings are missing.
func (b *Backend) require(names ...string) error {
	missing := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return b.Get(n) != "" })
	if len(missing) == 0 {
		return nil
	}
	known := slices.Sorted(maps.Keys(b.Settings))
	return failure(BadBackend, "The %s backend has no %s; it has %v. Say it in the backend block or in terraform/%s.", b.Type, strings.Join(missing, ", "), known, SettingsFile)
}

// readRegular reads a file of the root module, unless it is a pipe or a device,
// which could keep it waiting, or larger or deeper than any such file is.
func readRegular(module fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(module, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > limit.FileSize {
		return nil, failure(BadBackend, "%s is not a regular file of at most %d MiB.", shown(name), limit.FileSize>>20)
	}
	data, err := fs.ReadFile(module, name)
	if err != nil {
		return nil, err
	}
	check := func() error { return limit.HCL(data, limit.ModuleTokens) }
	if strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".tfstate") {
		check = func() error { return limit.JSON(data) }
	}
	if e := new(limit.Excess); errors.As(check(), &e) {
		f := failure(BadBackend, "%s: %s.", shown(name), e.Says)
		f.At = hcl.Range{Filename: shown(name), Start: hcl.Pos{Line: e.Line, Column: 1}, End: hcl.Pos{Line: e.Line, Column: 1}}
		return nil, f
	}
	return data, nil
}

package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	tfaddr "github.com/hashicorp/terraform-registry-address"
)

// providerName is the address of the real provider, at Terraform's default host.
const providerName = string(tfaddr.DefaultProviderRegistryHost) + "/hashicorp/azurerm"

// providerSchema is the part of Terraform's schema document that is of use.
type providerSchema struct {
	Provider  schema            `json:"provider"`
	Resources map[string]schema `json:"resource_schemas"`
	Data      map[string]schema `json:"data_source_schemas"`
	Ephemeral map[string]schema `json:"ephemeral_resource_schemas"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type block struct {
	Attributes map[string]attribute `json:"attributes"`
	Blocks     map[string]nested    `json:"block_types"`
}

type attribute struct {
	Type      json.RawMessage `json:"type"`
	Required  bool            `json:"required"`
	Optional  bool            `json:"optional"`
	Computed  bool            `json:"computed"`
	Sensitive bool            `json:"sensitive"`
	WriteOnly bool            `json:"write_only"`
}

type nested struct {
	Mode  string `json:"nesting_mode"`
	Block block  `json:"block"`
	Min   int64  `json:"min_items"`
	Max   int64  `json:"max_items"`
}

var modes = map[string]tfprotov5.SchemaNestedBlockNestingMode{
	"single": tfprotov5.SchemaNestedBlockNestingModeSingle,
	"list":   tfprotov5.SchemaNestedBlockNestingModeList,
	"set":    tfprotov5.SchemaNestedBlockNestingModeSet,
	"map":    tfprotov5.SchemaNestedBlockNestingModeMap,
	"group":  tfprotov5.SchemaNestedBlockNestingModeGroup,
}

func readSchema(filename string) (*providerSchema, error) {
	data, err := os.ReadFile(filename)
	if err != nil {
		return nil, err
	}
	var document struct {
		Providers map[string]*providerSchema `json:"provider_schemas"`
	}
	if err := json.Unmarshal(data, &document); err != nil {
		return nil, fmt.Errorf("reading %s: %w", filename, err)
	}
	s, ok := document.Providers[providerName]
	if !ok {
		return nil, fmt.Errorf("reading %s: there is no schema of %s", filename, providerName)
	}
	return s, nil
}

func (s schema) protocol() *tfprotov5.Schema {
	return &tfprotov5.Schema{Version: s.Version, Block: s.Block.protocol()}
}

func (s schema) valueType() tftypes.Type { return s.protocol().ValueType() }

func (b block) protocol() *tfprotov5.SchemaBlock {
	p := &tfprotov5.SchemaBlock{}
	for name, a := range b.Attributes {
		t, err := tftypes.ParseJSONType(a.Type) //nolint:staticcheck // there is no other parser
		if err != nil {
			panic(err) // Terraform printed the type itself
		}
		p.Attributes = append(p.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: t, Required: a.Required, Optional: a.Optional,
			Computed: a.Computed, Sensitive: a.Sensitive, WriteOnly: a.WriteOnly,
		})
	}
	for name, n := range b.Blocks {
		p.BlockTypes = append(p.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Block: n.Block.protocol(), Nesting: modes[n.Mode], MinItems: n.Min, MaxItems: n.Max,
		})
	}
	return p
}

func protocols(schemas map[string]schema) map[string]*tfprotov5.Schema {
	p := map[string]*tfprotov5.Schema{}
	for name, s := range schemas {
		p[name] = s.protocol()
	}
	return p
}

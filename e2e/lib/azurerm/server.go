package main

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
)

// server answers what Terraform asks of a provider. The embedded interface is
// nil: what is not written here is not asked.
type server struct {
	tfprotov5.ProviderServer

	schema *providerSchema
	cloud  cloud
	fail   string
}

func (s *server) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{
		Provider:                 s.schema.Provider.protocol(),
		ResourceSchemas:          protocols(s.schema.Resources),
		DataSourceSchemas:        protocols(s.schema.Data),
		EphemeralResourceSchemas: protocols(s.schema.Ephemeral),
	}, nil
}

func (s *server) PrepareProviderConfig(_ context.Context, r *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: r.Config}, nil
}

func (s *server) ConfigureProvider(_ context.Context, r *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	config, err := decode(r.Config, s.schema.Provider.valueType())
	s.cloud.subscription = config.text("subscription_id")
	return &tfprotov5.ConfigureProviderResponse{}, err
}

func (s *server) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func (s *server) ValidateResourceTypeConfig(context.Context, *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (s *server) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (s *server) ValidateEphemeralResourceConfig(context.Context, *tfprotov5.ValidateEphemeralResourceConfigRequest) (*tfprotov5.ValidateEphemeralResourceConfigResponse, error) {
	return &tfprotov5.ValidateEphemeralResourceConfigResponse{}, nil
}

func (s *server) UpgradeResourceState(_ context.Context, r *tfprotov5.UpgradeResourceStateRequest) (*tfprotov5.UpgradeResourceStateResponse, error) {
	t := s.schema.Resources[r.TypeName].valueType()
	v, err := r.RawState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	state, err := tfprotov5.NewDynamicValue(t, v)
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: &state}, err
}

func (s *server) ReadResource(_ context.Context, r *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	t := s.schema.Resources[r.TypeName].valueType()
	state, err := decode(r.CurrentState, t)
	if err != nil {
		return nil, err
	}
	if s.cloud.gone(r.TypeName, state) {
		state = nil
	} else if r.TypeName == "azurerm_key_vault_secret" {
		state.set("version", s.cloud.known(r.TypeName, state, "version"))
	}
	next, err := state.encode(t)
	return &tfprotov5.ReadResourceResponse{NewState: next}, err
}

// PlanResourceChange plans as providers on the old SDK do: computed attributes
// of a resource that changes stay as they were.
func (s *server) PlanResourceChange(_ context.Context, r *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	sch := s.schema.Resources[r.TypeName]
	t := sch.valueType()
	planned, err := decode(r.ProposedNewState, t)
	if err != nil {
		return nil, err
	}
	prior, err := decode(r.PriorState, t)
	if err != nil {
		return nil, err
	}
	if planned != nil {
		planned.dropWriteOnly(sch.Block)
		if prior == nil {
			planned.unknownWhereComputed(sch.Block)
		}
	}
	state, err := planned.encode(t)
	return &tfprotov5.PlanResourceChangeResponse{PlannedState: state, UnsafeToUseLegacyTypeSystem: true}, err
}

func (s *server) ApplyResourceChange(_ context.Context, r *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	if r.TypeName == s.fail {
		return &tfprotov5.ApplyResourceChangeResponse{NewState: r.PriorState, Diagnostics: faults("The cloud refuses this", r.TypeName)}, nil
	}
	sch := s.schema.Resources[r.TypeName]
	t := sch.valueType()
	var values [3]object
	for i, v := range []*tfprotov5.DynamicValue{r.PriorState, r.PlannedState, r.Config} {
		var err error
		if values[i], err = decode(v, t); err != nil {
			return nil, err
		}
	}
	prior, next, config := values[0], values[1], values[2]
	if next == nil {
		return &tfprotov5.ApplyResourceChangeResponse{NewState: r.PlannedState}, s.cloud.remove(r.TypeName, prior)
	}
	if err := s.cloud.put(r.TypeName, prior, config); err != nil {
		return nil, err
	}
	next.fill(sch.Block, func(name string) string { return s.cloud.known(r.TypeName, next, name) })
	if r.TypeName == "azurerm_key_vault_secret" {
		next.set("version", s.cloud.known(r.TypeName, next, "version"))
	}
	state, err := next.encode(t)
	return &tfprotov5.ApplyResourceChangeResponse{NewState: state, UnsafeToUseLegacyTypeSystem: true}, err
}

func (s *server) ReadDataSource(_ context.Context, r *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	sch := s.schema.Data[r.TypeName]
	t := sch.valueType()
	data, err := decode(r.Config, t)
	if err != nil {
		return nil, err
	}
	data.fill(sch.Block, func(name string) string { return s.cloud.known(r.TypeName, data, name) })
	state, err := data.encode(t)
	return &tfprotov5.ReadDataSourceResponse{State: state}, err
}

// OpenEphemeralResource reads a secret of the vault, in the version asked for.
func (s *server) OpenEphemeralResource(_ context.Context, r *tfprotov5.OpenEphemeralResourceRequest) (*tfprotov5.OpenEphemeralResourceResponse, error) {
	t := s.schema.Ephemeral[r.TypeName].valueType()
	config, err := decode(r.Config, t)
	if err != nil {
		return nil, err
	}
	value, version, err := s.cloud.get(r.TypeName, config)
	if err != nil || version != config.text("version") {
		return &tfprotov5.OpenEphemeralResourceResponse{
			Result:      r.Config,
			Diagnostics: faults("Secret not found", fmt.Sprintf("%s in version %q", config.text("name"), config.text("version"))),
		}, nil
	}
	config.set("value", value)
	result, err := config.encode(t)
	return &tfprotov5.OpenEphemeralResourceResponse{Result: result}, err
}

func (s *server) CloseEphemeralResource(context.Context, *tfprotov5.CloseEphemeralResourceRequest) (*tfprotov5.CloseEphemeralResourceResponse, error) {
	return &tfprotov5.CloseEphemeralResourceResponse{}, nil
}

func faults(summary, detail string) []*tfprotov5.Diagnostic {
	return []*tfprotov5.Diagnostic{{Severity: tfprotov5.DiagnosticSeverityError, Summary: summary, Detail: detail}}
}

package state

import (
	"context"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
)

// clouds is what differs between Azure's clouds.
type clouds struct {
	// suffix of the host names of storage accounts, behind "blob.".
	suffix string
	// authority is where to sign in; "" leaves it to AZURE_AUTHORITY_HOST.
	authority string
	// private says that Microsoft's public directory does not know the cloud.
	private bool
}

func (c clouds) configuration() cloud.Configuration {
	return cloud.Configuration{ActiveDirectoryAuthorityHost: c.authority}
}

// findCloud takes the cloud that `environment` names, or that `metadata_host`
// describes.
func (r azure) findCloud(ctx context.Context) (clouds, error) {
	if host := r.setting("metadata_host", "ARM_METADATA_HOSTNAME", "ARM_METADATA_HOST"); host != "" {
		return describedBy(ctx, host)
	}
	switch name := r.setting("environment", "ARM_ENVIRONMENT"); strings.ToLower(name) {
	case "", "public", "azurecloud", "azurepubliccloud":
		return clouds{suffix: "core.windows.net"}, nil
	case "usgovernment", "azureusgovernment", "azureusgovernmentcloud", "usgovernmentl4", "usgovernmentl5":
		return clouds{suffix: "core.usgovcloudapi.net", authority: cloud.AzureGovernment.ActiveDirectoryAuthorityHost}, nil
	case "china", "azurechina", "azurechinacloud":
		return clouds{suffix: "core.chinacloudapi.cn", authority: cloud.AzureChina.ActiveDirectoryAuthorityHost}, nil
	default:
		return clouds{}, failure(BadBackend, "There is no Azure environment %q. It is public, usgovernment or china; another cloud is described by `metadata_host`.", name)
	}
}

func describedBy(ctx context.Context, host string) (clouds, error) {
	var answer struct {
		Suffixes       struct{ Storage string }
		Authentication struct{ LoginEndpoint string }
	}
	address := "https://" + host + "/metadata/endpoints?api-version=2022-09-01"
	if err := getJSON(ctx, address, "", &answer); err != nil {
		if f := ended(ctx); f != nil {
			return clouds{}, f
		}
		return clouds{}, failure(Network, "The metadata host %q does not describe its cloud: %s.", host, cause(err))
	}
	if answer.Suffixes.Storage == "" || answer.Authentication.LoginEndpoint == "" {
		return clouds{}, failure(BadBackend, "The metadata host %q tells no suffix of storage accounts or no place to sign in.", host)
	}
	return clouds{suffix: answer.Suffixes.Storage, authority: answer.Authentication.LoginEndpoint, private: true}, nil
}

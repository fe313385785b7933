package plan

import "strings"

// vaultClouds are the Azure clouds other than the public one, by the domain of
// their Key Vaults, with the names that the Key Vault CSI provider calls them.
var vaultClouds = map[string]string{
	"vault.usgovcloudapi.net": "AzureUSGovernmentCloud",
	"vault.azure.cn":          "AzureChinaCloud",
}

// vaultCloud names the stack's cloud where the CSI provider must be told.
func (p planner) vaultCloud() string {
	_, domain, _ := strings.Cut(p.Contract.KeyVault.URI.Host(), ".")
	return vaultClouds[domain]
}

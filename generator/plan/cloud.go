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

// issuerOfVersion1 is the issuer of Entra ID's version 1 tokens, but for the
// tenant. That of China is a cloud of its own.
func (p planner) issuerOfVersion1() string {
	if strings.HasSuffix(p.Contract.Auth.IssuerURL.Host(), ".cn") {
		return "https://sts.chinacloudapi.cn/"
	}
	return "https://sts.windows.net/"
}

package stacks

// cloud is one of Azure's clouds, by the suffixes of its host names.
type cloud struct{ login, issuer, blob, postgres, vault, registry string }

var (
	public     = cloud{"login.microsoftonline.com", "oic.prod-aks.azure.com", "blob.core.windows.net", "postgres.database.azure.com", "vault.azure.net", "azurecr.io"}
	government = cloud{"login.microsoftonline.us", "oic.prod-aks.azure.us", "blob.core.usgovcloudapi.net", "postgres.database.usgovcloudapi.net", "vault.usgovcloudapi.net", "azurecr.us"}
)

// region is a region by its short name and by the one that people read.
type region struct {
	name, title string
	cloud       cloud
}

var regions = []region{
	{"westeurope", "West Europe", public},
	{"northeurope", "North Europe", public},
	{"eastus2", "East US 2", public},
	{"swedencentral", "Sweden Central", public},
	{"usgovvirginia", "USGov Virginia", government},
	{"japaneast", "Japan East", public},
	{"australiaeast", "Australia East", public},
}

package stacks

// The types of the outputs are those of terraform/modules/contract.

type clusterOutput struct {
	Name              string   `json:"name"`
	KubernetesVersion string   `json:"kubernetes_version"`
	OIDCIssuerURL     string   `json:"oidc_issuer_url"`
	PodCIDRs          []string `json:"pod_cidrs"`
}

type namespacesOutput struct {
	Services string `json:"services"`
	Jobs     string `json:"jobs"`
	Gateway  string `json:"gateway"`
}

type storageOutput struct {
	AccountName   string `json:"account_name"`
	BlobEndpoint  string `json:"blob_endpoint"`
	ContainerName string `json:"container_name"`
	Sysroot       string `json:"sysroot"`
}

type databaseOutput struct {
	Host               string `json:"host"`
	Port               int    `json:"port"`
	Name               string `json:"name"`
	User               string `json:"user"`
	PasswordSecretName string `json:"password_secret_name"`
	SubnetCIDR         string `json:"subnet_cidr"`
}

type keyVaultOutput struct {
	Name string `json:"name"`
	URI  string `json:"uri"`
}

type identityOutput struct {
	ClientID             string             `json:"client_id"`
	Purpose              string             `json:"purpose"`
	FederatedCredentials []credentialOutput `json:"federated_credentials"`
}

type credentialOutput struct {
	Name      string   `json:"name"`
	Issuer    string   `json:"issuer"`
	Subject   string   `json:"subject"`
	Audiences []string `json:"audiences"`
}

type authOutput struct {
	Host                 string             `json:"host"`
	DNSZoneID            *string            `json:"dns_zone_id"`
	CertificateURI       *string            `json:"certificate_uri"`
	IssuerURL            string             `json:"issuer_url"`
	ClientID             string             `json:"client_id"`
	FederatedCredentials []credentialOutput `json:"federated_credentials"`
	CookieSecretName     string             `json:"cookie_secret_name"`
	ClientSecretName     *string            `json:"client_secret_name"`
	APIAudiences         []string           `json:"api_audiences"`
}

type accessOutput struct {
	Launch     []string `json:"launch"`
	Deploy     []string `json:"deploy"`
	Administer []string `json:"administer"`
}

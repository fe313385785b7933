package stack

import "example.com/metaflow-gitops/generator/fact"

// Contract is version 1 of the output contract: what terraform/outputs.tf
// declares, as exact types. A pointer or a slice marked optional may be absent,
// since Terraform drops root outputs that are null. The doc tags are the
// descriptions in terraform/outputs.tf; a test holds the two together.
type Contract struct {
	ContractVersion    fact.ContractVersion   `cty:"contract_version"`
	Stack              fact.DNSLabel          `cty:"stack"`
	TenantID           fact.UUID              `cty:"tenant_id"`
	SubscriptionID     fact.UUID              `cty:"subscription_id"`
	Location           fact.Location          `cty:"location"`
	ResourceGroupName  fact.ResourceGroupName `cty:"resource_group_name"`
	Cluster            Cluster                `cty:"cluster"`
	Namespaces         Namespaces             `cty:"namespaces"`
	Storage            Storage                `cty:"storage"`
	Database           Database               `cty:"database"`
	KeyVault           KeyVault               `cty:"key_vault"`
	WorkloadIdentities map[string]Identity    `cty:"workload_identities"`
	Auth               *Auth                  `cty:"auth"`
	Access             *Access                `cty:"access"`
	ImageRegistry      *fact.RegistryHost     `cty:"image_registry"`
}

// Cluster is the AKS cluster that the stack runs on.
type Cluster struct {
	Name              fact.ClusterName       `cty:"name"`
	KubernetesVersion fact.KubernetesVersion `cty:"kubernetes_version"`
	OIDCIssuerURL     fact.URL               `cty:"oidc_issuer_url"`
	PodCIDRs          []fact.CIDR            `cty:"pod_cidrs"`
}

// Namespaces are the three namespaces of a stack.
type Namespaces struct {
	Services fact.Namespace `cty:"services"`
	Jobs     fact.Namespace `cty:"jobs"`
	Gateway  fact.Namespace `cty:"gateway"`
}

// Storage is the blob storage of Metaflow's datastore.
type Storage struct {
	AccountName   fact.StorageAccountName `cty:"account_name"`
	BlobEndpoint  fact.URL                `cty:"blob_endpoint"`
	ContainerName fact.ContainerName      `cty:"container_name"`
	Sysroot       fact.Sysroot            `cty:"sysroot"`
}

// Database is the PostgreSQL server of the metadata service.
type Database struct {
	Host               fact.HostName     `cty:"host"`
	Port               fact.Port         `cty:"port"`
	Name               fact.DatabaseName `cty:"name"`
	User               fact.DatabaseName `cty:"user"`
	PasswordSecretName fact.SecretName   `cty:"password_secret_name"`
	SubnetCIDR         fact.CIDR         `cty:"subnet_cidr"`
}

// KeyVault holds every secret of the stack.
type KeyVault struct {
	Name fact.VaultName `cty:"name"`
	URI  fact.URL       `cty:"uri"`
}

// Identity is one user-assigned managed identity. Its key in the contract is
// the name of its service account.
type Identity struct {
	ClientID             fact.UUID    `cty:"client_id"`
	Purpose              fact.Purpose `cty:"purpose"`
	FederatedCredentials []Credential `cty:"federated_credentials"`
}

// Credential is one federated credential: which service account of which
// cluster may act as the identity.
type Credential struct {
	Name      fact.CredentialName `cty:"name"`
	Issuer    fact.URL            `cty:"issuer"`
	Subject   fact.Subject        `cty:"subject"`
	Audiences []fact.Text         `cty:"audiences"`
}

// Auth is what people and programs log in with.
type Auth struct {
	Host                 fact.HostName    `cty:"host"`
	DNSZoneID            *fact.ResourceID `cty:"dns_zone_id"`
	CertificateURI       *fact.URL        `cty:"certificate_uri"`
	IssuerURL            fact.URL         `cty:"issuer_url"`
	ClientID             fact.Text        `cty:"client_id"`
	FederatedCredentials []Credential     `cty:"federated_credentials"`
	CookieSecretName     fact.SecretName  `cty:"cookie_secret_name"`
	ClientSecretName     *fact.SecretName `cty:"client_secret_name"`
	APIAudiences         []fact.Text      `cty:"api_audiences"`
}

// Access holds the Entra groups that may use the stack, by object id.
type Access struct {
	Launch     []fact.UUID `cty:"launch,optional"`
	Deploy     []fact.UUID `cty:"deploy,optional"`
	Administer []fact.UUID `cty:"administer,optional"`
}

package stack

import (
	"reflect"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
)

// Contract is version 1 of the output contract: what terraform/outputs.tf
// declares, as exact types. A pointer or a slice marked optional may be absent,
// since Terraform drops root outputs that are null. The doc tags are the
// descriptions in terraform/outputs.tf; a test holds the two together.
type Contract struct {
	ContractVersion    fact.ContractVersion   `cty:"contract_version" doc:"Version of the output contract as a string of one whole number, set by this module. It is raised when an output is renamed or removed or its type changes."`
	Stack              fact.StackName         `cty:"stack" doc:"Name of the stack as a DNS label, which is the Terraform workspace that holds its state."`
	TenantID           fact.UUID              `cty:"tenant_id" doc:"Id of the Microsoft Entra tenant as a lower-case UUID, from the credentials that Terraform runs with."`
	SubscriptionID     fact.UUID              `cty:"subscription_id" doc:"Id of the Azure subscription that holds the stack as a lower-case UUID, from the credentials that Terraform runs with."`
	Location           fact.Location          `cty:"location" doc:"Azure region of the stack by its short name, such as westeurope, from the resource group."`
	ResourceGroupName  fact.ResourceGroupName `cty:"resource_group_name" doc:"Name of the resource group that holds the stack, from that resource group."`
	Cluster            Cluster                `cty:"cluster" doc:"AKS cluster of the stack, from its resource: name, kubernetes_version as MAJOR.MINOR.PATCH, oidc_issuer_url exactly as Azure gives it (with the trailing slash) and pod_cidrs as address ranges in CIDR notation; and, where they are known, resource_group_name and subscription_id (otherwise those of the stack), network_policy as azure, calico, cilium or none, local_dns and workload_identity as whether the cluster has them, services_pool as the value that nodes for the services alone have for the label and taint metaflow.example.com/pool, and support_plan as KubernetesOfficial or AKSLongTermSupport."`
	Namespaces         Namespaces             `cty:"namespaces" doc:"Names of the stack's Kubernetes namespaces as DNS labels, from inputs: services for Metaflow's services, jobs for its task pods and gateway for what faces outside. Subjects of federated credentials are built from the same names."`
	Storage            Storage                `cty:"storage" doc:"Datastore of Metaflow, from its storage account and container: account_name, blob_endpoint as an https URL with the trailing slash, container_name and sysroot as CONTAINER/PREFIX without a slash at either end."`
	Database           Database               `cty:"database" doc:"PostgreSQL database of the metadata service, from its flexible server, Key Vault and delegated subnet: host, port as a TCP port number, name, user, password_secret_name and subnet_cidr in CIDR notation; and, where it is known, max_connections that its users may have at once. The password itself is only in that Key Vault secret."`
	KeyVault           KeyVault               `cty:"key_vault" doc:"Key Vault that holds the stack's secrets and certificate, from its resource: name and uri as an https URL with the trailing slash."`
	WorkloadIdentities map[string]Identity    `cty:"workload_identities" doc:"User-assigned managed identities, from those resources: client_id as a lower-case UUID, purpose as service or task and federated_credentials as objects of name, issuer, subject and audiences. A key is the name of the identity's Kubernetes service account, which is in the jobs namespace for a task, in the gateway namespace for gateway-tls and external-dns and in the services namespace otherwise."`
	Auth               *Auth                  `cty:"auth" doc:"Public address and OpenID client of the stack, from its DNS zone, Key Vault and identity provider: host, dns_zone_id as a resource id, certificate_uri without a version, issuer_url exactly as its discovery document has it, client_id, federated_credentials of an Entra application (otherwise empty), names of Key Vault secrets and api_audiences of programs' tokens. It is null when nothing is to be exposed."`
	Access             *Access                `cty:"access" doc:"Microsoft Entra groups of the people who may launch tasks, deploy flows and administer the stack, each a list of group object ids as lower-case UUIDs, from inputs. It is null when Kubernetes rights are granted elsewhere."`
	ImageRegistry      *fact.RegistryHost     `cty:"image_registry" doc:"Host name of the container registry through which all images are pulled, from the registry that mirrors them. It is null when images are pulled from where they are published."`
}

// Cluster is the AKS cluster that the stack runs on.
type Cluster struct {
	Name              fact.ClusterName       `cty:"name"`
	KubernetesVersion fact.KubernetesVersion `cty:"kubernetes_version"`
	OIDCIssuerURL     fact.URL               `cty:"oidc_issuer_url"`
	PodCIDRs          []fact.CIDR            `cty:"pod_cidrs"`

	// What outputs of before these were there do not say.
	ResourceGroupName *fact.ResourceGroupName `cty:"resource_group_name"`
	SubscriptionID    *fact.UUID              `cty:"subscription_id"`
	NetworkPolicy     *fact.PolicyEngine      `cty:"network_policy"`
	LocalDNS          *fact.Switch            `cty:"local_dns"`
	WorkloadIdentity  *fact.Switch            `cty:"workload_identity"`
	SupportPlan       *fact.SupportPlan       `cty:"support_plan"`
	ServicesPool      *fact.DNSLabel          `cty:"services_pool"`
}

// ClusterGroup is the resource group of the cluster: the stack's, unless the cluster
// is somebody else's.
func (c Contract) ClusterGroup() fact.ResourceGroupName {
	if c.Cluster.ResourceGroupName != nil {
		return *c.Cluster.ResourceGroupName
	}
	return c.ResourceGroupName
}

// ClusterSubscription is the subscription of the cluster.
func (c Contract) ClusterSubscription() fact.UUID {
	if c.Cluster.SubscriptionID != nil {
		return *c.Cluster.SubscriptionID
	}
	return c.SubscriptionID
}

// HasLocalDNS reports whether the cluster is known to resolve names on its nodes.
func (c Cluster) HasLocalDNS() bool { return c.LocalDNS != nil && c.LocalDNS.IsOn() }

// HasCilium reports whether the cluster is known to have network policies of Cilium.
func (c Cluster) HasCilium() bool {
	return c.NetworkPolicy != nil && c.NetworkPolicy.String() == fact.Cilium
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

	// What outputs of before it was there do not say.
	MaxConnections *fact.Count `cty:"max_connections"`
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
	APIAudiences         []fact.Audience  `cty:"api_audiences"`
}

// Access holds the Entra groups that may use the stack, by object id.
type Access struct {
	Launch     []fact.UUID `cty:"launch,optional"`
	Deploy     []fact.UUID `cty:"deploy,optional"`
	Administer []fact.UUID `cty:"administer,optional"`
}

// field is one field of a contract struct.
type field struct {
	name     string
	index    []int
	optional bool
}

// fieldsOf reads the cty tags of a struct. Pointers are optional.
func fieldsOf(t reflect.Type) []field {
	var fields []field
	for f := range t.Fields() {
		name, option, _ := strings.Cut(f.Tag.Get("cty"), ",")
		if name == "" {
			continue
		}
		fields = append(fields, field{name, f.Index, option == "optional" || f.Type.Kind() == reflect.Pointer})
	}
	return fields
}

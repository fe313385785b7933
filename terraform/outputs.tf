output "contract_version" {
  description = "Version of the output contract as a string of one whole number, set by this module. It is raised when an output is renamed or removed or its type changes."
  value       = module.contract.contract_version
}

output "stack" {
  description = "Name of the stack as a DNS label, which is the Terraform workspace that holds its state."
  value       = module.contract.stack
}

output "tenant_id" {
  description = "Id of the Microsoft Entra tenant as a lower-case UUID, from the credentials that Terraform runs with."
  value       = module.contract.tenant_id
}

output "subscription_id" {
  description = "Id of the Azure subscription that holds the stack as a lower-case UUID, from the credentials that Terraform runs with."
  value       = module.contract.subscription_id
}

output "location" {
  description = "Azure region of the stack by its short name, such as westeurope, from the resource group."
  value       = module.contract.location
}

output "resource_group_name" {
  description = "Name of the resource group that holds the stack, from that resource group."
  value       = module.contract.resource_group_name
}

output "cluster" {
  description = "AKS cluster of the stack, from its resource: name, kubernetes_version as MAJOR.MINOR.PATCH, oidc_issuer_url exactly as Azure gives it (with the trailing slash) and pod_cidrs as address ranges in CIDR notation; and, where they are known, resource_group_name and subscription_id (otherwise those of the stack), network_policy as azure, calico, cilium or none, local_dns and workload_identity as whether the cluster has them, services_pool as the value that nodes for the services alone have for the label and taint metaflow.example.com/pool, and support_plan as KubernetesOfficial or AKSLongTermSupport."
  value       = module.contract.cluster
}

output "namespaces" {
  description = "Names of the stack's Kubernetes namespaces as DNS labels, from inputs: services for Metaflow's services, jobs for its task pods and gateway for what faces outside. Subjects of federated credentials are built from the same names."
  value       = module.contract.namespaces
}

output "storage" {
  description = "Datastore of Metaflow, from its storage account and container: account_name, blob_endpoint as an https URL with the trailing slash, container_name and sysroot as CONTAINER/PREFIX without a slash at either end."
  value       = module.contract.storage
}

output "database" {
  description = "PostgreSQL database of the metadata service, from its flexible server, Key Vault and delegated subnet: host, port as a TCP port number, name, user, password_secret_name and subnet_cidr in CIDR notation; and, where it is known, max_connections that its users may have at once. The password itself is only in that Key Vault secret."
  value       = module.contract.database
}

output "key_vault" {
  description = "Key Vault that holds the stack's secrets and certificate, from its resource: name and uri as an https URL with the trailing slash."
  value       = module.contract.key_vault
}

output "workload_identities" {
  description = "User-assigned managed identities, from those resources: client_id as a lower-case UUID, purpose as service or task and federated_credentials as objects of name, issuer, subject and audiences. A key is the name of the identity's Kubernetes service account, which is in the jobs namespace for a task, in the gateway namespace for gateway-tls and external-dns and in the services namespace otherwise."
  value       = module.contract.workload_identities
}

output "auth" {
  description = "Public address and OpenID client of the stack, from its DNS zone, Key Vault and identity provider: host, dns_zone_id as a resource id, certificate_uri without a version, issuer_url exactly as its discovery document has it, client_id, federated_credentials of an Entra application (otherwise empty), names of Key Vault secrets and api_audiences of programs' tokens. It is null when nothing is to be exposed."
  value       = module.contract.auth
}

output "access" {
  description = "Microsoft Entra groups of the people who may launch tasks, deploy flows and administer the stack, each a list of group object ids as lower-case UUIDs, from inputs. It is null when Kubernetes rights are granted elsewhere."
  value       = module.contract.access
}

output "image_registry" {
  description = "Host name of the container registry through which all images are pulled, from the registry that mirrors them. It is null when images are pulled from where they are published."
  value       = module.contract.image_registry
}

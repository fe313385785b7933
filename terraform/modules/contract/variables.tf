variable "stack" {
  description = "Name of the stack as a DNS label, which is the Terraform workspace that holds its state."
  type        = string
  nullable    = false
}

variable "tenant_id" {
  description = "Id of the Microsoft Entra tenant as a lower-case UUID, from the credentials that Terraform runs with."
  type        = string
  nullable    = false
}

variable "subscription_id" {
  description = "Id of the Azure subscription that holds the stack as a lower-case UUID, from the credentials that Terraform runs with."
  type        = string
  nullable    = false
}

variable "location" {
  description = "Azure region of the stack by its short name, such as westeurope, from the resource group."
  type        = string
  nullable    = false
}

variable "resource_group_name" {
  description = "Name of the resource group that holds the stack, from that resource group."
  type        = string
  nullable    = false
}

variable "cluster" {
  description = "AKS cluster of the stack, from its resource: name, kubernetes_version as MAJOR.MINOR.PATCH, oidc_issuer_url exactly as Azure gives it (with the trailing slash) and pod_cidrs as address ranges in CIDR notation; and, where they are known, resource_group_name and subscription_id (otherwise those of the stack), network_policy as azure, calico, cilium or none, local_dns and workload_identity as whether the cluster has them, services_pool as the value that nodes for the services alone have for the label and taint metaflow.example.com/pool, and support_plan as KubernetesOfficial or AKSLongTermSupport."
  type = object({
    name               = string
    kubernetes_version = string
    oidc_issuer_url    = string
    pod_cidrs          = list(string)

    resource_group_name = optional(string)
    subscription_id     = optional(string)
    network_policy      = optional(string)
    local_dns           = optional(bool)
    workload_identity   = optional(bool)
    support_plan        = optional(string)
    services_pool       = optional(string)
  })
  nullable = false
}

variable "namespaces" {
  description = "Names of the stack's Kubernetes namespaces as DNS labels, from inputs: services for Metaflow's services, jobs for its task pods and gateway for what faces outside. Subjects of federated credentials are built from the same names."
  type = object({
    services = string
    jobs     = string
    gateway  = string
  })
  nullable = false
}

variable "storage" {
  description = "Datastore of Metaflow, from its storage account and container: account_name, blob_endpoint as an https URL with the trailing slash, container_name and sysroot as CONTAINER/PREFIX without a slash at either end."
  type = object({
    account_name   = string
    blob_endpoint  = string
    container_name = string
    sysroot        = string
  })
  nullable = false
}

variable "database" {
  description = "PostgreSQL database of the metadata service, from its flexible server, Key Vault and delegated subnet: host, port as a TCP port number, name, user, password_secret_name and subnet_cidr in CIDR notation; and, where it is known, max_connections that its users may have at once. The password itself is only in that Key Vault secret."
  type = object({
    host                 = string
    port                 = number
    name                 = string
    user                 = string
    password_secret_name = string
    subnet_cidr          = string
    max_connections      = optional(number)
  })
  nullable = false
}

variable "key_vault" {
  description = "Key Vault that holds the stack's secrets and certificate, from its resource: name and uri as an https URL with the trailing slash."
  type = object({
    name = string
    uri  = string
  })
  nullable = false
}

variable "workload_identities" {
  description = "User-assigned managed identities, from those resources: client_id as a lower-case UUID, purpose as service or task and federated_credentials as objects of name, issuer, subject and audiences. A key is the name of the identity's Kubernetes service account, which is in the jobs namespace for a task, in the gateway namespace for gateway-tls and external-dns and in the services namespace otherwise."
  type = map(object({
    client_id = string
    purpose   = string
    federated_credentials = list(object({
      name      = string
      issuer    = string
      subject   = string
      audiences = list(string)
    }))
  }))
  nullable = false
}

variable "auth" {
  description = "Public address and OpenID client of the stack, from its DNS zone, Key Vault and identity provider: host, dns_zone_id as a resource id, certificate_uri without a version, issuer_url exactly as its discovery document has it, client_id, federated_credentials of an Entra application (otherwise empty), names of Key Vault secrets and api_audiences of programs' tokens. It is null when nothing is to be exposed."
  type = object({
    host            = string
    dns_zone_id     = optional(string)
    certificate_uri = optional(string)
    issuer_url      = string
    client_id       = string
    federated_credentials = list(object({
      name      = string
      issuer    = string
      subject   = string
      audiences = list(string)
    }))
    cookie_secret_name = string
    client_secret_name = optional(string)
    api_audiences      = list(string)
  })
}

variable "access" {
  description = "Microsoft Entra groups of the people who may launch tasks, deploy flows and administer the stack, each a list of group object ids as lower-case UUIDs, from inputs. It is null when Kubernetes rights are granted elsewhere."
  type = object({
    launch     = optional(list(string), [])
    deploy     = optional(list(string), [])
    administer = optional(list(string), [])
  })
}

variable "image_registry" {
  description = "Host name of the container registry through which all images are pulled, from the registry that mirrors them. It is null when images are pulled from where they are published."
  type        = string
}

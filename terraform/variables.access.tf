variable "task_roles" {
  description = "Task roles by name, which is the name of the Kubernetes service account that tasks run as. Each is an identity of its own, which may write to the sysroot container, to further containers that it lists, and read the Key Vault secrets that it lists by name, for @secrets. A container that no role lists any more is destroyed with its blobs, and so the plan refuses it."
  type = map(object({
    containers = optional(list(string), [])
    secrets    = optional(list(string), [])
  }))
  default  = { task-default = {} }
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.task_roles) : can(regex("^[a-z0-9]([a-z0-9-]{1,61}[a-z0-9])$", name))])
    error_message = "The name of a task role is a DNS label of 3 to 63 characters: it names a service account and a federated credential."
  }

  validation {
    condition     = length(setintersection(keys(var.task_roles), ["metadata-service", "ui-backend", "ui-static", "auth-proxy", "gateway-tls", "external-dns"])) == 0
    error_message = "Task roles can't have the names of the services' accounts: metadata-service, ui-backend, ui-static, auth-proxy, gateway-tls, external-dns."
  }

  validation {
    condition     = alltrue(flatten([for role in values(var.task_roles) : [for name in role.containers : can(regex("^[a-z0-9](-?[a-z0-9])+$", name)) && length(name) >= 3 && length(name) <= 63 && name != var.storage.container_name]]))
    error_message = "A further container has a name of 3 to 63 lower-case letters, digits and single hyphens, other than that of the sysroot container."
  }

  validation {
    condition     = alltrue(flatten([for role in values(var.task_roles) : [for name in role.secrets : can(regex("^[0-9A-Za-z-]{1,127}$", name))]]))
    error_message = "A secret that a task role reads is named as in Key Vault: 1 to 127 letters, digits and hyphens. Name it, and never its value."
  }

  validation {
    condition = alltrue(flatten([for role in values(var.task_roles) : [for name in role.secrets :
      !startswith(lower(name), "metaflow-") && !contains([try(lower(var.exposure.client_secret_name), ""), try(lower(var.exposure.certificate_name), "")], lower(name))
    ]]))
    error_message = "A task role can't read the stack's own secrets: those that begin with metaflow-, the client secret and the certificate. Whoever reads them acts as the services."
  }
}

variable "further_issuers" {
  description = "Issuers of further clusters whose pods may act as the stack's identities, by a name that ends the names of the credentials. For the time in which a stack moves from one cluster to another."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.further_issuers) <= 19
    error_message = "An identity takes 20 federated credentials, one of which is the stack's own cluster's: 19 further issuers at most."
  }

  validation {
    condition     = alltrue([for name, issuer in var.further_issuers : can(regex("^[a-z0-9-]{1,56}$", name)) && can(regex("^https://[^/]+/.*$", issuer))])
    error_message = "A further issuer has a name of 1 to 56 lower-case letters, digits and hyphens, and is an https URL exactly as its cluster gives it."
  }
}

variable "access" {
  description = "Microsoft Entra groups of the people and the CI who may launch tasks, deploy flows and administer the stack, each a list of group object ids as lower-case UUIDs. All of them may write blobs of the datastore and fetch credentials for the cluster. It is null when rights are granted elsewhere."
  type = object({
    launch     = optional(list(string), [])
    deploy     = optional(list(string), [])
    administer = optional(list(string), [])
  })
  default = null

  validation {
    condition     = var.access == null || alltrue([for id in try(concat(var.access.launch, var.access.deploy, var.access.administer), []) : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))])
    error_message = "Groups of access are given by object id, a UUID in lower case: az ad group show --query id."
  }
}

variable "container_registry" {
  description = "Azure container registry through which all images are pulled, by name and resource_group_name; the cluster gets the role to pull. Null when images are pulled from where they are published."
  type = object({
    name                = string
    resource_group_name = string
  })
  default = null

  validation {
    condition     = var.container_registry == null || can(regex("^[a-zA-Z0-9]{5,50}$", var.container_registry.name))
    error_message = "container_registry.name must be 5 to 50 letters and digits: the name, not the host."
  }
}

variable "exposure" {
  description = "What people and programs outside of the cluster need to reach the stack: host, issuer_url exactly as its discovery document has it, client_id of the OpenID client (with Entra ID that of the application that post-apply creates: null until then), client_secret_name, the Key Vault secret in which you put a client secret (not with Entra ID), api_audiences of programs' tokens, dns_zone_id, the resource id of the DNS zone that the host is published in, and certificate_name, the Key Vault certificate that you import. Null when nothing is to be exposed."
  type = object({
    host               = string
    issuer_url         = string
    client_id          = optional(string)
    client_secret_name = optional(string)
    api_audiences      = optional(list(string), [])
    dns_zone_id        = optional(string)
    certificate_name   = optional(string)
  })
  default = null

  validation {
    condition     = var.exposure == null || can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", var.exposure.host))
    error_message = "exposure.host must be a host name in lower case, such as metaflow.example.com."
  }

  validation {
    condition     = var.exposure == null || can(regex("^https://[^/?#\\s]+(/[^?#\\s]*)?$", var.exposure.issuer_url))
    error_message = "exposure.issuer_url must be an https URL without query or fragment, with or without the trailing slash just as the issuer has it."
  }

  validation {
    condition     = try(var.exposure.dns_zone_id, null) == null || can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Network/dnsZones/[^/]+$", var.exposure.dns_zone_id))
    error_message = "exposure.dns_zone_id must be the resource id of a DNS zone: az network dns zone show --query id."
  }

  validation {
    condition     = try(var.exposure.dns_zone_id, null) == null || endswith(".${try(var.exposure.host, "")}", ".${try(element(split("/", var.exposure.dns_zone_id), 8), "")}")
    error_message = "exposure.host must lie in the zone of exposure.dns_zone_id."
  }

  validation {
    condition     = alltrue([for name in [try(var.exposure.certificate_name, null), try(var.exposure.client_secret_name, null)] : name == null || can(regex("^[0-9a-zA-Z-]{1,127}$", name))])
    error_message = "exposure.certificate_name and exposure.client_secret_name are names in the Key Vault, 1 to 127 letters, digits and hyphens; never a value."
  }

  validation {
    condition     = !startswith(try(var.exposure.issuer_url, ""), "https://login.microsoftonline.com/") || try(var.exposure.client_secret_name, null) == null
    error_message = "With Entra ID the auth proxy logs in with its workload identity: leave exposure.client_secret_name out."
  }
}

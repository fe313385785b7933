variable "stack" {
  description = "Name of the stack as a DNS label, which is the Terraform workspace that holds its state."
  type        = string
  nullable    = false

  validation {
    condition     = var.stack == terraform.workspace
    error_message = "These are the variables of stack ${var.stack}, but the workspace is ${terraform.workspace}. Run terraform workspace select -or-create ${var.stack}, or pass the terraform.tfvars of the workspace's own stack."
  }

  validation {
    condition     = var.stack != "default"
    error_message = "The default workspace holds no stack. Set stack to the name of its folder under stacks/ and run terraform workspace select -or-create with that name."
  }

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", var.stack)) && !strcontains(var.stack, "--")
    error_message = "The stack ${var.stack} is part of Azure names, so it may have lower-case letters, digits and single hyphens only, no hyphen at either end."
  }

  # The Key Vault, kv-PREFIX-STACK, has the shortest names of all: 24 characters.
  validation {
    condition     = length("${var.name_prefix}-${var.stack}") <= 21
    error_message = "The Key Vault would be called kv-${var.name_prefix}-${var.stack}, which is ${length("kv-${var.name_prefix}-${var.stack}")} characters; Azure takes 24. Shorten name_prefix, or the name of the stack."
  }
}

variable "name_prefix" {
  description = "First part of every Azure name, in front of the stack's. Names of storage accounts, Key Vaults and database servers are unique in all of Azure, so put something of your own in it. Another one replaces everything, data included, and so the plan refuses it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.name_prefix)) && !strcontains(var.name_prefix, "--")
    error_message = "name_prefix must start with a lower-case letter and go on with lower-case letters, digits and single hyphens, no hyphen at the end."
  }
}

variable "subscription_id" {
  description = "Id of the Azure subscription that the stack is created in as a lower-case UUID. With another one Terraform finds nothing of the stack, and makes all of it anew there."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))
    error_message = "subscription_id must be a UUID in lower case: az account show --query id."
  }
}

variable "location" {
  description = "Azure region of the stack by its short name, such as westeurope. Another one replaces everything, data included, and so the plan refuses it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]+$", var.location))
    error_message = "location must be the short name of a region, in lower case and without spaces: az account list-locations --query [].name."
  }
}

variable "tags" {
  description = "Tags of every resource that can have some, beside metaflow-stack."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "namespaces" {
  description = "Names of the stack's Kubernetes namespaces as DNS labels: services for Metaflow's services, jobs for its task pods and gateway for what faces outside. Subjects of federated credentials are built from them: pods lose what they act as until the cluster has the new names too."
  type = object({
    services = optional(string, "metaflow")
    jobs     = optional(string, "metaflow-jobs")
    gateway  = optional(string, "metaflow-gateway")
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(distinct(values(var.namespaces))) == 3
    error_message = "The three namespaces need three names, since their policies differ."
  }

  validation {
    condition = alltrue([
      for name in values(var.namespaces) :
      can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", name)) && name != "default" && !startswith(name, "kube-")
    ])
    error_message = "A namespace is a DNS label of 63 characters at most, and neither default nor kube-something, which belong to Kubernetes."
  }
}

variable "runners" {
  description = "Object ids of the Entra groups, users and service principals who run Terraform on this stack: they may write the secrets of its Key Vault. Name a group that CI is in too, so that who runs Terraform is no part of the state. Without any, it is whoever makes the first apply, and nobody else can plan."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.runners : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))])
    error_message = "runners are object ids, UUIDs in lower case: az ad group show --query id."
  }
}

variable "role_propagation_seconds" {
  description = "How long an apply waits until a new role on the Key Vault works for who runs Terraform. Azure says up to ten minutes; two have been enough mostly. When an apply ends with ForbiddenByRbac, run it again."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.role_propagation_seconds >= 0 && floor(var.role_propagation_seconds) == var.role_propagation_seconds
    error_message = "role_propagation_seconds must be a whole number, 0 or more."
  }
}

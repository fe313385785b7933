variable "name" {
  description = "Name that the vault is named after: prefix and stack."
  type        = string
}

variable "resource_group_name" {
  description = "Name of the resource group that holds the vault."
  type        = string
}

variable "location" {
  description = "Azure region of the vault by its short name."
  type        = string
}

variable "tenant_id" {
  description = "Id of the Microsoft Entra tenant whose tokens the vault accepts."
  type        = string
}

variable "runner_object_id" {
  description = "Object id of the user or service principal that Terraform runs as, who writes the secrets where runners names nobody."
  type        = string
}

variable "runners" {
  description = "Object ids of those who run Terraform, as the root module's variable of that name has them."
  type        = set(string)
}

variable "vault" {
  description = "Settings of the vault, as the root module's variable key_vault has them."
  type = object({
    purge_protection = bool
    soft_delete_days = number
  })
}

variable "role_propagation_seconds" {
  description = "How long to wait, once, until the runner's role on the vault works."
  type        = number
}

variable "cookie_secret_version" {
  description = "Number whose change makes a new cookie secret."
  type        = number
}

variable "tags" {
  description = "Tags of every resource that can have some."
  type        = map(string)
}

variable "name" {
  description = "Name that the identities are named after: prefix and stack."
  type        = string
}

variable "resource_group_name" {
  description = "Name of the resource group that holds the identities."
  type        = string
}

variable "location" {
  description = "Azure region of the identities by its short name."
  type        = string
}

variable "identities" {
  description = "Identities by name of their service account: its namespace, and purpose as service or task."
  type = map(object({
    namespace = string
    purpose   = string
  }))
}

variable "issuers" {
  description = "Issuers of the tokens that an identity accepts, by the suffix of the credential's name, which is empty for the stack's own cluster."
  type        = map(string)
}

variable "tags" {
  description = "Tags of every resource that can have some."
  type        = map(string)
}

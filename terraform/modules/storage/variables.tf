variable "name" {
  description = "Name that the account is named after, without its hyphens: prefix and stack."
  type        = string
}

variable "resource_group_name" {
  description = "Name of the resource group that holds the account."
  type        = string
}

variable "location" {
  description = "Azure region of the account by its short name."
  type        = string
}

variable "storage" {
  description = "Settings of account and container, as the root module's variable of that name has them."
  type = object({
    replication_type = string
    container_name   = string
    soft_delete_days = number
  })
}

variable "further_containers" {
  description = "Names of containers beside the one of Metaflow's datastore."
  type        = set(string)
}

variable "tags" {
  description = "Tags of every resource that can have some."
  type        = map(string)
}

variable "name" {
  description = "Name that the server is named after: prefix and stack."
  type        = string
}

variable "resource_group_name" {
  description = "Name of the resource group that holds the server."
  type        = string
}

variable "location" {
  description = "Azure region of the server by its short name."
  type        = string
}

variable "subnet_id" {
  description = "Resource id of the subnet that is delegated to the server."
  type        = string
}

variable "dns_zone_id" {
  description = "Resource id of the private DNS zone in which the server's name is resolved."
  type        = string
}

variable "database" {
  description = "Settings of server and database, as the root module's variable of that name has them."
  type = object({
    version               = string
    sku_name              = string
    storage_mb            = number
    backup_retention_days = number
    geo_redundant_backup  = bool
    high_availability     = string
    name                  = string
    user                  = string
  })
}

variable "key_vault_id" {
  description = "Resource id of the Key Vault that holds the password."
  type        = string
}

variable "password_version" {
  description = "Number whose change makes a new password."
  type        = number
}

variable "tags" {
  description = "Tags of every resource that can have some."
  type        = map(string)
}

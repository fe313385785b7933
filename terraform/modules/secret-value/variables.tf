variable "key_vault_id" {
  description = "Resource id of the Key Vault."
  type        = string
}

variable "name" {
  description = "Name of the secret."
  type        = string
}

variable "secret_version" {
  description = "Version of the secret. As long as the secret is still to be written it is unknown, and nothing is read."
  type        = string
}

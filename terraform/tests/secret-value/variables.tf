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

variable "value" {
  description = "A value of the real one's form. Only what comes from something ephemeral may become an ephemeral output."
  type        = string
  default     = "Mf00000000000040008000000000000000"
  ephemeral   = true
}

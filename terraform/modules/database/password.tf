# uuid() gives another value each time that it is evaluated, but a write-only argument is sent only when its
# version changes. The password is in no state and no plan: the vault has it, and the server gets what the vault
# has. Where a rotation fails between the two, the server keeps the old one: raise the version once more, and both are
# equal again.
#
# The letters in front bring an upper-case letter to the lower-case ones and the digits: Azure wants three kinds of
# characters in a password. There is no "/" in it, which the migration could not bear.
resource "azurerm_key_vault_secret" "this" {
  name             = "metaflow-database-password"
  key_vault_id     = var.key_vault_id
  content_type     = "password of the PostgreSQL user"
  value_wo         = "Mf${replace(uuid(), "-", "")}"
  value_wo_version = var.password_version
  tags             = var.tags
}

# The version is the resource's own, and not an output's: an output that a plan knew keeps its value in the apply,
# and would be of the password before a rotation.
module "password" {
  source = "../secret-value"

  key_vault_id   = var.key_vault_id
  name           = azurerm_key_vault_secret.this.name
  secret_version = azurerm_key_vault_secret.this.version
}

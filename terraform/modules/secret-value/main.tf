# Alone in a module because mocked providers refuse ephemeral resources: tests/run replaces the module.
ephemeral "azurerm_key_vault_secret" "this" {
  key_vault_id = var.key_vault_id
  name         = var.name
  version      = var.secret_version
}

output "id" {
  description = "Resource id of the vault."
  value       = azurerm_key_vault.this.id
}

output "name" {
  description = "Name of the vault."
  value       = azurerm_key_vault.this.name
}

output "uri" {
  description = "URI of the vault, with the trailing slash."
  value       = azurerm_key_vault.this.vault_uri
}

output "database_password" {
  description = "Secret that holds the database password, never its value: name, version and resource_id without a version."
  value = {
    name        = azurerm_key_vault_secret.database_password.name
    version     = azurerm_key_vault_secret.database_password.version
    resource_id = azurerm_key_vault_secret.database_password.resource_versionless_id
  }
}

output "cookie_secret" {
  description = "Secret that holds the key of the auth proxy's cookies, never its value: name and resource_id without a version."
  value = {
    name        = azurerm_key_vault_secret.cookie_secret.name
    resource_id = azurerm_key_vault_secret.cookie_secret.resource_versionless_id
  }
}

output "id" {
  description = "Resource id of the vault."
  value       = azurerm_key_vault.this.id

  # Whoever writes a secret by this id needs the role to.
  depends_on = [terraform_data.role_propagation]
}

output "name" {
  description = "Name of the vault."
  value       = azurerm_key_vault.this.name
}

output "uri" {
  description = "URI of the vault, with the trailing slash."
  value       = azurerm_key_vault.this.vault_uri
}

output "cookie_secret" {
  description = "Secret that holds the key of the auth proxy's cookies, never its value: name and resource_id without a version."
  value = {
    name        = azurerm_key_vault_secret.cookie_secret.name
    resource_id = azurerm_key_vault_secret.cookie_secret.resource_versionless_id
  }
}

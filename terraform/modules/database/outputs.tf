output "id" {
  description = "Resource id of the server."
  value       = azurerm_postgresql_flexible_server.this.id
}

output "host" {
  description = "Host name of the server."
  value       = azurerm_postgresql_flexible_server.this.fqdn
}

output "name" {
  description = "Name of the database."
  value       = azurerm_postgresql_flexible_server_database.this.name
}

output "user" {
  description = "Name of the database user."
  value       = azurerm_postgresql_flexible_server.this.administrator_login
}

output "password_secret" {
  description = "Key Vault secret that holds the password, never its value: name and resource_id without a version."
  value = {
    name        = azurerm_key_vault_secret.this.name
    resource_id = azurerm_key_vault_secret.this.resource_versionless_id
  }
}

output "max_connections" {
  description = "How many connections the server's users may have at once; null where its SKU is not known."
  value       = local.max_connections
}

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

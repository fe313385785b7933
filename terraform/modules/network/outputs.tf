output "cluster_subnet_id" {
  description = "Resource id of the cluster's subnet."
  value       = azurerm_subnet.cluster.id
}

output "database_subnet_id" {
  description = "Resource id of the subnet that is delegated to the database."
  value       = azurerm_subnet.database.id
}

output "database_subnet_cidr" {
  description = "Address range of the database's subnet in CIDR notation."
  value       = one(azurerm_subnet.database.address_prefixes)
}

output "database_dns_zone_id" {
  description = "Resource id of the private DNS zone in which the database's name is resolved."
  value       = azurerm_private_dns_zone.this.id

  # A server in a zone that no network is linked with can't be created.
  depends_on = [azurerm_private_dns_zone_virtual_network_link.this, azurerm_private_dns_zone_virtual_network_link.peer]
}

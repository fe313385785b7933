output "account_name" {
  description = "Name of the storage account."
  value       = azurerm_storage_account.this.name
}

output "blob_endpoint" {
  description = "URL of the account's blobs, with the trailing slash."
  value       = azurerm_storage_account.this.primary_blob_endpoint
}

output "container_name" {
  description = "Name of the container that holds Metaflow's datastore."
  value       = azurerm_storage_container.sysroot.name
}

output "container_id" {
  description = "Resource id of the container that holds Metaflow's datastore."
  value       = azurerm_storage_container.sysroot.id
}

output "further_container_ids" {
  description = "Resource ids of the further containers, by name."
  value       = { for name, container in azurerm_storage_container.further : name => container.id }
}

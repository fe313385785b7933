output "sources" {
  description = "What has its logs kept, by a name: the resource id."
  value       = { for name, setting in azurerm_monitor_diagnostic_setting.this : name => setting.target_resource_id }
}

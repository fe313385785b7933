output "value" {
  description = "Value of the secret. It is ephemeral: in no state and no plan."
  value       = ephemeral.azurerm_key_vault_secret.this.value
  ephemeral   = true
  sensitive   = true
}

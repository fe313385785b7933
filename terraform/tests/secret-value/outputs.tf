output "value" {
  description = "Stand-in for the value of the secret. It is ephemeral: in no state and no plan."
  value       = var.value
  ephemeral   = true
  sensitive   = true
}

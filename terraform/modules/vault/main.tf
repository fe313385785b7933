resource "azurerm_key_vault" "this" {
  name                = "kv-${var.name}"
  location            = var.location
  resource_group_name = var.resource_group_name
  tenant_id           = var.tenant_id
  sku_name            = "standard"
  tags                = var.tags

  rbac_authorization_enabled = true
  purge_protection_enabled   = var.vault.purge_protection
  soft_delete_retention_days = var.vault.soft_delete_days
}

# Whoever creates a vault may not yet write secrets into it.
resource "azurerm_role_assignment" "this" {
  scope                = azurerm_key_vault.this.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = var.runner_object_id
  description          = "Terraform writes the stack's secrets."
}

# Azure answers the assignment at once, and honours it minutes later.
resource "terraform_data" "role_propagation" {
  triggers_replace = azurerm_role_assignment.this.id

  provisioner "local-exec" {
    command = "sleep ${var.role_propagation_seconds}"
  }
}

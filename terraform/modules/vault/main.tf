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

  lifecycle {
    prevent_destroy = true
  }
}

# Whoever creates a vault may not yet write secrets into it. Without runners that are named, the one who made the
# first apply has the role: who runs the next ones is no difference, and takes it from nobody.
resource "azurerm_role_assignment" "this" {
  for_each = length(var.runners) > 0 ? { for id in var.runners : id => id } : { first = var.runner_object_id }

  scope                = azurerm_key_vault.this.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = each.value
  description          = "Terraform writes the stack's secrets."

  lifecycle {
    ignore_changes = [principal_id]
  }
}

moved {
  from = azurerm_role_assignment.this
  to   = azurerm_role_assignment.this["first"]
}

# Azure answers the assignment at once, and honours it minutes later.
resource "terraform_data" "role_propagation" {
  triggers_replace = join(" ", sort([for assignment in azurerm_role_assignment.this : assignment.id]))

  provisioner "local-exec" {
    command = "sleep ${var.role_propagation_seconds}"
  }
}

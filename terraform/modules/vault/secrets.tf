# uuid() gives another value each time that it is evaluated, but a write-only argument is sent only when its
# version changes. The value is in no state and no plan: it is in the vault and nowhere else. Its 32 characters are
# taken by the auth proxy as the 32 bytes of an AES-256 key.
resource "azurerm_key_vault_secret" "cookie_secret" {
  name             = "metaflow-cookie-secret"
  key_vault_id     = azurerm_key_vault.this.id
  content_type     = "key of the auth proxy's cookies"
  value_wo         = replace(uuid(), "-", "")
  value_wo_version = var.cookie_secret_version
  tags             = var.tags

  depends_on = [terraform_data.role_propagation]
}

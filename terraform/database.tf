module "vault" {
  source = "./modules/vault"

  name                     = local.name
  resource_group_name      = azurerm_resource_group.this.name
  location                 = azurerm_resource_group.this.location
  tenant_id                = data.azurerm_client_config.this.tenant_id
  runner_object_id         = data.azurerm_client_config.this.object_id
  runners                  = toset(var.runners)
  vault                    = var.key_vault
  role_propagation_seconds = var.role_propagation_seconds
  cookie_secret_version    = var.cookie_secret_version
  tags                     = local.tags
}

module "database" {
  source = "./modules/database"

  name                = local.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  subnet_id           = module.network.database_subnet_id
  dns_zone_id         = module.network.database_dns_zone_id
  database            = var.database
  key_vault_id        = module.vault.id
  password_version    = var.database_password_version
  tags                = local.tags
}

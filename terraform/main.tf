provider "azurerm" {
  subscription_id     = var.subscription_id
  storage_use_azuread = true # the storage account has no keys

  # The provider registers nothing of its own accord, and a subscription that nobody used for these yet refuses all
  # that belongs to them.
  resource_providers_to_register = distinct(concat([
    "Microsoft.Authorization",
    "Microsoft.Compute",
    "Microsoft.ContainerService",
    "Microsoft.DBforPostgreSQL",
    "Microsoft.KeyVault",
    "Microsoft.ManagedIdentity",
    "Microsoft.Network",
    "Microsoft.Storage",
    ],
    var.flux == null ? [] : ["Microsoft.KubernetesConfiguration"],
    var.monitoring.logs ? ["Microsoft.Insights", "Microsoft.OperationalInsights"] : [],
    var.monitoring.prometheus ? ["Microsoft.Insights", "Microsoft.Monitor"] : [],
  ))

  features {
    key_vault {
      purge_soft_delete_on_destroy          = false
      purge_soft_deleted_secrets_on_destroy = false
    }
  }
}

locals {
  name = "${var.name_prefix}-${var.stack}"
  tags = merge({ metaflow-stack = var.stack }, var.tags)
}

data "azurerm_client_config" "this" {}

resource "azurerm_resource_group" "this" {
  name     = "rg-${local.name}"
  location = var.location
  tags     = local.tags
}

module "network" {
  source = "./modules/network"

  name                = local.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  network             = var.network
  peer_network_id     = try(var.existing_cluster.virtual_network_id, null)
  tags                = local.tags
}

module "storage" {
  source = "./modules/storage"

  name                = local.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  storage             = var.storage
  further_containers  = toset(flatten([for role in var.task_roles : role.containers]))
  tags                = local.tags
}

module "contract" {
  source = "./modules/contract"

  stack               = var.stack
  tenant_id           = data.azurerm_client_config.this.tenant_id
  subscription_id     = data.azurerm_client_config.this.subscription_id
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  cluster             = local.cluster
  namespaces          = var.namespaces
  workload_identities = module.identities.workload_identities
  auth                = local.auth
  access              = var.access
  image_registry      = one(data.azurerm_container_registry.this[*].login_server)

  storage = {
    account_name   = module.storage.account_name
    blob_endpoint  = module.storage.blob_endpoint
    container_name = module.storage.container_name
    sysroot        = "${module.storage.container_name}/${var.storage.prefix}"
  }

  database = {
    host                 = module.database.host
    port                 = 5432
    name                 = module.database.name
    user                 = module.database.user
    password_secret_name = module.database.password_secret.name
    subnet_cidr          = module.network.database_subnet_cidr
    max_connections      = module.database.max_connections
  }

  key_vault = {
    name = module.vault.name
    uri  = module.vault.uri
  }
}

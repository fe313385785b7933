locals {
  exposed = var.exposure != null

  services = merge(
    {
      metadata-service = var.namespaces.services
      ui-backend       = var.namespaces.services
    },
    local.exposed ? { auth-proxy = var.namespaces.services } : {},
    try(var.exposure.certificate_name, null) != null ? { gateway-tls = var.namespaces.gateway } : {},
    try(var.exposure.dns_zone_id, null) != null ? { external-dns = var.namespaces.gateway } : {},
  )

  issuers = merge({ "" = local.cluster.oidc_issuer_url }, var.further_issuers)

  # Secrets that people put into the vault have ids all the same, so a role can be there before them.
  secrets_path = "${module.vault.id}/secrets"
}

module "identities" {
  source = "./modules/identities"

  name                = local.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  issuers             = local.issuers
  tags                = local.tags

  identities = merge(
    { for key, namespace in local.services : key => { namespace = namespace, purpose = "service" } },
    { for key in keys(var.task_roles) : key => { namespace = var.namespaces.jobs, purpose = "task" } },
  )
}

data "azurerm_container_registry" "this" {
  count = var.container_registry == null ? 0 : 1

  name                = var.container_registry.name
  resource_group_name = var.container_registry.resource_group_name
}

module "access" {
  source = "./modules/access"

  principal_ids         = module.identities.principal_ids
  container_id          = module.storage.container_id
  further_containers    = { for key, role in var.task_roles : key => role.containers }
  further_container_ids = module.storage.further_container_ids
  dns_zone_id           = try(var.exposure.dns_zone_id, null)
  pull_images           = var.container_registry != null
  registry_id           = one(data.azurerm_container_registry.this[*].id)
  kubelet_object_id     = local.cluster.kubelet_object_id
  group_ids             = toset(var.access == null ? [] : concat(var.access.launch, var.access.deploy, var.access.administer))
  cluster_id            = local.cluster.id

  secret_ids = merge(
    {
      metadata-service = { database-password = module.database.password_secret.resource_id }
      ui-backend       = { database-password = module.database.password_secret.resource_id }
    },
    local.exposed ? {
      auth-proxy = merge(
        { cookie-secret = module.vault.cookie_secret.resource_id },
        var.exposure.client_secret_name == null ? {} : { client-secret = "${local.secrets_path}/${var.exposure.client_secret_name}" },
      )
    } : {},
    { for key, role in var.task_roles : key => { for name in role.secrets : name => "${local.secrets_path}/${name}" } },
    try(var.exposure.certificate_name, null) == null ? {} : {
      gateway-tls = { certificate = "${local.secrets_path}/${var.exposure.certificate_name}" }
    },
  )
}

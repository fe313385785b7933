module "cluster" {
  source = "./modules/cluster"
  count  = var.existing_cluster == null ? 1 : 0

  name                = local.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  subscription_id     = data.azurerm_client_config.this.subscription_id
  tenant_id           = data.azurerm_client_config.this.tenant_id
  subnet_id           = module.network.cluster_subnet_id
  pod_cidr            = var.network.pod_cidr
  service_cidr        = var.network.service_cidr
  kubernetes          = merge(var.kubernetes, { admin_group_ids = coalescelist(var.kubernetes.admin_group_ids, try(var.access.administer, []), [""]) })
  maintenance         = var.maintenance
  prometheus          = var.monitoring.prometheus
  system_pool         = var.system_pool
  task_pools          = var.task_pools
  tags                = local.tags
}

module "existing_cluster" {
  source = "./modules/existing-cluster"
  count  = var.existing_cluster == null ? 0 : 1

  name                = var.existing_cluster.name
  resource_group_name = var.existing_cluster.resource_group_name
  subscription_id     = data.azurerm_client_config.this.subscription_id
  pod_cidrs           = var.existing_cluster.pod_cidrs
  network_policy      = var.existing_cluster.network_policy
  local_dns           = var.existing_cluster.local_dns
}

locals {
  cluster = one(concat(module.cluster[*].facts, module.existing_cluster[*].facts))
}

module "flux" {
  source = "./modules/flux"
  count  = var.flux == null ? 0 : 1

  cluster_id   = local.cluster.id
  cluster_name = local.cluster.name
  flux         = var.flux

  # An extension is installed onto nodes.
  depends_on = [module.cluster]
}

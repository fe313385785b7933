module "monitoring" {
  source = "./modules/monitoring"

  name                = local.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  monitoring          = var.monitoring
  cluster_id          = local.cluster.id
  tags                = local.tags

  # The logs of an existing cluster are its owner's.
  sources = merge(
    {
      vault    = { id = module.vault.id, logs = ["AuditEvent"] }
      database = { id = module.database.id, logs = ["PostgreSQLLogs"] }
    },
    var.existing_cluster == null ? { cluster = { id = local.cluster.id, logs = ["kube-audit-admin", "guard", "cluster-autoscaler"] } } : {},
  )
}

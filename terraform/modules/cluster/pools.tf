locals {
  # What Azure puts on spot nodes anyway; said here, or every plan would want to remove it.
  spot = { label = { "kubernetes.azure.com/scalesetpriority" = "spot" }, taint = ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"] }
}

resource "azurerm_kubernetes_cluster_node_pool" "this" {
  for_each = var.task_pools

  name                  = each.key
  kubernetes_cluster_id = azurerm_kubernetes_cluster.this.id
  mode                  = "User"
  vm_size               = each.value.vm_size
  vnet_subnet_id        = var.subnet_id
  zones                 = each.value.zones
  tags                  = var.tags

  orchestrator_version = local.pool_version

  auto_scaling_enabled = true
  min_count            = each.value.min_count
  max_count            = each.value.max_count

  priority        = each.value.spot ? "Spot" : "Regular"
  eviction_policy = each.value.spot ? "Delete" : null
  spot_max_price  = each.value.spot ? -1 : null
  gpu_driver      = each.value.gpu ? "Install" : null

  node_labels = merge(
    { "metaflow.example.com/pool" = each.key },
    each.value.spot ? local.spot.label : {},
    each.value.labels,
  )
  node_taints = concat(
    each.value.spot ? local.spot.taint : [],
    each.value.gpu ? ["sku=gpu:NoSchedule"] : [],
    each.value.taints,
  )

  temporary_name_for_rotation = "tmp${substr(sha1(each.key), 0, 8)}"

  # Spot nodes can't be surged.
  dynamic "upgrade_settings" {
    for_each = each.value.spot ? [] : ["10%"]

    content {
      max_surge                = upgrade_settings.value
      drain_timeout_in_minutes = var.maintenance.drain_minutes
    }
  }

  lifecycle {
    ignore_changes = [node_count]
  }
}

# Metaflow's services, where the system's nodes are its own.
resource "azurerm_kubernetes_cluster_node_pool" "services" {
  for_each = toset(var.system_pool.dedicated ? ["services"] : [])

  name                  = each.key
  kubernetes_cluster_id = azurerm_kubernetes_cluster.this.id
  mode                  = "User"
  vm_size               = var.system_pool.vm_size
  vnet_subnet_id        = var.subnet_id
  zones                 = var.system_pool.zones
  tags                  = var.tags

  orchestrator_version = local.pool_version

  auto_scaling_enabled = true
  min_count            = var.system_pool.min_count
  max_count            = var.system_pool.max_count

  # No task lands here by itself; what the generator makes of the stack's services tolerates it.
  node_labels = { "metaflow.example.com/pool" = each.key }
  node_taints = ["metaflow.example.com/pool=${each.key}:NoSchedule"]

  temporary_name_for_rotation = "tmpservices"

  upgrade_settings {
    max_surge                = "10%"
    drain_timeout_in_minutes = var.maintenance.drain_minutes
  }

  lifecycle {
    ignore_changes = [node_count]
  }
}

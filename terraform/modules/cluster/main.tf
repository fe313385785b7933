# The cluster's own identities: system-assigned ones would exist only after the cluster, too late for their roles.
# "control" runs the cluster, "kubelet" pulls images.
resource "azurerm_user_assigned_identity" "this" {
  for_each = toset(["control", "kubelet"])

  name                = "id-${var.name}-cluster-${each.key}"
  location            = var.location
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

resource "azurerm_role_assignment" "this" {
  for_each = {
    "Network Contributor"       = var.subnet_id
    "Managed Identity Operator" = azurerm_user_assigned_identity.this["kubelet"].id
  }

  scope                = each.value
  role_definition_name = each.key
  principal_id         = azurerm_user_assigned_identity.this["control"].principal_id
  principal_type       = "ServicePrincipal"
  description          = "The cluster joins its nodes to the subnet, and gives them the kubelet's identity."
}

module "kubernetes_version" {
  source = "../kubernetes-version"

  kubernetes_version = var.kubernetes.version
  support_plan       = var.kubernetes.support_plan
}

# Whether the cluster is there already: a new one takes no version that has ended, and an old one has to bear it.
data "azurerm_resources" "this" {
  name = "aks-${var.name}"
  type = "Microsoft.ContainerService/managedClusters"
}

locals {
  exists    = anytrue([for resource in data.azurerm_resources.this.resources : lower(resource.resource_group_name) == lower(var.resource_group_name)])
  automatic = var.kubernetes.auto_upgrade_channel != null

  # With a channel Azure says the version of what exists. Without one, pools follow the control plane; a pool is
  # refused a version that AKS offers no more, and gets the cluster's where none is asked for.
  version      = local.automatic && local.exists ? null : var.kubernetes.version
  pool_version = local.automatic || module.kubernetes_version.ended ? null : var.kubernetes.version
  minor        = tonumber(split(".", var.kubernetes.version)[1])
}

check "kubernetes_version" {
  assert {
    condition     = !module.kubernetes_version.ended
    error_message = "${module.kubernetes_version.explanation} Raise kubernetes.version by one minor at a time; docs/upgrades.md says how."
  }
}

resource "azurerm_kubernetes_cluster" "this" {
  name                = "aks-${var.name}"
  location            = var.location
  resource_group_name = var.resource_group_name
  dns_prefix          = "aks-${var.name}"
  sku_tier            = var.kubernetes.sku_tier
  tags                = var.tags

  kubernetes_version        = local.version
  support_plan              = var.kubernetes.support_plan
  automatic_upgrade_channel = var.kubernetes.auto_upgrade_channel
  node_os_upgrade_channel   = var.maintenance.node_os_channel

  # Each of Azure's two kinds of upgrades has a window of its own.
  maintenance_window_auto_upgrade {
    frequency   = "Weekly"
    interval    = 1
    day_of_week = var.maintenance.weekday
    start_time  = var.maintenance.start
    utc_offset  = "+00:00"
    duration    = var.maintenance.hours
  }

  maintenance_window_node_os {
    frequency   = "Weekly"
    interval    = 1
    day_of_week = var.maintenance.weekday
    start_time  = var.maintenance.start
    utc_offset  = "+00:00"
    duration    = var.maintenance.hours
  }

  dynamic "api_server_access_profile" {
    for_each = length(var.kubernetes.authorized_ranges) == 0 ? [] : [var.kubernetes.authorized_ranges]

    content {
      authorized_ip_ranges = api_server_access_profile.value
    }
  }

  # Pods log in with tokens of this issuer: no pod has a secret of Azure's.
  oidc_issuer_enabled       = true
  workload_identity_enabled = true

  # People log in with Entra ID only, and have the rights that the stack's RoleBindings give to their groups.
  local_account_disabled            = true
  role_based_access_control_enabled = true

  azure_active_directory_role_based_access_control {
    tenant_id              = var.tenant_id
    admin_group_object_ids = var.kubernetes.admin_group_ids
    azure_rbac_enabled     = false
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.this["control"].id]
  }

  kubelet_identity {
    user_assigned_identity_id = azurerm_user_assigned_identity.this["kubelet"].id
    client_id                 = azurerm_user_assigned_identity.this["kubelet"].client_id
    object_id                 = azurerm_user_assigned_identity.this["kubelet"].principal_id
  }

  key_vault_secrets_provider {
    secret_rotation_enabled = true
  }

  # The operator of application routing, for certificates and DNS records, without its NGINX. The Gateway API
  # is turned on by terraform/post-apply.
  web_app_routing {
    dns_zone_ids             = []
    default_nginx_controller = "None"
  }

  dynamic "monitor_metrics" {
    for_each = var.prometheus ? [{}] : []

    content {}
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    network_data_plane  = "cilium"
    network_policy      = "cilium"
    pod_cidr            = var.pod_cidr
    service_cidr        = var.service_cidr
    dns_service_ip      = cidrhost(var.service_cidr, 10)
  }

  node_provisioning_profile {
    mode = "Manual"
  }

  default_node_pool {
    name                        = "system"
    vm_size                     = var.system_pool.vm_size
    auto_scaling_enabled        = true
    min_count                   = var.system_pool.min_count
    max_count                   = var.system_pool.max_count
    zones                       = var.system_pool.zones
    vnet_subnet_id              = var.subnet_id
    orchestrator_version        = local.pool_version
    temporary_name_for_rotation = "systemtmp"

    only_critical_addons_enabled = var.system_pool.dedicated

    upgrade_settings {
      max_surge                = "10%"
      drain_timeout_in_minutes = var.maintenance.drain_minutes
    }
  }

  lifecycle {
    # The autoscaler counts nodes.
    ignore_changes = [default_node_pool[0].node_count, maintenance_window_auto_upgrade[0].start_date, maintenance_window_node_os[0].start_date]

    precondition {
      condition     = local.exists || !module.kubernetes_version.ended
      error_message = "${module.kubernetes_version.explanation} A new cluster can't have another: set kubernetes.version to one of them${var.kubernetes.support_plan == "AKSLongTermSupport" ? "" : ", or kubernetes.support_plan to AKSLongTermSupport if the version has that"}."
    }

    # AKS refuses to upgrade the control plane alone while a channel is on, and Terraform can't do it otherwise.
    postcondition {
      condition     = !local.automatic || local.minor <= try(tonumber(split(".", self.current_kubernetes_version)[1]), local.minor)
      error_message = "With kubernetes.auto_upgrade_channel Azure upgrades the cluster, and Terraform can't raise it to ${var.kubernetes.version}. Take the channel out and apply, then raise kubernetes.version and apply; the channel can come back after that. Or let Azure do it: docs/upgrades.md."
    }

    postcondition {
      condition     = local.automatic || local.minor >= try(tonumber(split(".", self.current_kubernetes_version)[1]), local.minor)
      error_message = "The cluster has Kubernetes ${self.current_kubernetes_version}, and no cluster goes back to ${var.kubernetes.version}. Set kubernetes.version to what it has."
    }
  }

  depends_on = [azurerm_role_assignment.this]
}

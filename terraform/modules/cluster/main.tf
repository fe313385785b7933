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

resource "azurerm_kubernetes_cluster" "this" {
  name                = "aks-${var.name}"
  location            = var.location
  resource_group_name = var.resource_group_name
  dns_prefix          = "aks-${var.name}"
  sku_tier            = var.kubernetes.sku_tier
  tags                = var.tags

  kubernetes_version        = var.kubernetes.version
  automatic_upgrade_channel = "patch"
  node_os_upgrade_channel   = "NodeImage"

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
    temporary_name_for_rotation = "systemtmp"

    upgrade_settings {
      max_surge = "10%"
    }
  }

  # The autoscaler counts nodes.
  lifecycle {
    ignore_changes = [default_node_pool[0].node_count]
  }

  depends_on = [azurerm_role_assignment.this]
}

# Single modules, where the root's outputs do not show what matters.

mock_provider "azurerm" {
  source = "./tests/mocks"
}

run "access" {
  module {
    source = "./modules/access"
  }

  variables {
    principal_ids = {
      metadata-service = "11111111-0000-4000-8000-000000000001", ui-backend = "11111111-0000-4000-8000-000000000002"
      external-dns     = "11111111-0000-4000-8000-000000000003", task-default = "11111111-0000-4000-8000-000000000004"
      task-training    = "11111111-0000-4000-8000-000000000005"
    }
    secret_ids = {
      metadata-service = { database-password = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv/secrets/password" }
    }
    container_id          = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st/blobServices/default/containers/metaflow"
    further_containers    = { task-default = [], task-training = ["training"] }
    further_container_ids = { training = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st/blobServices/default/containers/training" }
    dns_zone_id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/example.com"
    pull_images           = true
    registry_id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/cr"
    kubelet_object_id     = "11111111-0000-4000-8000-000000000006"
    group_ids             = ["22222222-0000-4000-8000-000000000001"]
    cluster_id            = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks"
  }

  assert {
    condition     = azurerm_role_assignment.ui.role_definition_name == "Storage Blob Data Reader" && azurerm_role_assignment.ui.scope == var.container_id
    error_message = "The UI reads the sysroot container, and no more."
  }

  assert {
    condition     = toset(keys(azurerm_role_assignment.sysroot)) == toset(["task-default", "task-training"])
    error_message = "Every task role writes to the sysroot container, since a flow's steps share it."
  }

  assert {
    condition     = keys(azurerm_role_assignment.container) == ["task-training/training"] && azurerm_role_assignment.container["task-training/training"].scope == var.further_container_ids.training
    error_message = "A further container is for the roles that list it."
  }

  assert {
    condition     = keys(azurerm_role_assignment.secret) == ["metadata-service/database-password"] && endswith(azurerm_role_assignment.secret["metadata-service/database-password"].scope, "/secrets/password")
    error_message = "An identity reads single secrets, never the whole vault."
  }

  assert {
    condition     = azurerm_role_assignment.registry["kubelet"].role_definition_name == "AcrPull" && length(azurerm_role_assignment.group_blobs) == 1 && length(azurerm_role_assignment.group_cluster) == 1
    error_message = "The kubelet pulls images; people write blobs and fetch credentials for the cluster."
  }
}

run "cluster" {
  module {
    source = "./modules/cluster"
  }

  variables {
    name                = "metaflow-prod"
    resource_group_name = "rg-metaflow-prod"
    subscription_id     = "77bceb8e-90a4-4e64-8659-cb83b3a05665"
    tenant_id           = "fd959e53-4c40-4c38-bf91-2400835a2e22"
    subnet_id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/snet-cluster"
    pod_cidr            = "10.244.0.0/16"
    service_cidr        = "10.0.0.0/16"
    kubernetes          = { version = "1.36", support_plan = "KubernetesOfficial", auto_upgrade_channel = null, sku_tier = "Free", admin_group_ids = ["92c5b56e-e734-4815-8b70-531ede98c09f"], authorized_ranges = [] }
    system_pool         = { vm_size = "Standard_D2s_v5", min_count = 2, max_count = 4, zones = null, dedicated = false }
    maintenance         = { weekday = "Saturday", start = "02:00", hours = 6, node_os_channel = "NodeImage", drain_minutes = 30 }
    prometheus          = false
    tags                = {}
    task_pools = {
      spot = { vm_size = "Standard_D8s_v5", min_count = 0, max_count = 50, zones = null, spot = true, gpu = false, labels = {}, taints = [] }
      gpu  = { vm_size = "Standard_NC4as_T4_v3", min_count = 0, max_count = 4, zones = null, spot = false, gpu = true, labels = { team = "vision" }, taints = [] }
    }
  }

  assert {
    condition     = azurerm_kubernetes_cluster.this.oidc_issuer_enabled && azurerm_kubernetes_cluster.this.workload_identity_enabled && azurerm_kubernetes_cluster.this.local_account_disabled
    error_message = "Workload identity is on, and local accounts are off."
  }

  assert {
    condition     = azurerm_kubernetes_cluster.this.automatic_upgrade_channel == null && alltrue([for pool in azurerm_kubernetes_cluster_node_pool.this : pool.orchestrator_version == "1.36"]) && azurerm_kubernetes_cluster.this.default_node_pool[0].orchestrator_version == "1.36"
    error_message = "Pools have the version of the control plane, and nothing raises it but Terraform."
  }

  assert {
    condition     = azurerm_kubernetes_cluster.this.web_app_routing[0].default_nginx_controller == "None" && azurerm_kubernetes_cluster.this.network_profile[0].network_policy == "cilium"
    error_message = "There is no NGINX, and there is an engine for network policies."
  }

  assert {
    condition     = azurerm_kubernetes_cluster_node_pool.this["spot"].priority == "Spot" && azurerm_kubernetes_cluster_node_pool.this["spot"].node_taints == tolist(["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"])
    error_message = "Spot nodes are tainted as Azure taints them."
  }

  assert {
    condition     = azurerm_kubernetes_cluster_node_pool.this["gpu"].node_taints == tolist(["sku=gpu:NoSchedule"]) && azurerm_kubernetes_cluster_node_pool.this["gpu"].node_labels["team"] == "vision"
    error_message = "Nodes with a graphics processor are tainted, and have the labels given."
  }
}

run "cluster_raised_with_a_channel" {
  module {
    source = "./modules/cluster"
  }

  command = plan

  variables {
    name                = "metaflow-prod"
    resource_group_name = "rg-metaflow-prod"
    subscription_id     = "77bceb8e-90a4-4e64-8659-cb83b3a05665"
    tenant_id           = "fd959e53-4c40-4c38-bf91-2400835a2e22"
    subnet_id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/snet-cluster"
    pod_cidr            = "10.244.0.0/16"
    service_cidr        = "10.0.0.0/16"
    kubernetes          = { version = "1.37", support_plan = "KubernetesOfficial", auto_upgrade_channel = "patch", sku_tier = "Free", admin_group_ids = ["92c5b56e-e734-4815-8b70-531ede98c09f"], authorized_ranges = [] }
    system_pool         = { vm_size = "Standard_D2s_v5", min_count = 2, max_count = 4, zones = null, dedicated = false }
    maintenance         = { weekday = "Saturday", start = "02:00", hours = 6, node_os_channel = "NodeImage", drain_minutes = 30 }
    prometheus          = false
    tags                = {}
    task_pools = {
      spot = { vm_size = "Standard_D8s_v5", min_count = 0, max_count = 50, zones = null, spot = true, gpu = false, labels = {}, taints = [] }
      gpu  = { vm_size = "Standard_NC4as_T4_v3", min_count = 0, max_count = 4, zones = null, spot = false, gpu = true, labels = { team = "vision" }, taints = [] }
    }
  }

  override_data {
    target = data.azurerm_resources.this
    values = { resources = [{ resource_group_name = "RG-metaflow-prod" }] }
  }

  expect_failures = [azurerm_kubernetes_cluster.this]
}

run "cluster_taken_back" {
  module {
    source = "./modules/cluster"
  }

  command = plan

  variables {
    name                = "metaflow-prod"
    resource_group_name = "rg-metaflow-prod"
    subscription_id     = "77bceb8e-90a4-4e64-8659-cb83b3a05665"
    tenant_id           = "fd959e53-4c40-4c38-bf91-2400835a2e22"
    subnet_id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/snet-cluster"
    pod_cidr            = "10.244.0.0/16"
    service_cidr        = "10.0.0.0/16"
    kubernetes          = { version = "1.35", support_plan = "KubernetesOfficial", auto_upgrade_channel = null, sku_tier = "Free", admin_group_ids = ["92c5b56e-e734-4815-8b70-531ede98c09f"], authorized_ranges = [] }
    system_pool         = { vm_size = "Standard_D2s_v5", min_count = 2, max_count = 4, zones = null, dedicated = false }
    maintenance         = { weekday = "Saturday", start = "02:00", hours = 6, node_os_channel = "NodeImage", drain_minutes = 30 }
    prometheus          = false
    tags                = {}
    task_pools = {
      spot = { vm_size = "Standard_D8s_v5", min_count = 0, max_count = 50, zones = null, spot = true, gpu = false, labels = {}, taints = [] }
      gpu  = { vm_size = "Standard_NC4as_T4_v3", min_count = 0, max_count = 4, zones = null, spot = false, gpu = true, labels = { team = "vision" }, taints = [] }
    }
  }

  override_data {
    target = data.azurerm_resources.this
    values = { resources = [{ resource_group_name = "RG-metaflow-prod" }] }
  }

  expect_failures = [azurerm_kubernetes_cluster.this]
}

run "cluster_with_a_channel" {
  module {
    source = "./modules/cluster"
  }

  command = plan

  variables {
    name                = "metaflow-prod"
    resource_group_name = "rg-metaflow-prod"
    subscription_id     = "77bceb8e-90a4-4e64-8659-cb83b3a05665"
    tenant_id           = "fd959e53-4c40-4c38-bf91-2400835a2e22"
    subnet_id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/snet-cluster"
    pod_cidr            = "10.244.0.0/16"
    service_cidr        = "10.0.0.0/16"
    kubernetes          = { version = "1.36.1", support_plan = "KubernetesOfficial", auto_upgrade_channel = "patch", sku_tier = "Free", admin_group_ids = ["92c5b56e-e734-4815-8b70-531ede98c09f"], authorized_ranges = [] }
    system_pool         = { vm_size = "Standard_D2s_v5", min_count = 2, max_count = 4, zones = null, dedicated = false }
    maintenance         = { weekday = "Saturday", start = "02:00", hours = 6, node_os_channel = "NodeImage", drain_minutes = 30 }
    prometheus          = false
    tags                = {}
    task_pools = {
      spot = { vm_size = "Standard_D8s_v5", min_count = 0, max_count = 50, zones = null, spot = true, gpu = false, labels = {}, taints = [] }
      gpu  = { vm_size = "Standard_NC4as_T4_v3", min_count = 0, max_count = 4, zones = null, spot = false, gpu = true, labels = { team = "vision" }, taints = [] }
    }
  }

  override_data {
    target = data.azurerm_resources.this
    values = { resources = [{ resource_group_name = "RG-metaflow-prod" }] }
  }

  assert {
    condition     = azurerm_kubernetes_cluster.this.automatic_upgrade_channel == "patch" && azurerm_kubernetes_cluster.this.kubernetes_version == "1.36" && alltrue([for pool in azurerm_kubernetes_cluster_node_pool.this : pool.orchestrator_version == "1.36"])
    error_message = "With a channel Azure says the version."
  }
}

run "vault" {
  module {
    source = "./modules/vault"
  }

  variables {
    name                     = "metaflow-prod"
    resource_group_name      = "rg-metaflow-prod"
    tenant_id                = "fd959e53-4c40-4c38-bf91-2400835a2e22"
    runner_object_id         = "33333333-0000-4000-8000-000000000001"
    runners                  = []
    vault                    = { purge_protection = false, soft_delete_days = 7 }
    role_propagation_seconds = 0
    cookie_secret_version    = 1
    tags                     = {}
  }

  assert {
    condition     = [for assignment in azurerm_role_assignment.this : assignment.principal_id] == ["33333333-0000-4000-8000-000000000001"]
    error_message = "Whoever makes the first apply may write secrets."
  }
}

run "vault_of_a_second_person" {
  module {
    source = "./modules/vault"
  }

  command = plan

  variables {
    name                     = "metaflow-prod"
    resource_group_name      = "rg-metaflow-prod"
    tenant_id                = "fd959e53-4c40-4c38-bf91-2400835a2e22"
    runner_object_id         = "33333333-0000-4000-8000-000000000002"
    runners                  = []
    vault                    = { purge_protection = false, soft_delete_days = 7 }
    role_propagation_seconds = 0
    cookie_secret_version    = 1
    tags                     = {}
  }

  assert {
    condition     = azurerm_role_assignment.this["first"].principal_id == "33333333-0000-4000-8000-000000000001"
    error_message = "Somebody else who runs Terraform takes the role from nobody."
  }
}

run "vault_of_a_group" {
  module {
    source = "./modules/vault"
  }

  variables {
    name                     = "metaflow-prod"
    resource_group_name      = "rg-metaflow-prod"
    tenant_id                = "fd959e53-4c40-4c38-bf91-2400835a2e22"
    runner_object_id         = "33333333-0000-4000-8000-000000000002"
    runners                  = ["33333333-0000-4000-8000-000000000003", "33333333-0000-4000-8000-000000000004"]
    vault                    = { purge_protection = false, soft_delete_days = 7 }
    role_propagation_seconds = 0
    cookie_secret_version    = 1
    tags                     = {}
  }

  assert {
    condition     = sort([for assignment in azurerm_role_assignment.this : assignment.principal_id]) == tolist(["33333333-0000-4000-8000-000000000003", "33333333-0000-4000-8000-000000000004"])
    error_message = "Those who are named have the role, and not who happens to run Terraform."
  }
}

run "storage" {
  module {
    source = "./modules/storage"
  }

  variables {
    name                = "metaflow-prod"
    resource_group_name = "rg-metaflow-prod"
    storage             = { replication_type = "LRS", container_name = "metaflow", soft_delete_days = 7 }
    further_containers  = ["training"]
    tags                = {}
  }

  assert {
    condition     = azurerm_storage_account.this.name == "stmetaflowprod" && !azurerm_storage_account.this.shared_access_key_enabled && !azurerm_storage_account.this.allow_nested_items_to_be_public
    error_message = "The account has no keys and nothing public."
  }
}

run "database" {
  module {
    source = "./modules/database"
  }

  variables {
    name                = "metaflow-prod"
    resource_group_name = "rg-metaflow-prod"
    subnet_id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/snet-database"
    dns_zone_id         = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/x.postgres.database.azure.com"
    key_vault_id        = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv"
    password_version    = 1
    tags                = {}
    database = {
      version           = "18", sku_name = "GP_Standard_D2ds_v5", storage_mb = null, backup_retention_days = 7, geo_redundant_backup = false
      high_availability = "ZoneRedundant", name = "metaflow", user = "metaflow"
    }
  }

  assert {
    condition     = !azurerm_postgresql_flexible_server.this.public_network_access_enabled && azurerm_postgresql_flexible_server_configuration.this["require_secure_transport"].value == "on"
    error_message = "The server is private, and takes TLS only."
  }

  assert {
    condition     = azurerm_postgresql_flexible_server.this.administrator_password == null && azurerm_postgresql_flexible_server.this.high_availability[0].mode == "ZoneRedundant"
    error_message = "The password is in no state, and a second server stands by."
  }

  assert {
    condition     = output.max_connections == 844
    error_message = "A server with two cores takes 844 connections."
  }
}

run "database_of_the_smallest_size" {
  module {
    source = "./modules/database"
  }

  variables {
    name                = "metaflow-prod"
    resource_group_name = "rg-metaflow-prod"
    subnet_id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/snet-database"
    dns_zone_id         = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/x.postgres.database.azure.com"
    key_vault_id        = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv"
    password_version    = 1
    tags                = {}
    database = {
      version           = "18", sku_name = "B_Standard_B1ms", storage_mb = null, backup_retention_days = 7, geo_redundant_backup = false
      high_availability = null, name = "metaflow", user = "metaflow"
    }
  }

  assert {
    condition     = output.max_connections == 35
    error_message = "The smallest server takes 35 connections of its users."
  }
}

run "existing_cluster_without_issuer" {
  command = plan

  module {
    source = "./modules/existing-cluster"
  }

  variables {
    name                = "aks-shared"
    resource_group_name = "rg-shared"
    subscription_id     = "77bceb8e-90a4-4e64-8659-cb83b3a05665"
    pod_cidrs           = null
    network_policy      = null
    local_dns           = null
  }

  override_data {
    target = data.azurerm_kubernetes_cluster.this
    values = {
      current_kubernetes_version = "1.36.4"
      oidc_issuer_enabled        = false
      oidc_issuer_url            = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/0d7a6f4e-9c1b-4b57-8a39-4b2f9a6f0c11/"
      id                         = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-shared/providers/Microsoft.ContainerService/managedClusters/aks-shared"
      kubelet_identity           = [{ client_id = "0c3b9a53-3f0e-4f39-9a5f-b1f6f1b0c9d2", object_id = "0a8f7b52-6f0a-4c8d-9e1d-2b6a5f1c7e33", user_assigned_identity_id = "none" }]
      key_vault_secrets_provider = [{ secret_identity = [], secret_rotation_enabled = true, secret_rotation_interval = "2m" }]
      network_profile = [{
        dns_service_ip = "10.0.0.10", docker_bridge_cidr = "", load_balancer_sku = "standard", network_plugin = "azure"
        network_policy = "cilium", outbound_type = "loadBalancer", pod_cidr = "10.245.0.0/16", service_cidr = "10.0.0.0/16"
      }]
    }
  }

  expect_failures = [data.azurerm_kubernetes_cluster.this]
}

run "existing_cluster_without_secrets_provider" {
  command = plan

  module {
    source = "./modules/existing-cluster"
  }

  variables {
    name                = "aks-shared"
    resource_group_name = "rg-shared"
    subscription_id     = "77bceb8e-90a4-4e64-8659-cb83b3a05665"
    pod_cidrs           = null
    network_policy      = null
    local_dns           = null
  }

  override_data {
    target = data.azurerm_kubernetes_cluster.this
    values = {
      current_kubernetes_version = "1.36.4"
      oidc_issuer_enabled        = true
      oidc_issuer_url            = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/0d7a6f4e-9c1b-4b57-8a39-4b2f9a6f0c11/"
      id                         = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-shared/providers/Microsoft.ContainerService/managedClusters/aks-shared"
      kubelet_identity           = [{ client_id = "0c3b9a53-3f0e-4f39-9a5f-b1f6f1b0c9d2", object_id = "0a8f7b52-6f0a-4c8d-9e1d-2b6a5f1c7e33", user_assigned_identity_id = "none" }]
      key_vault_secrets_provider = []
      network_profile = [{
        dns_service_ip = "10.0.0.10", docker_bridge_cidr = "", load_balancer_sku = "standard", network_plugin = "azure"
        network_policy = "cilium", outbound_type = "loadBalancer", pod_cidr = "10.245.0.0/16", service_cidr = "10.0.0.0/16"
      }]
    }
  }

  expect_failures = [data.azurerm_kubernetes_cluster.this]
}

run "existing_cluster_without_policies" {
  command = plan

  module {
    source = "./modules/existing-cluster"
  }

  variables {
    name                = "aks-shared"
    resource_group_name = "rg-shared"
    subscription_id     = "77bceb8e-90a4-4e64-8659-cb83b3a05665"
    pod_cidrs           = null
    network_policy      = null
    local_dns           = null
  }

  override_data {
    target = data.azurerm_kubernetes_cluster.this
    values = {
      current_kubernetes_version = "1.36.4"
      oidc_issuer_enabled        = true
      oidc_issuer_url            = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/0d7a6f4e-9c1b-4b57-8a39-4b2f9a6f0c11/"
      id                         = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-shared/providers/Microsoft.ContainerService/managedClusters/aks-shared"
      kubelet_identity           = [{ client_id = "0c3b9a53-3f0e-4f39-9a5f-b1f6f1b0c9d2", object_id = "0a8f7b52-6f0a-4c8d-9e1d-2b6a5f1c7e33", user_assigned_identity_id = "none" }]
      key_vault_secrets_provider = [{ secret_identity = [], secret_rotation_enabled = true, secret_rotation_interval = "2m" }]
      network_profile = [{
        dns_service_ip = "10.0.0.10", docker_bridge_cidr = "", load_balancer_sku = "standard", network_plugin = "azure"
        network_policy = "", outbound_type = "loadBalancer", pod_cidr = "10.245.0.0/16", service_cidr = "10.0.0.0/16"
      }]
    }
  }

  expect_failures = [data.azurerm_kubernetes_cluster.this]
}

run "existing_cluster_whose_version_has_ended" {
  command = plan

  module {
    source = "./modules/existing-cluster"
  }

  variables {
    name                = "aks-shared"
    resource_group_name = "rg-shared"
    subscription_id     = "77bceb8e-90a4-4e64-8659-cb83b3a05665"
    pod_cidrs           = null
    network_policy      = null
    local_dns           = null
  }

  override_data {
    target = data.azurerm_kubernetes_cluster.this
    values = {
      current_kubernetes_version = "1.33.4"
      oidc_issuer_enabled        = true
      oidc_issuer_url            = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/0d7a6f4e-9c1b-4b57-8a39-4b2f9a6f0c11/"
      id                         = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-shared/providers/Microsoft.ContainerService/managedClusters/aks-shared"
      kubelet_identity           = [{ client_id = "0c3b9a53-3f0e-4f39-9a5f-b1f6f1b0c9d2", object_id = "0a8f7b52-6f0a-4c8d-9e1d-2b6a5f1c7e33", user_assigned_identity_id = "none" }]
      key_vault_secrets_provider = [{ secret_identity = [], secret_rotation_enabled = true, secret_rotation_interval = "2m" }]
      network_profile = [{
        dns_service_ip = "10.0.0.10", docker_bridge_cidr = "", load_balancer_sku = "standard", network_plugin = "azure"
        network_policy = "cilium", outbound_type = "loadBalancer", pod_cidr = "10.245.0.0/16", service_cidr = "10.0.0.0/16"
      }]
    }
  }

  expect_failures = [check.kubernetes_version]
}

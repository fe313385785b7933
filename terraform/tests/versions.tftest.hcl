# Versions of Kubernetes that have ended: a new cluster is refused them, and one that is there is warned.

mock_provider "azurerm" {
  source = "./tests/mocks"
}

run "new_cluster_of_an_ended_version" {
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
    kubernetes          = { version = "1.33", support_plan = "KubernetesOfficial", auto_upgrade_channel = null, sku_tier = "Free", admin_group_ids = ["92c5b56e-e734-4815-8b70-531ede98c09f"], authorized_ranges = [] }
    system_pool         = { vm_size = "Standard_D2s_v5", min_count = 2, max_count = 4, zones = null, dedicated = false }
    maintenance         = { weekday = "Saturday", start = "02:00", hours = 6, node_os_channel = "NodeImage", drain_minutes = 30 }
    prometheus          = false
    tags                = {}
    task_pools = {
      spot = { vm_size = "Standard_D8s_v5", min_count = 0, max_count = 50, zones = null, spot = true, gpu = false, labels = {}, taints = [] }
      gpu  = { vm_size = "Standard_NC4as_T4_v3", min_count = 0, max_count = 4, zones = null, spot = false, gpu = true, labels = { team = "vision" }, taints = [] }
    }
  }

  expect_failures = [azurerm_kubernetes_cluster.this, check.kubernetes_version]
}

run "new_cluster_of_a_version_before_the_table" {
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
    kubernetes          = { version = "1.22", support_plan = "KubernetesOfficial", auto_upgrade_channel = null, sku_tier = "Free", admin_group_ids = ["92c5b56e-e734-4815-8b70-531ede98c09f"], authorized_ranges = [] }
    system_pool         = { vm_size = "Standard_D2s_v5", min_count = 2, max_count = 4, zones = null, dedicated = false }
    maintenance         = { weekday = "Saturday", start = "02:00", hours = 6, node_os_channel = "NodeImage", drain_minutes = 30 }
    prometheus          = false
    tags                = {}
    task_pools = {
      spot = { vm_size = "Standard_D8s_v5", min_count = 0, max_count = 50, zones = null, spot = true, gpu = false, labels = {}, taints = [] }
      gpu  = { vm_size = "Standard_NC4as_T4_v3", min_count = 0, max_count = 4, zones = null, spot = false, gpu = true, labels = { team = "vision" }, taints = [] }
    }
  }

  expect_failures = [azurerm_kubernetes_cluster.this, check.kubernetes_version]
}

run "new_cluster_of_an_ended_version_with_long_term_support" {
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
    kubernetes          = { version = "1.33", support_plan = "AKSLongTermSupport", auto_upgrade_channel = null, sku_tier = "Premium", admin_group_ids = ["92c5b56e-e734-4815-8b70-531ede98c09f"], authorized_ranges = [] }
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
    condition     = azurerm_kubernetes_cluster.this.support_plan == "AKSLongTermSupport"
    error_message = "With long-term support the version has not ended."
  }
}

run "cluster_whose_version_has_ended" {
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
    kubernetes          = { version = "1.33", support_plan = "KubernetesOfficial", auto_upgrade_channel = null, sku_tier = "Free", admin_group_ids = ["92c5b56e-e734-4815-8b70-531ede98c09f"], authorized_ranges = [] }
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

  override_resource {
    target = azurerm_kubernetes_cluster.this
    values = {
      id                         = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.ContainerService/managedClusters/aks-metaflow-prod"
      current_kubernetes_version = "1.33.4"
    }
  }

  expect_failures = [check.kubernetes_version]
}

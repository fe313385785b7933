# What each validation refuses at plan time. Azure would refuse it minutes into an apply, or never.

mock_provider "azurerm" {
  source = "./tests/mocks"
}

run "stack_of_another_workspace" {
  command = plan

  variables {
    stack = "staging"
  }

  expect_failures = [var.stack]
}

run "stack_default" {
  command = plan

  variables {
    stack = "default"
  }

  expect_failures = [var.stack]
}

run "stack_in_capitals" {
  command = plan

  variables {
    stack = "Prod"
  }

  expect_failures = [var.stack]
}

run "stack_with_two_hyphens" {
  command = plan

  variables {
    stack = "a--b"
  }

  expect_failures = [var.stack]
}

run "vault_name_too_long" {
  command = plan

  variables {
    name_prefix = "metaflow-of-the-team"
  }

  expect_failures = [var.stack]
}

run "prefix_with_underscore" {
  command = plan

  variables {
    name_prefix = "meta_flow"
  }

  expect_failures = [var.name_prefix]
}

run "prefix_begins_with_a_digit" {
  command = plan

  variables {
    name_prefix = "1metaflow"
  }

  expect_failures = [var.name_prefix]
}

run "subscription_by_name" {
  command = plan

  variables {
    subscription_id = "Pay-As-You-Go"
  }

  expect_failures = [var.subscription_id]
}

run "location_by_display_name" {
  command = plan

  variables {
    location = "West Europe"
  }

  expect_failures = [var.location]
}

run "namespaces_equal" {
  command = plan

  variables {
    namespaces = { services = "metaflow", jobs = "metaflow" }
  }

  expect_failures = [var.namespaces]
}

run "namespace_of_kubernetes" {
  command = plan

  variables {
    namespaces = { services = "kube-system" }
  }

  expect_failures = [var.namespaces]
}

run "runner_by_name" {
  command = plan

  variables {
    runners = ["platform team"]
  }

  expect_failures = [var.runners]
}

run "waiting_backwards" {
  command = plan

  variables {
    role_propagation_seconds = -1
  }

  expect_failures = [var.role_propagation_seconds]
}

run "range_without_length" {
  command = plan

  variables {
    network = { address_space = "10.20.0.0" }
  }

  expect_failures = [var.network]
}

run "range_with_host_bits" {
  command = plan

  variables {
    network = { cluster_subnet = "10.20.0.1/20" }
  }

  expect_failures = [var.network]
}

run "subnets_overlap" {
  command = plan

  variables {
    network = { database_subnet = "10.20.15.0/24" }
  }

  expect_failures = [var.network]
}

run "pods_overlap_network" {
  command = plan

  variables {
    network = { pod_cidr = "10.20.128.0/17" }
  }

  expect_failures = [var.network]
}

run "services_overlap_network" {
  command = plan

  variables {
    network = { service_cidr = "10.0.0.0/8" }
  }

  expect_failures = [var.network]
}

run "pods_overlap_services" {
  command = plan

  variables {
    network = { service_cidr = "10.244.128.0/20" }
  }

  expect_failures = [var.network]
}

run "subnet_outside_of_network" {
  command = plan

  variables {
    network = { database_subnet = "10.30.16.0/24" }
  }

  expect_failures = [var.network]
}

run "database_subnet_too_small" {
  command = plan

  variables {
    network = { database_subnet = "10.20.16.0/29" }
  }

  expect_failures = [var.network]
}

run "pods_in_a_range_of_aks" {
  command = plan

  variables {
    network = { pod_cidr = "172.30.0.0/16" }
  }

  expect_failures = [var.network]
}

run "pods_around_a_range_of_aks" {
  command = plan

  variables {
    network = { pod_cidr = "172.16.0.0/12" }
  }

  expect_failures = [var.network]
}

run "services_in_a_range_of_aks" {
  command = plan

  variables {
    network = { service_cidr = "192.0.2.0/24" }
  }

  expect_failures = [var.network]
}

run "network_in_a_range_of_aks" {
  command = plan

  variables {
    network = { address_space = "172.31.0.0/16", cluster_subnet = "172.31.0.0/20", database_subnet = "172.31.16.0/24" }
  }

  expect_failures = [var.network]
}

run "services_too_many" {
  command = plan

  variables {
    network = { address_space = "192.168.0.0/16", cluster_subnet = "192.168.0.0/20", database_subnet = "192.168.16.0/24", pod_cidr = "172.20.0.0/16", service_cidr = "10.0.0.0/12" }
  }

  expect_failures = [var.network]
}

run "services_too_few" {
  command = plan

  variables {
    network = { service_cidr = "10.0.0.0/29" }
  }

  expect_failures = [var.network]
}

run "pods_too_few_for_the_nodes" {
  command = plan

  variables {
    network = { pod_cidr = "10.244.0.0/20" }
  }

  expect_failures = [var.network]
}

run "kubernetes_version_with_v" {
  command = plan

  variables {
    kubernetes = { version = "v1.34" }
  }

  expect_failures = [var.kubernetes]
}

run "kubernetes_tier_unknown" {
  command = plan

  variables {
    kubernetes = { sku_tier = "Basic" }
  }

  expect_failures = [var.kubernetes]
}

run "kubernetes_support_unknown" {
  command = plan

  variables {
    kubernetes = { support_plan = "LTS" }
  }

  expect_failures = [var.kubernetes]
}

run "long_term_support_without_premium" {
  command = plan

  variables {
    kubernetes = { support_plan = "AKSLongTermSupport", sku_tier = "Standard" }
  }

  expect_failures = [var.kubernetes]
}

run "upgrade_channel_unknown" {
  command = plan

  variables {
    kubernetes = { auto_upgrade_channel = "none" }
  }

  expect_failures = [var.kubernetes]
}

run "administrators_by_name" {
  command = plan

  variables {
    kubernetes = { admin_group_ids = ["platform-team"] }
  }

  expect_failures = [var.kubernetes]
}

run "nobody_administers" {
  command = plan

  variables {
    access = null
  }

  expect_failures = [var.kubernetes]
}

run "system_pool_counts" {
  command = plan

  variables {
    system_pool = { min_count = 5, max_count = 4 }
  }

  expect_failures = [var.system_pool]
}

run "pool_name_too_long" {
  command = plan

  variables {
    task_pools = { "task-workers" = { vm_size = "Standard_D4s_v5" } }
  }

  expect_failures = [var.task_pools]
}

run "pool_counts" {
  command = plan

  variables {
    task_pools = { tasks = { vm_size = "Standard_D4s_v5", min_count = 3, max_count = 2 } }
  }

  expect_failures = [var.task_pools]
}

run "pool_taint_without_effect" {
  command = plan

  variables {
    task_pools = { tasks = { vm_size = "Standard_D4s_v5", taints = ["dedicated=metaflow"] } }
  }

  expect_failures = [var.task_pools]
}

run "pool_label_of_aks" {
  command = plan

  variables {
    task_pools = { tasks = { vm_size = "Standard_D4s_v5", labels = { "kubernetes.azure.com/mode" = "system" } } }
  }

  expect_failures = [var.task_pools]
}

run "pool_taint_of_aks" {
  command = plan

  variables {
    task_pools = { tasks = { vm_size = "Standard_D4s_v5", taints = ["node.kubernetes.io/unreachable=x:NoSchedule"] } }
  }

  expect_failures = [var.task_pools]
}

run "pool_in_zone_a" {
  command = plan

  variables {
    task_pools = { tasks = { vm_size = "Standard_D4s_v5", zones = ["a"] } }
  }

  expect_failures = [var.task_pools]
}

run "existing_network_by_name" {
  command = plan

  variables {
    existing_cluster = { name = "aks-shared", resource_group_name = "rg-shared", virtual_network_id = "vnet-shared" }
  }

  expect_failures = [var.existing_cluster]
}

run "existing_network_policy_unknown" {
  command = plan

  variables {
    existing_cluster = { name = "aks", resource_group_name = "rg", virtual_network_id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet", network_policy = "none" }
  }

  expect_failures = [var.existing_cluster]
}

run "existing_pods_without_length" {
  command = plan

  variables {
    existing_cluster = { name = "aks", resource_group_name = "rg", virtual_network_id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet", pod_cidrs = ["10.60.0.1/16"] }
  }

  expect_failures = [var.existing_cluster]
}

run "flux_url_with_password" {
  command = plan

  variables {
    flux = { url = "https://user:word@git.example.com/platform/metaflow-gitops" }
  }

  expect_failures = [var.flux]
}

run "flux_provider_unknown" {
  command = plan

  variables {
    flux = { url = "https://git.example.com/platform/metaflow-gitops", provider = "GitHub" }
  }

  expect_failures = [var.flux]
}

run "replication_unknown" {
  command = plan

  variables {
    storage = { replication_type = "XYZ" }
  }

  expect_failures = [var.storage]
}

run "container_with_underscore" {
  command = plan

  variables {
    storage = { container_name = "meta_flow" }
  }

  expect_failures = [var.storage]
}

run "container_too_long" {
  command = plan

  variables {
    storage = { container_name = "metaflow-metaflow-metaflow-metaflow-metaflow-metaflow-metaflow-x" }
  }

  expect_failures = [var.storage]
}

run "container_of_role_too_short" {
  command = plan

  variables {
    task_roles = { training = { containers = ["ab"] } }
  }

  expect_failures = [var.task_roles]
}

run "sysroot_with_leading_slash" {
  command = plan

  variables {
    storage = { prefix = "/sysroot" }
  }

  expect_failures = [var.storage]
}

run "soft_delete_too_long" {
  command = plan

  variables {
    storage = { soft_delete_days = 400 }
  }

  expect_failures = [var.storage]
}

run "database_sku_without_tier" {
  command = plan

  variables {
    database = { sku_name = "Standard_B1ms" }
  }

  expect_failures = [var.database]
}

run "database_of_a_size_that_is_not_sold" {
  command = plan

  variables {
    database = { storage_mb = 40000 }
  }

  expect_failures = [var.database]
}

run "high_availability_unknown" {
  command = plan

  variables {
    database = { sku_name = "GP_Standard_D2ds_v5", high_availability = "Yes" }
  }

  expect_failures = [var.database]
}

run "high_availability_of_burstable" {
  command = plan

  variables {
    database = { high_availability = "ZoneRedundant" }
  }

  expect_failures = [var.database]
}

run "backups_too_short" {
  command = plan

  variables {
    database = { backup_retention_days = 3 }
  }

  expect_failures = [var.database]
}

run "database_name_with_hyphen" {
  command = plan

  variables {
    database = { name = "meta-flow" }
  }

  expect_failures = [var.database]
}

run "database_user_of_azure" {
  command = plan

  variables {
    database = { user = "admin" }
  }

  expect_failures = [var.database]
}

run "database_of_the_server" {
  command = plan

  variables {
    database = { name = "postgres" }
  }

  expect_failures = [var.database]
}

run "vault_soft_delete_too_short" {
  command = plan

  variables {
    key_vault = { soft_delete_days = 1 }
  }

  expect_failures = [var.key_vault]
}

run "password_version_zero" {
  command = plan

  variables {
    database_password_version = 0
  }

  expect_failures = [var.database_password_version]
}

run "cookie_version_fraction" {
  command = plan

  variables {
    cookie_secret_version = 1.5
  }

  expect_failures = [var.cookie_secret_version]
}

run "role_in_capitals" {
  command = plan

  variables {
    task_roles = { Training = {} }
  }

  expect_failures = [var.task_roles]
}

run "role_with_name_of_a_service" {
  command = plan

  variables {
    task_roles = { ui-static = {} }
  }

  expect_failures = [var.task_roles]
}

run "container_of_role_is_sysroot" {
  command = plan

  variables {
    task_roles = { training = { containers = ["metaflow"] } }
  }

  expect_failures = [var.task_roles]
}

run "more_than_20_credentials" {
  command = plan

  variables {
    further_issuers = { for n in range(20) : "c${n}" => "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/${n}/" }
  }

  expect_failures = [var.further_issuers]
}

run "issuer_without_path" {
  command = plan

  variables {
    further_issuers = { old = "https://westeurope.oic.prod-aks.azure.com" }
  }

  expect_failures = [var.further_issuers]
}

run "groups_by_name" {
  command = plan

  variables {
    access = { administer = ["platform-team"] }
  }

  expect_failures = [var.access]
}

run "registry_by_host" {
  command = plan

  variables {
    container_registry = { name = "cr.azurecr.io", resource_group_name = "rg-registry" }
  }

  expect_failures = [var.container_registry]
}

run "host_with_scheme" {
  command = plan

  variables {
    exposure = { host = "https://metaflow.example.com", issuer_url = "https://id.example.com" }
  }

  expect_failures = [var.exposure]
}

run "issuer_without_tls" {
  command = plan

  variables {
    exposure = { host = "metaflow.example.com", issuer_url = "http://id.example.com" }
  }

  expect_failures = [var.exposure]
}

run "zone_by_name" {
  command = plan

  variables {
    exposure = { host = "metaflow.example.com", issuer_url = "https://id.example.com", dns_zone_id = "example.com" }
  }

  expect_failures = [var.exposure]
}

run "host_outside_of_zone" {
  command = plan

  variables {
    exposure = { host = "metaflow.example.org", issuer_url = "https://id.example.com", dns_zone_id = "/subscriptions/15138a92-7e95-4158-b8ec-2ff92ca7f81a/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/example.com" }
  }

  expect_failures = [var.exposure]
}

run "certificate_by_uri" {
  command = plan

  variables {
    exposure = { host = "metaflow.example.com", issuer_url = "https://id.example.com", certificate_name = "https://kv-metaflow-prod.vault.azure.net/certificates/metaflow" }
  }

  expect_failures = [var.exposure]
}

run "client_secret_with_entra" {
  command = plan

  variables {
    exposure = { host = "metaflow.example.com", issuer_url = "https://login.microsoftonline.com/fd959e53-4c40-4c38-bf91-2400835a2e22/v2.0", client_secret_name = "metaflow-client-secret" }
  }

  expect_failures = [var.exposure]
}

run "secret_of_a_task_role_by_its_address" {
  command = plan

  variables {
    task_roles = { training = { secrets = ["https://kv-metaflow-prod.vault.azure.net/secrets/warehouse"] } }
  }

  expect_failures = [var.task_roles]
}

run "secret_of_the_stack_for_a_task_role" {
  command = plan

  variables {
    task_roles = { training = { secrets = ["Metaflow-database-password"] } }
  }

  expect_failures = [var.task_roles]
}

run "maintenance_on_no_day" {
  command = plan

  variables {
    maintenance = { weekday = "Sat" }
  }

  expect_failures = [var.maintenance]
}

run "maintenance_at_no_time" {
  command = plan

  variables {
    maintenance = { start = "2:00" }
  }

  expect_failures = [var.maintenance]
}

run "maintenance_window_too_short" {
  command = plan

  variables {
    maintenance = { hours = 3 }
  }

  expect_failures = [var.maintenance]
}

run "maintenance_of_an_unknown_channel" {
  command = plan

  variables {
    maintenance = { node_os_channel = "Weekly" }
  }

  expect_failures = [var.maintenance]
}

run "drain_longer_than_a_day" {
  command = plan

  variables {
    maintenance = { drain_minutes = 1441 }
  }

  expect_failures = [var.maintenance]
}

run "authorized_address_of_no_range" {
  command = plan

  variables {
    kubernetes = { authorized_ranges = ["203.0.113.7"] }
  }

  expect_failures = [var.kubernetes]
}

run "task_pool_named_like_the_services" {
  command = plan

  variables {
    task_pools = { services = { vm_size = "Standard_D4s_v5" } }
  }

  expect_failures = [var.task_pools]
}

run "logs_kept_for_a_week" {
  command = plan

  variables {
    monitoring = { logs = true, retention_days = 7 }
  }

  expect_failures = [var.monitoring]
}

# Values of the form that Azure gives. What has to differ between instances, the identities' ids, is
# overridden in the tests; what is derived from a name is that of stack prod.

mock_data "azurerm_client_config" {
  defaults = {
    tenant_id       = "fd959e53-4c40-4c38-bf91-2400835a2e22"
    subscription_id = "77bceb8e-90a4-4e64-8659-cb83b3a05665"
    object_id       = "6f0f9d7e-37f5-4a8e-8f4f-4d2a8b8f6c01"
  }
}

mock_data "azurerm_container_registry" {
  defaults = {
    id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-registry/providers/Microsoft.ContainerRegistry/registries/crmetaflowprod"
    login_server = "crmetaflowprod.azurecr.io"
  }
}

mock_resource "azurerm_resource_group" {
  defaults = {
    id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod"
  }
}

mock_resource "azurerm_virtual_network" {
  defaults = {
    id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.Network/virtualNetworks/vnet-metaflow-prod"
  }
}

mock_resource "azurerm_subnet" {
  defaults = {
    id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.Network/virtualNetworks/vnet-metaflow-prod/subnets/snet-cluster"
  }
}

mock_resource "azurerm_private_dns_zone" {
  defaults = {
    id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.Network/privateDnsZones/metaflow-prod.private.postgres.database.azure.com"
  }
}

mock_resource "azurerm_postgresql_flexible_server" {
  defaults = {
    id   = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.DBforPostgreSQL/flexibleServers/psql-metaflow-prod"
    fqdn = "psql-metaflow-prod.postgres.database.azure.com"
  }
}

mock_resource "azurerm_key_vault" {
  defaults = {
    id        = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.KeyVault/vaults/kv-metaflow-prod"
    vault_uri = "https://kv-metaflow-prod.vault.azure.net/"
  }
}

mock_resource "azurerm_key_vault_secret" {
  defaults = {
    id                      = "https://kv-metaflow-prod.vault.azure.net/secrets/metaflow-database-password/5f8c1f0e0a9d4b0f9a8e7d6c5b4a3f2e"
    version                 = "5f8c1f0e0a9d4b0f9a8e7d6c5b4a3f2e"
    resource_versionless_id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.KeyVault/vaults/kv-metaflow-prod/secrets/metaflow-database-password"
  }
}

mock_resource "azurerm_storage_account" {
  defaults = {
    id                    = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.Storage/storageAccounts/stmetaflowprod"
    primary_blob_endpoint = "https://stmetaflowprod.blob.core.windows.net/"
  }
}

mock_resource "azurerm_storage_container" {
  defaults = {
    id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.Storage/storageAccounts/stmetaflowprod/blobServices/default/containers/metaflow"
  }
}

mock_resource "azurerm_kubernetes_cluster" {
  defaults = {
    id                         = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.ContainerService/managedClusters/aks-metaflow-prod"
    current_kubernetes_version = "1.36.3"
    oidc_issuer_url            = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/"
  }
}

mock_data "azurerm_kubernetes_cluster" {
  defaults = {
    id                         = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-shared/providers/Microsoft.ContainerService/managedClusters/aks-shared"
    current_kubernetes_version = "1.36.4"
    oidc_issuer_enabled        = true
    oidc_issuer_url            = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/0d7a6f4e-9c1b-4b57-8a39-4b2f9a6f0c11/"

    kubelet_identity           = [{ client_id = "0c3b9a53-3f0e-4f39-9a5f-b1f6f1b0c9d2", object_id = "0a8f7b52-6f0a-4c8d-9e1d-2b6a5f1c7e33", user_assigned_identity_id = "none" }]
    key_vault_secrets_provider = [{ secret_identity = [], secret_rotation_enabled = true, secret_rotation_interval = "2m" }]
    network_profile = [{
      dns_service_ip = "10.0.0.10", docker_bridge_cidr = "", load_balancer_sku = "standard", network_plugin = "azure"
      network_policy = "cilium", outbound_type = "loadBalancer", pod_cidr = "10.245.0.0/16", service_cidr = "10.0.0.0/16"
    }]
  }
}

mock_resource "azurerm_user_assigned_identity" {
  defaults = {
    id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-metaflow-prod"
    client_id    = "3b5f8d07-24a4-4f5c-bb7a-0d4b7d0c3f10"
    principal_id = "9d8c7b6a-5f4e-4d3c-8b2a-1f0e9d8c7b6a"
    tenant_id    = "fd959e53-4c40-4c38-bf91-2400835a2e22"
  }
}

mock_resource "azurerm_kubernetes_cluster_extension" {
  defaults = {
    id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.ContainerService/managedClusters/aks-metaflow-prod/providers/Microsoft.KubernetesConfiguration/extensions/flux"
  }
}

mock_resource "azurerm_log_analytics_workspace" {
  defaults = {
    id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.OperationalInsights/workspaces/log-metaflow-prod"
  }
}

mock_resource "azurerm_monitor_workspace" {
  defaults = {
    id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.Monitor/accounts/amw-metaflow-prod"
  }
}

mock_resource "azurerm_monitor_data_collection_endpoint" {
  defaults = {
    id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.Insights/dataCollectionEndpoints/dce-metaflow-prod"
  }
}

mock_resource "azurerm_monitor_data_collection_rule" {
  defaults = {
    id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.Insights/dataCollectionRules/dcr-metaflow-prod"
  }
}

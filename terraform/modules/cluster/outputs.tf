output "facts" {
  description = "What the stack needs to know of its cluster: id, kubelet_object_id, the object id of the identity that pulls images, and what the output contract says of it."
  value = {
    id                  = azurerm_kubernetes_cluster.this.id
    name                = azurerm_kubernetes_cluster.this.name
    kubernetes_version  = azurerm_kubernetes_cluster.this.current_kubernetes_version
    oidc_issuer_url     = azurerm_kubernetes_cluster.this.oidc_issuer_url
    pod_cidrs           = [azurerm_kubernetes_cluster.this.network_profile[0].pod_cidr]
    kubelet_object_id   = azurerm_user_assigned_identity.this["kubelet"].principal_id
    resource_group_name = azurerm_kubernetes_cluster.this.resource_group_name
    subscription_id     = var.subscription_id
    network_policy      = azurerm_kubernetes_cluster.this.network_profile[0].network_policy
    workload_identity   = azurerm_kubernetes_cluster.this.workload_identity_enabled
    support_plan        = azurerm_kubernetes_cluster.this.support_plan
    services_pool       = one([for pool in azurerm_kubernetes_cluster_node_pool.services : pool.name])

    # AKS leaves LocalDNS off where Cilium has network policies, unless it is asked for, and the provider can't ask.
    local_dns = false
  }
}

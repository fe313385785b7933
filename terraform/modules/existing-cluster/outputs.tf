output "facts" {
  description = "What the stack needs to know of its cluster: id, kubelet_object_id, the object id of the identity that pulls images, and what the output contract says of it."
  value = {
    id                  = data.azurerm_kubernetes_cluster.this.id
    name                = data.azurerm_kubernetes_cluster.this.name
    kubernetes_version  = data.azurerm_kubernetes_cluster.this.current_kubernetes_version
    oidc_issuer_url     = data.azurerm_kubernetes_cluster.this.oidc_issuer_url
    pod_cidrs           = var.pod_cidrs != null ? var.pod_cidrs : compact([data.azurerm_kubernetes_cluster.this.network_profile[0].pod_cidr])
    kubelet_object_id   = data.azurerm_kubernetes_cluster.this.kubelet_identity[0].object_id
    resource_group_name = var.resource_group_name
    subscription_id     = var.subscription_id
    network_policy      = local.network_policy
    local_dns           = var.local_dns

    # The provider does not say these; terraform/post-apply --check asks Azure.
    workload_identity = null
    support_plan      = null

    # What pools an existing cluster has is its owner's.
    services_pool = null
  }
}

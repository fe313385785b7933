output "facts" {
  description = "What the stack needs to know of its cluster: id, name, kubernetes_version, oidc_issuer_url, pod_cidrs and kubelet_object_id, the object id of the identity that pulls images."
  value = {
    id                 = azurerm_kubernetes_cluster.this.id
    name               = azurerm_kubernetes_cluster.this.name
    kubernetes_version = azurerm_kubernetes_cluster.this.current_kubernetes_version
    oidc_issuer_url    = azurerm_kubernetes_cluster.this.oidc_issuer_url
    pod_cidrs          = [azurerm_kubernetes_cluster.this.network_profile[0].pod_cidr]
    kubelet_object_id  = azurerm_user_assigned_identity.this["kubelet"].principal_id
  }
}

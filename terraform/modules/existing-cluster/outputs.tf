output "facts" {
  description = "What the stack needs to know of its cluster: id, name, kubernetes_version, oidc_issuer_url, pod_cidrs and kubelet_object_id, the object id of the identity that pulls images."
  value = {
    id                 = data.azurerm_kubernetes_cluster.this.id
    name               = data.azurerm_kubernetes_cluster.this.name
    kubernetes_version = data.azurerm_kubernetes_cluster.this.current_kubernetes_version
    oidc_issuer_url    = data.azurerm_kubernetes_cluster.this.oidc_issuer_url
    pod_cidrs          = [data.azurerm_kubernetes_cluster.this.network_profile[0].pod_cidr]
    kubelet_object_id  = data.azurerm_kubernetes_cluster.this.kubelet_identity[0].object_id
  }
}

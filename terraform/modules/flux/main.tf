resource "azurerm_kubernetes_cluster_extension" "this" {
  name           = "flux"
  cluster_id     = var.cluster_id
  extension_type = "microsoft.flux"
}

# Name and namespace are those of the preset aks-flux-extension in stack.hcl. A private repository's credential
# is a Secret in that namespace, which local_auth_reference names: it never passes through Terraform.
resource "azurerm_kubernetes_flux_configuration" "this" {
  name       = "cluster-config"
  namespace  = "cluster-config"
  cluster_id = var.cluster_id
  scope      = "cluster"

  git_repository {
    url                      = var.flux.url
    reference_type           = "branch"
    reference_value          = var.flux.branch
    local_auth_reference     = var.flux.local_auth_reference
    provider                 = var.flux.provider
    sync_interval_in_seconds = 300
  }

  kustomizations {
    name                       = "stacks"
    path                       = "./clusters/${var.cluster_name}"
    garbage_collection_enabled = true
    sync_interval_in_seconds   = 600
  }

  depends_on = [azurerm_kubernetes_cluster_extension.this]
}

data "azurerm_kubernetes_cluster" "this" {
  name                = var.name
  resource_group_name = var.resource_group_name

  lifecycle {
    postcondition {
      condition     = self.oidc_issuer_enabled
      error_message = "The cluster ${var.name} has no OIDC issuer, so nothing in it can log in to Azure without a secret. Turn issuer and workload identity on: az aks update --enable-oidc-issuer --enable-workload-identity."
    }

    postcondition {
      condition     = length(self.key_vault_secrets_provider) > 0
      error_message = "The cluster ${var.name} lacks the add-on through which pods read their secrets. Turn it on: az aks enable-addons --addons azure-keyvault-secrets-provider."
    }
  }
}

locals {
  network_policy = coalesce(var.network_policy, data.azurerm_kubernetes_cluster.this.network_profile[0].network_policy, "none")
}

module "kubernetes_version" {
  source = "../kubernetes-version"

  kubernetes_version = data.azurerm_kubernetes_cluster.this.current_kubernetes_version
  support_plan       = "KubernetesOfficial"
}

check "kubernetes_version" {
  assert {
    condition     = !module.kubernetes_version.ended
    error_message = "The cluster ${var.name} has Kubernetes ${data.azurerm_kubernetes_cluster.this.current_kubernetes_version}. ${module.kubernetes_version.explanation} Its owner should upgrade it, or has long-term support for it."
  }
}

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

    postcondition {
      condition     = coalesce(var.network_policy, try(self.network_profile[0].network_policy, ""), "none") != "none"
      error_message = "The cluster ${var.name} has no engine for network policies, and the metadata service asks nobody for a login: only policies keep others from it. Give the cluster one (az aks update --network-policy calico, or Azure CNI powered by Cilium), or name in existing_cluster.network_policy the one that you installed."
    }
  }
}

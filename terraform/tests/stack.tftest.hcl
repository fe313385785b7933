# Stacks that are not like prod.

mock_provider "azurerm" {
  source = "./tests/mocks"
}

variables {
  role_propagation_seconds = 0
}

run "private" {
  command = apply

  variables {
    exposure           = null
    container_registry = null
  }

  assert {
    condition     = output.auth == null && output.image_registry == null
    error_message = "A private stack has nothing to log in with, and pulls images from where they are published."
  }

  assert {
    condition     = toset(keys(output.workload_identities)) == toset(["metadata-service", "ui-backend", "task-default", "task-training"])
    error_message = "A private stack has no identity of the auth proxy, the gateway or the DNS publisher."
  }
}

run "before_the_application_is_there" {
  command = apply

  variables {
    exposure = {
      host       = "metaflow.example.com"
      issuer_url = "https://login.microsoftonline.com/fd959e53-4c40-4c38-bf91-2400835a2e22/v2.0"
    }
  }

  assert {
    condition     = output.auth == null && contains(keys(output.workload_identities), "auth-proxy")
    error_message = "Without a client id the identity is there, but no output."
  }
}

run "existing_cluster" {
  command = apply

  variables {
    access = null
    existing_cluster = {
      name                = "aks-shared"
      resource_group_name = "rg-shared"
      virtual_network_id  = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-shared/providers/Microsoft.Network/virtualNetworks/vnet-shared"
      local_dns           = true
    }
  }

  assert {
    condition     = output.cluster.name == "aks-shared" && output.cluster.kubernetes_version == "1.36.4" && output.cluster.pod_cidrs == tolist(["10.245.0.0/16"])
    error_message = "The facts of the cluster are those of the existing one."
  }

  assert {
    condition     = alltrue([for identity in output.workload_identities : identity.federated_credentials[0].issuer == output.cluster.oidc_issuer_url])
    error_message = "Identities trust the existing cluster's issuer."
  }

  assert {
    condition     = output.cluster.resource_group_name == "rg-shared" && output.cluster.network_policy == "cilium" && output.cluster.local_dns
    error_message = "What is known of the existing cluster is in the outputs."
  }

  assert {
    condition     = length(module.cluster) == 0
    error_message = "There is no cluster of the stack's own."
  }
}

run "moving_to_another_cluster" {
  command = apply

  variables {
    further_issuers = { next = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/next/" }
  }

  assert {
    condition     = [for c in output.workload_identities["ui-backend"].federated_credentials : c.name] == ["ui-backend", "ui-backend-next"]
    error_message = "Each identity has a credential for each cluster."
  }

  assert {
    condition     = length(distinct([for c in output.workload_identities["ui-backend"].federated_credentials : c.subject])) == 1
    error_message = "The service account is the same in each cluster."
  }

  assert {
    condition     = length(output.auth.federated_credentials) == 2
    error_message = "The application trusts the auth proxy of each cluster."
  }
}

run "other_issuer_than_entra" {
  command = apply

  variables {
    exposure = {
      host               = "metaflow.example.com"
      issuer_url         = "https://example.eu.auth0.com/"
      client_id          = "NVWvoQXflyOpOlXW4Sd17oNd7Xkbuxu2"
      client_secret_name = "metaflow-auth0-client-secret"
    }
  }

  assert {
    condition     = length(output.auth.federated_credentials) == 0 && output.auth.client_secret_name == "metaflow-auth0-client-secret"
    error_message = "Another issuer has a client secret, and trusts no service account."
  }

  assert {
    condition     = output.auth.certificate_uri == null && !contains(keys(output.workload_identities), "gateway-tls")
    error_message = "Without a certificate nobody needs to read one."
  }
}

run "flux" {
  command = apply

  variables {
    flux = {
      url                  = "ssh://git@git.example.com/platform/metaflow-gitops"
      local_auth_reference = "git-credentials"
    }
  }

  assert {
    condition     = length(module.flux) == 1
    error_message = "The Flux extension is installed."
  }
}

run "existing_cluster_with_an_engine_of_its_own" {
  command = plan

  variables {
    existing_cluster = {
      name                = "aks-shared"
      resource_group_name = "rg-shared"
      virtual_network_id  = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-shared/providers/Microsoft.Network/virtualNetworks/vnet-shared"
      network_policy      = "calico"
      pod_cidrs           = ["10.60.0.0/16"]
    }
  }

  override_data {
    target = module.existing_cluster[0].data.azurerm_kubernetes_cluster.this
    values = {
      current_kubernetes_version = "1.36.4"
      oidc_issuer_enabled        = true
      oidc_issuer_url            = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/0d7a6f4e-9c1b-4b57-8a39-4b2f9a6f0c11/"
      id                         = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-shared/providers/Microsoft.ContainerService/managedClusters/aks-shared"
      kubelet_identity           = [{ client_id = "0c3b9a53-3f0e-4f39-9a5f-b1f6f1b0c9d2", object_id = "0a8f7b52-6f0a-4c8d-9e1d-2b6a5f1c7e33", user_assigned_identity_id = "none" }]
      key_vault_secrets_provider = [{ secret_identity = [], secret_rotation_enabled = true, secret_rotation_interval = "2m" }]
      network_profile = [{
        dns_service_ip = "10.0.0.10", docker_bridge_cidr = "", load_balancer_sku = "standard", network_plugin = "azure"
        network_policy = "", outbound_type = "loadBalancer", pod_cidr = "", service_cidr = "10.0.0.0/16"
      }]
    }
  }

  assert {
    condition     = output.cluster.network_policy == "calico" && output.cluster.pod_cidrs == tolist(["10.60.0.0/16"])
    error_message = "What Azure does not know of the cluster, the variables say."
  }
}

run "pool_of_the_services_alone" {
  command = apply

  variables {
    system_pool = { dedicated = true }
  }

  assert {
    condition     = output.cluster.services_pool == "services"
    error_message = "The generator has to know of the pool, since its taint keeps everything else away."
  }
}

run "monitored" {
  command = apply

  variables {
    monitoring = { logs = true, prometheus = true }
  }

  assert {
    condition     = keys(module.monitoring.sources) == ["cluster", "database", "vault"]
    error_message = "The logs of all three are kept."
  }
}

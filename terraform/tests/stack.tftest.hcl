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

# The stack prod as its terraform.tfvars have it. make terraform-test takes the outputs of this run, and the
# generator must write an overlay from them.

mock_provider "azurerm" {
  source = "./tests/mocks"
}

variables {
  role_propagation_seconds = 0
}

override_resource {
  target = module.identities.azurerm_user_assigned_identity.this["auth-proxy"]
  values = {
    id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-metaflow-prod-auth-proxy"
    client_id    = "f9f19e51-15c4-4861-bfb3-c4813ae9e1ff"
    principal_id = "aaaaaaaa-15c4-4861-bfb3-c4813ae9e1ff"
  }
}

override_resource {
  target = module.identities.azurerm_user_assigned_identity.this["external-dns"]
  values = {
    id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-metaflow-prod-external-dns"
    client_id    = "dda58b57-f331-48ea-b97b-8f5581d5232b"
    principal_id = "aaaaaaaa-f331-48ea-b97b-8f5581d5232b"
  }
}

override_resource {
  target = module.identities.azurerm_user_assigned_identity.this["gateway-tls"]
  values = {
    id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-metaflow-prod-gateway-tls"
    client_id    = "cf2d36bb-c9ac-4f0c-8e2b-1286c9d4c5f9"
    principal_id = "aaaaaaaa-c9ac-4f0c-8e2b-1286c9d4c5f9"
  }
}

override_resource {
  target = module.identities.azurerm_user_assigned_identity.this["metadata-service"]
  values = {
    id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-metaflow-prod-metadata-service"
    client_id    = "7765194f-7167-45ce-b529-0ecda0de3458"
    principal_id = "aaaaaaaa-7167-45ce-b529-0ecda0de3458"
  }
}

override_resource {
  target = module.identities.azurerm_user_assigned_identity.this["task-default"]
  values = {
    id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-metaflow-prod-task-default"
    client_id    = "da9269f5-b0b2-4555-a490-6b28126c2b41"
    principal_id = "aaaaaaaa-b0b2-4555-a490-6b28126c2b41"
  }
}

override_resource {
  target = module.identities.azurerm_user_assigned_identity.this["task-training"]
  values = {
    id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-metaflow-prod-task-training"
    client_id    = "1b1ec154-b2e4-4332-a2e2-9ddefa98ebf8"
    principal_id = "aaaaaaaa-b2e4-4332-a2e2-9ddefa98ebf8"
  }
}

override_resource {
  target = module.identities.azurerm_user_assigned_identity.this["ui-backend"]
  values = {
    id           = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-metaflow-prod/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-metaflow-prod-ui-backend"
    client_id    = "a738f4eb-d104-4b41-90a6-1ce4fad1aded"
    principal_id = "aaaaaaaa-d104-4b41-90a6-1ce4fad1aded"
  }
}

run "stack" {
  command = apply

  assert {
    condition     = output.contract_version == "1" && output.stack == "prod"
    error_message = "The outputs are not those of stack prod."
  }

  assert {
    condition     = length(distinct([for identity in output.workload_identities : identity.client_id])) == 7
    error_message = "Each of the seven identities has a client id of its own."
  }
}

output "workload_identities" {
  description = "Identities in the form of the output contract, by name of their service account."
  value = {
    for key, identity in azurerm_user_assigned_identity.this : key => {
      client_id = identity.client_id
      purpose   = var.identities[key].purpose
      federated_credentials = [
        for name, wanted in local.credentials : {
          name      = azurerm_federated_identity_credential.this[name].name
          issuer    = azurerm_federated_identity_credential.this[name].issuer
          subject   = azurerm_federated_identity_credential.this[name].subject
          audiences = azurerm_federated_identity_credential.this[name].audience
        } if wanted.identity == key
      ]
    }
  }
}

output "principal_ids" {
  description = "Object ids of the identities for role assignments, by name of their service account."
  value       = { for key, identity in azurerm_user_assigned_identity.this : key => identity.principal_id }
}

locals {
  audience = "api://AzureADTokenExchange"

  # One credential for each identity and issuer. The name of the first is the service account's alone.
  credentials = merge([
    for key, identity in var.identities : {
      for name, issuer in var.issuers : (name == "" ? key : "${key}-${name}") => {
        identity = key
        issuer   = issuer
        subject  = "system:serviceaccount:${identity.namespace}:${key}"
      }
    }
  ]...)
}

resource "azurerm_user_assigned_identity" "this" {
  for_each = var.identities

  name                = "id-${var.name}-${each.key}"
  location            = var.location
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "this" {
  for_each = local.credentials

  name                      = each.key
  user_assigned_identity_id = azurerm_user_assigned_identity.this[each.value.identity].id
  issuer                    = each.value.issuer
  subject                   = each.value.subject
  audience                  = [local.audience]
}

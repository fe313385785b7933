# Who may do what, all of it. Each role is given on the smallest thing that Azure has a scope for: a secret, a
# container, a zone.

locals {
  secret_readers = merge([
    for key, ids in var.secret_ids : { for name, id in ids : "${key}/${name}" => { identity = key, scope = id } }
  ]...)

  container_writers = merge([
    for role, names in var.further_containers : { for name in names : "${role}/${name}" => { identity = role, container = name } }
  ]...)
}

resource "azurerm_role_assignment" "secret" {
  for_each = local.secret_readers

  scope                = each.value.scope
  role_definition_name = "Key Vault Secrets User"
  principal_id         = var.principal_ids[each.value.identity]
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "ui" {
  scope                = var.container_id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = var.principal_ids["ui-backend"]
  principal_type       = "ServicePrincipal"
}

# Metaflow shares the sysroot between all steps of a flow, whatever their role.
resource "azurerm_role_assignment" "sysroot" {
  for_each = var.further_containers

  scope                = var.container_id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = var.principal_ids[each.key]
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "container" {
  for_each = local.container_writers

  scope                = var.further_container_ids[each.value.container]
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = var.principal_ids[each.value.identity]
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "dns" {
  for_each = toset(var.dns_zone_id == null ? [] : ["external-dns"])

  scope                = var.dns_zone_id
  role_definition_name = "DNS Zone Contributor"
  principal_id         = var.principal_ids[each.key]
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "registry" {
  for_each = toset(var.pull_images ? ["kubelet"] : [])

  scope                = var.registry_id
  role_definition_name = "AcrPull"
  principal_id         = var.kubelet_object_id
  principal_type       = "ServicePrincipal"
}

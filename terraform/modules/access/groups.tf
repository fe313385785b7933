# People and CI, by Entra groups. Their rights inside Kubernetes are RoleBindings of the overlay; here is what
# they need of Azure: the blobs of the datastore, and to fetch the credentials with which they log in.

resource "azurerm_role_assignment" "group_blobs" {
  for_each = var.group_ids

  scope                = var.container_id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = each.key
  principal_type       = "Group"
}

resource "azurerm_role_assignment" "group_cluster" {
  for_each = var.group_ids

  scope                = var.cluster_id
  role_definition_name = "Azure Kubernetes Service Cluster User Role"
  principal_id         = each.key
  principal_type       = "Group"
}

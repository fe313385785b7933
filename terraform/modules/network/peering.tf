# An existing cluster lives in a network of its own: its pods need a way to the database, and its name.
locals {
  peer = var.peer_network_id == null ? {} : { cluster = split("/", var.peer_network_id) }
}

resource "azurerm_virtual_network_peering" "out" {
  for_each = local.peer

  name                      = "to-${each.value[8]}"
  resource_group_name       = var.resource_group_name
  virtual_network_name      = azurerm_virtual_network.this.name
  remote_virtual_network_id = var.peer_network_id
}

resource "azurerm_virtual_network_peering" "back" {
  for_each = local.peer

  name                      = "to-${azurerm_virtual_network.this.name}"
  resource_group_name       = each.value[4]
  virtual_network_name      = each.value[8]
  remote_virtual_network_id = azurerm_virtual_network.this.id
}

resource "azurerm_private_dns_zone_virtual_network_link" "peer" {
  for_each = local.peer

  name                = "cluster"
  private_dns_zone_id = azurerm_private_dns_zone.this.id
  virtual_network_id  = var.peer_network_id
  tags                = var.tags
}

resource "azurerm_postgresql_flexible_server" "this" {
  name                = "psql-${var.name}"
  location            = var.location
  resource_group_name = var.resource_group_name
  tags                = var.tags

  version  = var.database.version
  sku_name = var.database.sku_name

  # Azure grows the disk where it fills. Without a size of ours its own is no difference.
  storage_mb        = var.database.storage_mb
  auto_grow_enabled = true

  backup_retention_days        = var.database.backup_retention_days
  geo_redundant_backup_enabled = var.database.geo_redundant_backup

  delegated_subnet_id           = var.subnet_id
  private_dns_zone_id           = var.dns_zone_id
  public_network_access_enabled = false

  administrator_login               = var.database.user
  administrator_password_wo         = module.password.value
  administrator_password_wo_version = var.password_version

  authentication {
    password_auth_enabled         = true
    active_directory_auth_enabled = false
  }

  dynamic "high_availability" {
    for_each = var.database.high_availability[*]

    content {
      mode = high_availability.value
    }
  }

  lifecycle {
    prevent_destroy = true

    # Azure chooses the zones, and exchanges them in a failover.
    ignore_changes = [zone, high_availability[0].standby_availability_zone]
  }
}

resource "azurerm_postgresql_flexible_server_configuration" "this" {
  for_each = {
    require_secure_transport = "on"
    ssl_min_protocol_version = "TLSv1.2"
  }

  server_id = azurerm_postgresql_flexible_server.this.id
  name      = each.key
  value     = each.value
}

resource "azurerm_postgresql_flexible_server_database" "this" {
  server_id = azurerm_postgresql_flexible_server.this.id
  name      = var.database.name
  charset   = "UTF8"
  collation = "en_US.utf8"

  lifecycle {
    prevent_destroy = true
  }
}

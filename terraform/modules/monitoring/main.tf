# What is written down about the stack, where somebody looks at it: the logs of Azure's own parts in a workspace of
# Log Analytics, and the metrics of the cluster and of the stack in one of Azure Monitor.

resource "azurerm_log_analytics_workspace" "this" {
  for_each = toset(var.monitoring.logs ? ["logs"] : [])

  name                = "log-${var.name}"
  location            = var.location
  resource_group_name = var.resource_group_name
  sku                 = "PerGB2018"
  retention_in_days   = var.monitoring.retention_days
  tags                = var.tags
}

resource "azurerm_monitor_diagnostic_setting" "this" {
  for_each = var.monitoring.logs ? var.sources : {}

  name                       = "metaflow"
  target_resource_id         = each.value.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.this["logs"].id

  dynamic "enabled_log" {
    for_each = each.value.logs

    content {
      category = enabled_log.value
    }
  }

  lifecycle {
    # Azure says these for a workspace, asked or not.
    ignore_changes = [log_analytics_destination_type]
  }
}

resource "azurerm_monitor_workspace" "this" {
  for_each = toset(var.monitoring.prometheus ? ["metrics"] : [])

  name                = "amw-${var.name}"
  location            = var.location
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

resource "azurerm_monitor_data_collection_endpoint" "this" {
  for_each = azurerm_monitor_workspace.this

  name                = "dce-${var.name}"
  location            = var.location
  resource_group_name = var.resource_group_name
  kind                = "Linux"
  tags                = var.tags
}

resource "azurerm_monitor_data_collection_rule" "this" {
  for_each = azurerm_monitor_workspace.this

  name                        = "dcr-${var.name}"
  location                    = var.location
  resource_group_name         = var.resource_group_name
  data_collection_endpoint_id = azurerm_monitor_data_collection_endpoint.this[each.key].id
  kind                        = "Linux"
  tags                        = var.tags

  data_sources {
    prometheus_forwarder {
      name    = "cluster"
      streams = ["Microsoft-PrometheusMetrics"]
    }
  }

  destinations {
    monitor_account {
      name               = "workspace"
      monitor_account_id = each.value.id
    }
  }

  data_flow {
    streams      = ["Microsoft-PrometheusMetrics"]
    destinations = ["workspace"]
  }
}

resource "azurerm_monitor_data_collection_rule_association" "this" {
  for_each = azurerm_monitor_workspace.this

  name                    = "dcra-${var.name}"
  target_resource_id      = var.cluster_id
  data_collection_rule_id = azurerm_monitor_data_collection_rule.this[each.key].id
}

stack           = "prod"
name_prefix     = "metaflow"
subscription_id = "77bceb8e-90a4-4e64-8659-cb83b3a05665"
location        = "westeurope"

kubernetes = {
  sku_tier = "Standard"
}

system_pool = {
  vm_size   = "Standard_D4s_v5"
  min_count = 3
  max_count = 6
  zones     = ["1", "2", "3"]
}

task_pools = {
  tasks = { vm_size = "Standard_D8s_v5", max_count = 50 }
  spot  = { vm_size = "Standard_D8s_v5", max_count = 50, spot = true }
  gpu   = { vm_size = "Standard_NC4as_T4_v3", max_count = 4, gpu = true }
}

database = {
  sku_name              = "GP_Standard_D2ds_v5"
  high_availability     = "ZoneRedundant"
  backup_retention_days = 35
}

storage = {
  replication_type = "ZRS"
  soft_delete_days = 30
}

key_vault = {
  purge_protection = true
  soft_delete_days = 90
}

task_roles = {
  task-default  = {}
  task-training = { containers = ["training"] }
}

access = {
  launch     = ["28cc0d89-007a-4d47-a93a-2319260dae3f"]
  deploy     = ["101da1f0-b3b5-4136-a337-8985a1b660d8"]
  administer = ["92c5b56e-e734-4815-8b70-531ede98c09f"]
}

exposure = {
  host             = "metaflow.example.com"
  dns_zone_id      = "/subscriptions/15138a92-7e95-4158-b8ec-2ff92ca7f81a/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/example.com"
  certificate_name = "metaflow"
  issuer_url       = "https://login.microsoftonline.com/fd959e53-4c40-4c38-bf91-2400835a2e22/v2.0"
  client_id        = "750ecefe-89d0-42ba-b265-f8d5e1919913"
  api_audiences    = ["api://metaflow-prod", "750ecefe-89d0-42ba-b265-f8d5e1919913"]
}

container_registry = {
  name                = "crmetaflowprod"
  resource_group_name = "rg-registry"
}

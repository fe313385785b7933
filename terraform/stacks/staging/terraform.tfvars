stack           = "staging"
name_prefix     = "metaflow"
subscription_id = "6d0704c1-9083-4615-a9e8-75b91c9512a9"
location        = "westeurope"

network = {
  address_space   = "10.21.0.0/16"
  cluster_subnet  = "10.21.0.0/20"
  database_subnet = "10.21.16.0/24"
}

task_roles = {
  task-default  = {}
  task-training = { containers = ["training"] }
}

access = {
  launch     = ["7240e2c6-fc52-4355-820d-729bf2538ee0"]
  deploy     = ["5562ef2f-1948-4453-a2db-a7095189368c"]
  administer = ["a8ee261f-c78b-4dbc-92bf-a14fbf4efe7c"]
}

exposure = {
  host             = "metaflow.staging.example.com"
  dns_zone_id      = "/subscriptions/15138a92-7e95-4158-b8ec-2ff92ca7f81a/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/staging.example.com"
  certificate_name = "metaflow"
  issuer_url       = "https://login.microsoftonline.com/fd959e53-4c40-4c38-bf91-2400835a2e22/v2.0"
  client_id        = "3feff186-be9a-4794-97ed-d02275b1d724"
  api_audiences    = ["api://metaflow-staging", "3feff186-be9a-4794-97ed-d02275b1d724"]
}

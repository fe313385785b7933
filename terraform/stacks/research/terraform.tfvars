stack           = "research"
name_prefix     = "metaflow"
subscription_id = "7843ecb2-ae69-4622-94b5-eda970b72371"
location        = "northeurope"

network = {
  address_space   = "10.22.0.0/16"
  cluster_subnet  = "10.22.0.0/20"
  database_subnet = "10.22.16.0/24"
}

task_roles = {
  task-default = {}
  genomics     = { containers = ["genomics"] }
}

access = {
  launch     = ["39615d6e-e62e-446e-a712-7621c5d2400f"]
  deploy     = ["a66974bf-eb54-46f0-be07-3f01bcded1e5"]
  administer = ["25f68e2c-403a-4527-a35e-9c4c013341bf"]
}

exposure = {
  host               = "metaflow.research.example.com"
  dns_zone_id        = "/subscriptions/15138a92-7e95-4158-b8ec-2ff92ca7f81a/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/research.example.com"
  certificate_name   = "metaflow"
  issuer_url         = "https://example.eu.auth0.com/"
  client_id          = "NVWvoQXflyOpOlXW4Sd17oNd7Xkbuxu2"
  client_secret_name = "metaflow-auth0-client-secret"
  api_audiences      = ["https://metaflow.research.example.com/api"]
}

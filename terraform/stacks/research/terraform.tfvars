# Facts of the stack: inputs until the module creates the resources that they come from.
stack               = "research"
tenant_id           = "fd959e53-4c40-4c38-bf91-2400835a2e22"
subscription_id     = "7843ecb2-ae69-4622-94b5-eda970b72371"
location            = "northeurope"
resource_group_name = "rg-metaflow-research"

cluster = {
  name               = "aks-metaflow-research"
  kubernetes_version = "1.34.2"
  oidc_issuer_url    = "https://northeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/1d6bcd4f-ee36-4b51-939c-6dfb369b9210/"
  pod_cidrs          = ["10.244.0.0/16"]
}

namespaces = {
  services = "metaflow"
  jobs     = "metaflow-jobs"
  gateway  = "metaflow-gateway"
}

storage = {
  account_name   = "stmetaflowresearch"
  blob_endpoint  = "https://stmetaflowresearch.blob.core.windows.net/"
  container_name = "metaflow"
  sysroot        = "metaflow/sysroot"
}

database = {
  host                 = "psql-metaflow-research.postgres.database.azure.com"
  port                 = 5432
  name                 = "metaflow"
  user                 = "metaflow"
  password_secret_name = "metaflow-database-password"
  subnet_cidr          = "10.22.16.0/24"
}

key_vault = {
  name = "kv-metaflow-research"
  uri  = "https://kv-metaflow-research.vault.azure.net/"
}

workload_identities = {
  metadata-service = {
    client_id = "e00f8800-6bcf-440a-9b6a-52ef9fd74b35"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "metadata-service"
        issuer    = "https://northeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/1d6bcd4f-ee36-4b51-939c-6dfb369b9210/"
        subject   = "system:serviceaccount:metaflow:metadata-service"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  ui-backend = {
    client_id = "deb7bd0b-de22-48f5-a0b9-d1e3f92b7c13"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "ui-backend"
        issuer    = "https://northeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/1d6bcd4f-ee36-4b51-939c-6dfb369b9210/"
        subject   = "system:serviceaccount:metaflow:ui-backend"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  auth-proxy = {
    client_id = "a3cafd6d-c912-4e4a-9cbe-376bbbdf760b"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "auth-proxy"
        issuer    = "https://northeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/1d6bcd4f-ee36-4b51-939c-6dfb369b9210/"
        subject   = "system:serviceaccount:metaflow:auth-proxy"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  gateway-tls = {
    client_id = "1adc8fb2-2f87-4272-a494-495bb90bba6a"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "gateway-tls"
        issuer    = "https://northeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/1d6bcd4f-ee36-4b51-939c-6dfb369b9210/"
        subject   = "system:serviceaccount:metaflow-gateway:gateway-tls"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  external-dns = {
    client_id = "2f1ab3dd-e41d-4b9e-a1e7-345fefcf061f"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "external-dns"
        issuer    = "https://northeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/1d6bcd4f-ee36-4b51-939c-6dfb369b9210/"
        subject   = "system:serviceaccount:metaflow-gateway:external-dns"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  task-default = {
    client_id = "82ed92a6-0909-4a9f-b55a-ea6005f1d2ee"
    purpose   = "task"
    federated_credentials = [
      {
        name      = "task-default"
        issuer    = "https://northeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/1d6bcd4f-ee36-4b51-939c-6dfb369b9210/"
        subject   = "system:serviceaccount:metaflow-jobs:task-default"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  genomics = {
    client_id = "9a5e8896-6556-4d08-9cd4-10308cd0b1d8"
    purpose   = "task"
    federated_credentials = [
      {
        name      = "genomics"
        issuer    = "https://northeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/1d6bcd4f-ee36-4b51-939c-6dfb369b9210/"
        subject   = "system:serviceaccount:metaflow-jobs:genomics"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }
}

auth = {
  host                  = "metaflow.research.example.com"
  dns_zone_id           = "/subscriptions/15138a92-7e95-4158-b8ec-2ff92ca7f81a/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/research.example.com"
  certificate_uri       = "https://kv-metaflow-research.vault.azure.net/certificates/metaflow"
  issuer_url            = "https://example.eu.auth0.com/"
  client_id             = "NVWvoQXflyOpOlXW4Sd17oNd7Xkbuxu2"
  federated_credentials = []
  cookie_secret_name    = "metaflow-cookie-secret"
  client_secret_name    = "metaflow-auth0-client-secret"
  api_audiences         = ["https://metaflow.research.example.com/api"]
}

access = {
  launch     = ["39615d6e-e62e-446e-a712-7621c5d2400f"]
  deploy     = ["a66974bf-eb54-46f0-be07-3f01bcded1e5"]
  administer = ["25f68e2c-403a-4527-a35e-9c4c013341bf"]
}

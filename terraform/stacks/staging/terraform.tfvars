# Facts of the stack: inputs until the module creates the resources that they come from.
stack               = "staging"
tenant_id           = "fd959e53-4c40-4c38-bf91-2400835a2e22"
subscription_id     = "6d0704c1-9083-4615-a9e8-75b91c9512a9"
location            = "westeurope"
resource_group_name = "rg-metaflow-staging"

cluster = {
  name               = "aks-metaflow-staging"
  kubernetes_version = "1.34.2"
  oidc_issuer_url    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/dd57c8b5-3e43-41fc-b862-e6d7301c0f8b/"
  pod_cidrs          = ["10.244.0.0/16"]
}

namespaces = {
  services = "metaflow"
  jobs     = "metaflow-jobs"
  gateway  = "metaflow-gateway"
}

storage = {
  account_name   = "stmetaflowstaging"
  blob_endpoint  = "https://stmetaflowstaging.blob.core.windows.net/"
  container_name = "metaflow"
  sysroot        = "metaflow/sysroot"
}

database = {
  host                 = "psql-metaflow-staging.postgres.database.azure.com"
  port                 = 5432
  name                 = "metaflow"
  user                 = "metaflow"
  password_secret_name = "metaflow-database-password"
  subnet_cidr          = "10.21.16.0/24"
}

key_vault = {
  name = "kv-metaflow-staging"
  uri  = "https://kv-metaflow-staging.vault.azure.net/"
}

workload_identities = {
  metadata-service = {
    client_id = "ae1337ca-fbb9-46e3-995f-0d3c3d81b5f8"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "metadata-service"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/dd57c8b5-3e43-41fc-b862-e6d7301c0f8b/"
        subject   = "system:serviceaccount:metaflow:metadata-service"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  ui-backend = {
    client_id = "a2ce40d8-361f-4a7d-bbf3-19164ca724fc"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "ui-backend"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/dd57c8b5-3e43-41fc-b862-e6d7301c0f8b/"
        subject   = "system:serviceaccount:metaflow:ui-backend"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  auth-proxy = {
    client_id = "d8f0c0ab-8289-46b9-af17-34be8c4f458f"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "auth-proxy"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/dd57c8b5-3e43-41fc-b862-e6d7301c0f8b/"
        subject   = "system:serviceaccount:metaflow:auth-proxy"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  gateway-tls = {
    client_id = "1ff618b5-5ea5-4b68-8b68-a22d2429bae2"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "gateway-tls"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/dd57c8b5-3e43-41fc-b862-e6d7301c0f8b/"
        subject   = "system:serviceaccount:metaflow-gateway:gateway-tls"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  external-dns = {
    client_id = "3c5ab6d7-9088-4fab-ac6e-9718df7c04dc"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "external-dns"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/dd57c8b5-3e43-41fc-b862-e6d7301c0f8b/"
        subject   = "system:serviceaccount:metaflow-gateway:external-dns"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  task-default = {
    client_id = "eb5d564f-c551-41a1-b779-ac6d74c4abb1"
    purpose   = "task"
    federated_credentials = [
      {
        name      = "task-default"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/dd57c8b5-3e43-41fc-b862-e6d7301c0f8b/"
        subject   = "system:serviceaccount:metaflow-jobs:task-default"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  task-training = {
    client_id = "7d999698-477a-4059-a780-b43b4159344d"
    purpose   = "task"
    federated_credentials = [
      {
        name      = "task-training"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/dd57c8b5-3e43-41fc-b862-e6d7301c0f8b/"
        subject   = "system:serviceaccount:metaflow-jobs:task-training"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }
}

auth = {
  host            = "metaflow.staging.example.com"
  dns_zone_id     = "/subscriptions/15138a92-7e95-4158-b8ec-2ff92ca7f81a/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/staging.example.com"
  certificate_uri = "https://kv-metaflow-staging.vault.azure.net/certificates/metaflow"
  issuer_url      = "https://login.microsoftonline.com/fd959e53-4c40-4c38-bf91-2400835a2e22/v2.0"
  client_id       = "3feff186-be9a-4794-97ed-d02275b1d724"
  federated_credentials = [
    {
      name      = "auth-proxy"
      issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/dd57c8b5-3e43-41fc-b862-e6d7301c0f8b/"
      subject   = "system:serviceaccount:metaflow:auth-proxy"
      audiences = ["api://AzureADTokenExchange"]
    },
  ]
  cookie_secret_name = "metaflow-cookie-secret"
  api_audiences      = ["api://metaflow-staging"]
}

access = {
  launch     = ["7240e2c6-fc52-4355-820d-729bf2538ee0"]
  deploy     = ["5562ef2f-1948-4453-a2db-a7095189368c"]
  administer = ["a8ee261f-c78b-4dbc-92bf-a14fbf4efe7c"]
}

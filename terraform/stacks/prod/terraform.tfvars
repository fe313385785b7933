# Facts of the stack: inputs until the module creates the resources that they come from.
stack               = "prod"
tenant_id           = "fd959e53-4c40-4c38-bf91-2400835a2e22"
subscription_id     = "77bceb8e-90a4-4e64-8659-cb83b3a05665"
location            = "westeurope"
resource_group_name = "rg-metaflow-prod"

cluster = {
  name               = "aks-metaflow-prod"
  kubernetes_version = "1.34.2"
  oidc_issuer_url    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/"
  pod_cidrs          = ["10.244.0.0/16"]
}

namespaces = {
  services = "metaflow"
  jobs     = "metaflow-jobs"
  gateway  = "metaflow-gateway"
}

storage = {
  account_name   = "stmetaflowprod"
  blob_endpoint  = "https://stmetaflowprod.blob.core.windows.net/"
  container_name = "metaflow"
  sysroot        = "metaflow/sysroot"
}

database = {
  host                 = "psql-metaflow-prod.postgres.database.azure.com"
  port                 = 5432
  name                 = "metaflow"
  user                 = "metaflow"
  password_secret_name = "metaflow-database-password"
  subnet_cidr          = "10.20.16.0/24"
}

key_vault = {
  name = "kv-metaflow-prod"
  uri  = "https://kv-metaflow-prod.vault.azure.net/"
}

workload_identities = {
  metadata-service = {
    client_id = "7765194f-7167-45ce-b529-0ecda0de3458"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "metadata-service"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/"
        subject   = "system:serviceaccount:metaflow:metadata-service"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  ui-backend = {
    client_id = "a738f4eb-d104-4b41-90a6-1ce4fad1aded"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "ui-backend"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/"
        subject   = "system:serviceaccount:metaflow:ui-backend"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  auth-proxy = {
    client_id = "f9f19e51-15c4-4861-bfb3-c4813ae9e1ff"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "auth-proxy"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/"
        subject   = "system:serviceaccount:metaflow:auth-proxy"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  gateway-tls = {
    client_id = "cf2d36bb-c9ac-4f0c-8e2b-1286c9d4c5f9"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "gateway-tls"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/"
        subject   = "system:serviceaccount:metaflow-gateway:gateway-tls"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  external-dns = {
    client_id = "dda58b57-f331-48ea-b97b-8f5581d5232b"
    purpose   = "service"
    federated_credentials = [
      {
        name      = "external-dns"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/"
        subject   = "system:serviceaccount:metaflow-gateway:external-dns"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  task-default = {
    client_id = "da9269f5-b0b2-4555-a490-6b28126c2b41"
    purpose   = "task"
    federated_credentials = [
      {
        name      = "task-default"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/"
        subject   = "system:serviceaccount:metaflow-jobs:task-default"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }

  task-training = {
    client_id = "1b1ec154-b2e4-4332-a2e2-9ddefa98ebf8"
    purpose   = "task"
    federated_credentials = [
      {
        name      = "task-training"
        issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/"
        subject   = "system:serviceaccount:metaflow-jobs:task-training"
        audiences = ["api://AzureADTokenExchange"]
      },
    ]
  }
}

auth = {
  host            = "metaflow.example.com"
  dns_zone_id     = "/subscriptions/15138a92-7e95-4158-b8ec-2ff92ca7f81a/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/example.com"
  certificate_uri = "https://kv-metaflow-prod.vault.azure.net/certificates/metaflow"
  issuer_url      = "https://login.microsoftonline.com/fd959e53-4c40-4c38-bf91-2400835a2e22/v2.0"
  client_id       = "750ecefe-89d0-42ba-b265-f8d5e1919913"
  federated_credentials = [
    {
      name      = "auth-proxy"
      issuer    = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/"
      subject   = "system:serviceaccount:metaflow:auth-proxy"
      audiences = ["api://AzureADTokenExchange"]
    },
  ]
  cookie_secret_name = "metaflow-cookie-secret"
  api_audiences      = ["api://metaflow-prod"]
}

access = {
  launch     = ["28cc0d89-007a-4d47-a93a-2319260dae3f"]
  deploy     = ["101da1f0-b3b5-4136-a337-8985a1b660d8"]
  administer = ["92c5b56e-e734-4815-8b70-531ede98c09f"]
}

image_registry = "crmetaflowprod.azurecr.io"

locals {
  # An Entra application trusts the auth proxy's service account; other issuers give it a client secret.
  entra_application = local.exposed && startswith(try(var.exposure.issuer_url, ""), "https://login.microsoftonline.com/")

  # Without a client id there is nothing yet that people could log in with, and so no output.
  auth = try(var.exposure.client_id, null) == null ? null : {
    host            = var.exposure.host
    dns_zone_id     = var.exposure.dns_zone_id
    certificate_uri = var.exposure.certificate_name == null ? null : "${module.vault.uri}certificates/${var.exposure.certificate_name}"
    issuer_url      = var.exposure.issuer_url
    client_id       = var.exposure.client_id
    federated_credentials = !local.entra_application ? [] : [
      for name, issuer in local.issuers : {
        name      = name == "" ? "auth-proxy" : "auth-proxy-${name}"
        issuer    = issuer
        subject   = "system:serviceaccount:${var.namespaces.services}:auth-proxy"
        audiences = ["api://AzureADTokenExchange"]
      }
    ]
    cookie_secret_name = module.vault.cookie_secret.name
    client_secret_name = var.exposure.client_secret_name
    api_audiences      = var.exposure.api_audiences
  }
}

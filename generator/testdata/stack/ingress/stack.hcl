# Any OpenID Connect issuer, on an Ingress class of the cluster's own.

default_task_role = "task-default"

expose {
  provider           = "oidc"
  ingress_class      = "haproxy"
  ingress_namespace  = "haproxy-controller"
  ingress_tls_secret = "metaflow-tls"
  allowed_groups     = ["data-science"]
  email_domains      = ["example.org", "partner.example.com"]

  program "ci" {
    issuer   = "https://token.ci.example.com"
    audience = "https://${output.auth.host}/api"
  }

  program "scheduler" {
    issuer   = "https://id.example.org/realms/machines"
    audience = "metaflow-scheduler"
  }
}

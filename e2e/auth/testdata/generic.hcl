# A stack behind an Ingress, whose people and programs come from an issuer that
# is neither Entra ID nor Auth0.

engine            = "argo-cd"
default_task_role = "task-default"

sync {
  repository = "https://git.example.com/platform/metaflow-gitops"
}

expose {
  provider           = "oidc"
  email_domains      = ["example.com"]
  ingress_class      = "haproxy"
  ingress_namespace  = "ingress"
  ingress_tls_secret = "metaflow-tls"

  program "ci" {
    issuer   = "https://token.ci.example.com"
    audience = "metaflow"
  }

  program "cd" {
    issuer   = "https://token.cd.example.com/tenant/"
    audience = "metaflow"
  }
}

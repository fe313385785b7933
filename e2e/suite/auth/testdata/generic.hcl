# A stack behind an Ingress, whose people and programs come from an issuer that
# is neither Entra ID nor Auth0, and whose sessions are in a Redis.

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

  redis {
    url                  = "rediss://sessions.example.com:10000"
    password_secret_name = "metaflow-redis-password"
    ranges               = ["10.22.18.4/32"]
  }

  program "ci" {
    issuer   = "https://token.ci.example.com"
    audience = "metaflow"
  }

  program "cd" {
    issuer   = "https://token.cd.example.com/tenant/"
    audience = "metaflow"
  }
}

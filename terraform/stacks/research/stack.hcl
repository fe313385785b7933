# What delivery needs to know about this stack. Every argument is explained in
# docs/stack-hcl.md; what is not said here has a default.

engine            = "argo-cd"
default_task_role = "task-default"

sync {
  repository = "https://git.example.com/platform/metaflow-gitops"
}

components = ["base/components/ui-websockets-off"]

expose {
  provider       = "auth0"
  allowed_groups = ["metaflow-research"]
  groups_claim   = "https://${output.auth.host}/groups"

  program "ci" {
    issuer   = "https://token.ci.example.com"
    audience = "https://${output.auth.host}/api"
  }
}

task_role_group "everybody" {
  groups     = concat(output.access.launch, output.access.deploy)
  task_roles = ["task-default"]
}

task_role_group "genomics" {
  groups     = output.access.deploy
  task_roles = ["genomics"]
}

argo_workflows {}

jobs {
  node_selector = ["metaflow.example.com/pool=tasks"]
}

# What delivery needs to know about this stack. Every argument is explained in
# docs/stack-hcl.md; what is not said here has a default.

engine            = "flux"
default_task_role = "task-default"

service "metadata-service" {
  replicas = 1
}

service "ui-static" {
  replicas = 1
}

service "auth-proxy" {
  replicas = 1
}

expose {
  provider       = "entra-id"
  allowed_groups = output.access.launch
}

jobs {
  node_selector = ["metaflow.example.com/pool=tasks"]
}

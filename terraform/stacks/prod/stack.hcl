# What delivery needs to know about this stack. Every argument is explained in
# docs/stack-hcl.md; what is not said here has a default.

engine            = "flux"
default_task_role = "task-default"

service "metadata-service" {
  replicas = 2
}

service "ui-static" {
  replicas = 2
}

service "auth-proxy" {
  replicas = 2
}

expose {
  provider       = "entra-id"
  allowed_groups = output.access.launch
}

jobs {
  node_selector = ["metaflow.example.com/pool=tasks"]
  quota_pods    = 400
  quota_gpus    = 4
}

task_role_group "everybody" {
  groups     = concat(values(output.access)...)
  task_roles = [for name, identity in output.workload_identities : name if identity.purpose == "task"]
}

argo_workflows {}

argo_events {}

components = ["base/components/nvidia-device-plugin"] # for the pool with GPUs

variable "cluster_id" {
  description = "Resource id of the cluster that Flux is installed in."
  type        = string
}

variable "cluster_name" {
  description = "Name of the cluster, which is its folder under clusters/ in the repository."
  type        = string
}

variable "flux" {
  description = "The repository to sync, as the root module's variable of that name has it."
  type = object({
    url                  = string
    branch               = string
    local_auth_reference = string
    provider             = string
  })
}

variable "principal_ids" {
  description = "Object ids of the workload identities, by name of their service account."
  type        = map(string)
}

variable "secret_ids" {
  description = "Resource ids of the Key Vault secrets that an identity reads, by name of its service account and then by a name of the secret."
  type        = map(map(string))
}

variable "container_id" {
  description = "Resource id of the container that holds Metaflow's datastore."
  type        = string
}

variable "further_containers" {
  description = "Names of the further containers that a task role may write to, by name of the role. Each role is here, if only with an empty list."
  type        = map(list(string))
}

variable "further_container_ids" {
  description = "Resource ids of the further containers, by name."
  type        = map(string)
}

variable "dns_zone_id" {
  description = "Resource id of the DNS zone in which the stack's host is published; null when nothing publishes it."
  type        = string
}

variable "pull_images" {
  description = "Whether the cluster pulls its images from a registry that it needs a role for."
  type        = bool
}

variable "registry_id" {
  description = "Resource id of the container registry; null when there is none."
  type        = string
}

variable "kubelet_object_id" {
  description = "Object id of the identity that pulls images."
  type        = string
}

variable "group_ids" {
  description = "Object ids of the Entra groups of people and CI."
  type        = set(string)
}

variable "cluster_id" {
  description = "Resource id of the cluster."
  type        = string
}

variable "name" {
  description = "Name of the cluster."
  type        = string
}

variable "resource_group_name" {
  description = "Name of the resource group that holds the cluster."
  type        = string
}

variable "subscription_id" {
  description = "Id of the Azure subscription that the cluster is in."
  type        = string
}

variable "pod_cidrs" {
  description = "Address ranges of the pods, where the cluster has no range for them alone; null for what AKS says."
  type        = list(string)
}

variable "network_policy" {
  description = "Engine for network policies, where AKS does not know of it; null for what AKS says."
  type        = string
}

variable "local_dns" {
  description = "Whether the cluster resolves names on its nodes; null when nobody has said."
  type        = bool
}

variable "name" {
  description = "Name of the cluster."
  type        = string
}

variable "resource_group_name" {
  description = "Name of the resource group that holds the cluster."
  type        = string
}

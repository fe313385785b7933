variable "name" {
  description = "Name that everything is named after: prefix and stack."
  type        = string
}

variable "resource_group_name" {
  description = "Name of the stack's resource group."
  type        = string
}

variable "location" {
  description = "Azure region of the stack by its short name."
  type        = string
}

variable "monitoring" {
  description = "What is kept, as the root module's variable of that name has it."
  type = object({
    logs           = bool
    retention_days = number
    prometheus     = bool
  })
}

variable "cluster_id" {
  description = "Resource id of the cluster whose metrics are collected."
  type        = string
}

variable "sources" {
  description = "What has logs of its own, by a name: its resource id, and the categories of logs that are kept."
  type        = map(object({ id = string, logs = list(string) }))
}

variable "tags" {
  description = "Tags of every resource that can have some."
  type        = map(string)
}

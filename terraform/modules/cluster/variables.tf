variable "name" {
  description = "Name that the cluster is named after: prefix and stack."
  type        = string
}

variable "resource_group_name" {
  description = "Name of the resource group that holds the cluster."
  type        = string
}

variable "location" {
  description = "Azure region of the cluster by its short name."
  type        = string
}

variable "subscription_id" {
  description = "Id of the Azure subscription that the cluster is in."
  type        = string
}

variable "tenant_id" {
  description = "Id of the Microsoft Entra tenant whose people may log in to the cluster."
  type        = string
}

variable "subnet_id" {
  description = "Resource id of the subnet that the nodes are in."
  type        = string
}

variable "pod_cidr" {
  description = "Address range of the pods in CIDR notation."
  type        = string
}

variable "service_cidr" {
  description = "Address range of the Kubernetes Services in CIDR notation."
  type        = string
}

variable "kubernetes" {
  description = "Settings of the cluster, as the root module's variable of that name has them."
  type = object({
    version              = string
    support_plan         = string
    auto_upgrade_channel = string
    sku_tier             = string
    admin_group_ids      = list(string)
    authorized_ranges    = list(string)
  })
}

variable "system_pool" {
  description = "The nodes that run Kubernetes itself and Metaflow's services, as the root module's variable of that name has them."
  type = object({
    vm_size   = string
    min_count = number
    max_count = number
    zones     = list(string)
    dedicated = bool
  })
}

variable "maintenance" {
  description = "When Azure may upgrade, as the root module's variable of that name has it."
  type = object({
    weekday         = string
    start           = string
    hours           = number
    node_os_channel = string
    drain_minutes   = number
  })
}

variable "prometheus" {
  description = "Whether the cluster runs the agent of Azure Monitor that collects metrics."
  type        = bool
}

variable "task_pools" {
  description = "The nodes that run tasks, by name of the pool, as the root module's variable of that name has them."
  type = map(object({
    vm_size   = string
    min_count = number
    max_count = number
    zones     = list(string)
    spot      = bool
    gpu       = bool
    labels    = map(string)
    taints    = list(string)
  }))
}

variable "tags" {
  description = "Tags of every resource that can have some."
  type        = map(string)
}

variable "kubernetes" {
  description = "The cluster that the stack creates: version as MAJOR.MINOR, support_plan (KubernetesOfficial, or AKSLongTermSupport for a year more of each version, with sku_tier Premium only), auto_upgrade_channel (patch, stable or rapid, with which Azure upgrades the cluster and Terraform no more; null for none), sku_tier (Free, or Standard with an uptime guarantee for about 70 USD a month) and admin_group_ids, the Entra groups that may do everything in it, by object id; without them access.administer."
  type = object({
    version              = optional(string, "1.36")
    support_plan         = optional(string, "KubernetesOfficial")
    auto_upgrade_channel = optional(string)
    sku_tier             = optional(string, "Free")
    admin_group_ids      = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^1\\.[0-9]{2}(\\.[0-9]+)?$", var.kubernetes.version))
    error_message = "kubernetes.version must be MAJOR.MINOR or MAJOR.MINOR.PATCH, such as 1.36."
  }

  validation {
    condition     = contains(["KubernetesOfficial", "AKSLongTermSupport"], var.kubernetes.support_plan)
    error_message = "kubernetes.support_plan must be KubernetesOfficial or AKSLongTermSupport."
  }

  validation {
    condition     = var.kubernetes.support_plan != "AKSLongTermSupport" || var.kubernetes.sku_tier == "Premium"
    error_message = "Long-term support is of the tier Premium only: set kubernetes.sku_tier to Premium too."
  }

  validation {
    condition     = var.kubernetes.auto_upgrade_channel == null || contains(["patch", "stable", "rapid"], coalesce(var.kubernetes.auto_upgrade_channel, "patch"))
    error_message = "kubernetes.auto_upgrade_channel must be patch, stable or rapid; null for none."
  }

  validation {
    condition     = contains(["Free", "Standard", "Premium"], var.kubernetes.sku_tier)
    error_message = "kubernetes.sku_tier must be Free, Standard or Premium."
  }

  validation {
    condition     = alltrue([for id in var.kubernetes.admin_group_ids : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))])
    error_message = "kubernetes.admin_group_ids are object ids of groups, UUIDs in lower case: az ad group show --query id."
  }

  validation {
    condition     = var.existing_cluster != null || length(concat(var.kubernetes.admin_group_ids, try(var.access.administer, []))) > 0
    error_message = "Nobody could administer the cluster, as it has no local accounts. Name an Entra group in access.administer or in kubernetes.admin_group_ids."
  }
}

variable "system_pool" {
  description = "Nodes that run Kubernetes itself and Metaflow's services: vm_size, min_count and max_count of the autoscaler, and zones. Another vm_size or zones replaces the nodes, by way of a pool that is there for so long. Two Standard_D2s_v5 cost about 170 USD a month; they run always."
  type = object({
    vm_size   = optional(string, "Standard_D2s_v5")
    min_count = optional(number, 2)
    max_count = optional(number, 4)
    zones     = optional(list(string))
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.system_pool.min_count >= 1 && var.system_pool.min_count <= var.system_pool.max_count && var.system_pool.max_count <= 1000
    error_message = "system_pool needs one node at least, and counts with 1 <= min_count <= max_count <= 1000."
  }
}

variable "task_pools" {
  description = "Nodes that run tasks, by name of the pool: vm_size, min_count and max_count of the autoscaler, zones, spot for nodes that Azure may take back (cheap, tainted), gpu for nodes with a graphics processor (tainted sku=gpu), and further labels and taints. Another vm_size or zones, spot or gpu replaces the pool's nodes, and ends what runs on them. With min_count 0 a pool without tasks costs nothing."
  type = map(object({
    vm_size   = string
    min_count = optional(number, 0)
    max_count = optional(number, 10)
    zones     = optional(list(string))
    spot      = optional(bool, false)
    gpu       = optional(bool, false)
    labels    = optional(map(string), {})
    taints    = optional(list(string), [])
  }))
  default  = { tasks = { vm_size = "Standard_D4s_v5" } }
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.task_pools) : can(regex("^[a-z][a-z0-9]{0,11}$", name)) && name != "system"])
    error_message = "The name of a task pool has 12 lower-case letters and digits at most, begins with a letter, and is not system."
  }

  validation {
    condition     = alltrue([for pool in values(var.task_pools) : pool.min_count >= 0 && pool.min_count <= pool.max_count && pool.max_count >= 1 && pool.max_count <= 1000])
    error_message = "Counts of a task pool must be 0 <= min_count <= max_count <= 1000, and max_count 1 at least."
  }

  validation {
    condition     = alltrue(flatten([for pool in values(var.task_pools) : [for key in concat(keys(pool.labels), [for taint in pool.taints : split("=", split(":", taint)[0])[0]]) : !can(regex("^([^/]+[.])?kubernetes[.](azure[.]com|io)/", key))]]))
    error_message = "Labels and taints under kubernetes.azure.com/ and kubernetes.io/ are those of AKS and of Kubernetes; spot sets its own."
  }

  validation {
    condition     = alltrue(flatten([for pool in concat([var.system_pool], values(var.task_pools)) : [for zone in coalesce(pool.zones, []) : contains(["1", "2", "3"], zone)]]))
    error_message = "Zones of system_pool and of task_pools are \"1\", \"2\" and \"3\"."
  }

  validation {
    condition     = alltrue(flatten([for pool in values(var.task_pools) : [for taint in pool.taints : can(regex("^[^=:]+(=[^=:]*)?:(NoSchedule|PreferNoSchedule|NoExecute)$", taint))]]))
    error_message = "A taint is KEY=VALUE:EFFECT, with NoSchedule, PreferNoSchedule or NoExecute as its effect."
  }
}

variable "existing_cluster" {
  description = "A cluster to use in place of one of the stack's own, which leaves kubernetes, system_pool and task_pools without effect, and destroys a cluster of the stack's own (docs/terraform.md has the way around it): its name, resource_group_name, and virtual_network_id, the resource id of the network that its nodes are in and that is peered with the database's. It must be in the stack's subscription. Say local_dns = true where its nodes resolve names (AKS Automatic does that), network_policy where you installed an engine that AKS does not know of, and pod_cidrs, the subnet of its pods, where its network is no overlay. docs/terraform.md lists what such a cluster needs."
  type = object({
    name                = string
    resource_group_name = string
    virtual_network_id  = string
    pod_cidrs           = optional(list(string))
    local_dns           = optional(bool)
    network_policy      = optional(string)
  })
  default = null

  validation {
    condition     = var.existing_cluster == null || can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Network/virtualNetworks/[^/]+$", var.existing_cluster.virtual_network_id))
    error_message = "existing_cluster.virtual_network_id must be the resource id of a virtual network: az network vnet show --query id."
  }

  validation {
    condition     = alltrue([for range in coalesce(try(var.existing_cluster.pod_cidrs, null), []) : try(cidrsubnet(range, 0, 0) == range, false)])
    error_message = "existing_cluster.pod_cidrs must be ranges in CIDR notation that begin with their first address, such as 10.244.0.0/16."
  }

  validation {
    condition     = try(var.existing_cluster.network_policy, null) == null || contains(["azure", "calico", "cilium"], coalesce(try(var.existing_cluster.network_policy, null), "cilium"))
    error_message = "existing_cluster.network_policy must be azure, calico or cilium; leave it out where AKS knows it."
  }
}

variable "flux" {
  description = "Repository that AKS's Flux extension syncs, and with it the preset aks-flux-extension in stack.hcl: url and branch, and for a private repository either local_auth_reference, the name of a Secret in namespace cluster-config that you create, or provider Azure for the cluster's own identity. Null installs no Flux. Credentials in the URL are refused, since it is in the state."
  type = object({
    url                  = string
    branch               = optional(string, "main")
    local_auth_reference = optional(string)
    provider             = optional(string)
  })
  default = null

  validation {
    condition     = var.flux == null || can(regex("^(https://[^@]+|ssh://[^:@]+@[^:@]+(:[0-9]+)?/.*|ssh://[^@]+)$", var.flux.url))
    error_message = "flux.url must be an https or ssh URL without a password."
  }

  validation {
    condition     = try(var.flux.provider, null) == null || contains(["Azure", "Generic"], coalesce(try(var.flux.provider, null), "Generic"))
    error_message = "flux.provider must be Azure or Generic."
  }
}

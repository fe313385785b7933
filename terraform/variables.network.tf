variable "network" {
  description = "Address ranges in CIDR notation: address_space of the virtual network, cluster_subnet and database_subnet in it, and outside of it pod_cidr and service_cidr, which only the cluster knows. Another pod_cidr or service_cidr replaces the cluster; subnets can't be changed while there is something in them."
  type = object({
    address_space   = optional(string, "10.20.0.0/16")
    cluster_subnet  = optional(string, "10.20.0.0/20")
    database_subnet = optional(string, "10.20.16.0/24")
    pod_cidr        = optional(string, "10.244.0.0/16")
    service_cidr    = optional(string, "10.0.0.0/16")
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for range in values(var.network) : can(regex("^[0-9.]+/[0-9]+$", range)) && try(cidrsubnet(range, 0, 0) == range, false)])
    error_message = "Each range of network must be IPv4 in CIDR notation and begin with its first address, such as 10.20.0.0/16."
  }

  # Two ranges overlap when they are the same after both are cut to the shorter prefix.
  validation {
    condition = try(alltrue([
      for pair in [
        [var.network.cluster_subnet, var.network.database_subnet],
        [var.network.address_space, var.network.pod_cidr],
        [var.network.address_space, var.network.service_cidr],
        [var.network.pod_cidr, var.network.service_cidr],
      ] :
      length(distinct([
        for range in pair : cidrhost("${split("/", range)[0]}/${min([for other in pair : tonumber(split("/", other)[1])]...)}", 0)
      ])) == 2
    ]), true)
    error_message = "Ranges of network overlap. cluster_subnet and database_subnet must be apart, and so must address_space, pod_cidr and service_cidr."
  }

  validation {
    condition = try(alltrue([
      for subnet in [var.network.cluster_subnet, var.network.database_subnet] :
      tonumber(split("/", subnet)[1]) >= tonumber(split("/", var.network.address_space)[1]) &&
      cidrhost("${split("/", subnet)[0]}/${split("/", var.network.address_space)[1]}", 0) == cidrhost(var.network.address_space, 0)
    ]), true)
    error_message = "cluster_subnet and database_subnet must lie in address_space."
  }

  # https://learn.microsoft.com/azure/aks/concepts-network-cni-overview, "AKS CNI networking prerequisites".
  validation {
    condition = try(alltrue([
      for pair in setproduct(values(var.network), ["169.254.0.0/16", "192.0.2.0/24", "172.30.0.0/16", "172.31.0.0/16"]) :
      length(distinct([
        for range in pair : cidrhost("${split("/", range)[0]}/${min([for other in pair : tonumber(split("/", other)[1])]...)}", 0)
      ])) == 2
    ]), true)
    error_message = "Ranges of network overlap what AKS keeps for itself: 169.254.0.0/16, 192.0.2.0/24, 172.30.0.0/16 and 172.31.0.0/16."
  }

  validation {
    condition     = try(tonumber(split("/", var.network.service_cidr)[1]) > 12 && tonumber(split("/", var.network.service_cidr)[1]) <= 28, true)
    error_message = "service_cidr must be smaller than /12, and have 16 addresses or more (/28), as the tenth is the DNS service's."
  }

  # Each node has a /24 of the pods' range.
  validation {
    condition     = try(tonumber(split("/", var.network.pod_cidr)[1]) <= 24 && pow(2, 24 - tonumber(split("/", var.network.pod_cidr)[1])) >= var.system_pool.max_count + sum(concat([0], [for pool in values(var.task_pools) : pool.max_count])), true) || var.existing_cluster != null
    error_message = "pod_cidr is too small for the nodes of system_pool and task_pools: each takes a /24, so a /16 is enough for 256."
  }

  validation {
    condition     = try(tonumber(split("/", var.network.database_subnet)[1]) <= 28, true)
    error_message = "database_subnet must have 16 addresses or more (/28), the least that a flexible server takes."
  }
}

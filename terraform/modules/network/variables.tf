variable "name" {
  description = "Name that the network's resources are named after: prefix and stack."
  type        = string
}

variable "resource_group_name" {
  description = "Name of the resource group that holds the network."
  type        = string
}

variable "location" {
  description = "Azure region of the network by its short name."
  type        = string
}

variable "network" {
  description = "Address ranges in CIDR notation: address_space of the network, cluster_subnet and database_subnet in it."
  type = object({
    address_space   = string
    cluster_subnet  = string
    database_subnet = string
  })
}

variable "peer_network_id" {
  description = "Resource id of the network of an existing cluster, to be peered with; null when the stack has a cluster of its own."
  type        = string
}

variable "tags" {
  description = "Tags of every resource that can have some."
  type        = map(string)
}

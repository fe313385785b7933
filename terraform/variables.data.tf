variable "storage" {
  description = "Storage of Metaflow's datastore: replication_type (LRS is the cheapest; ZRS survives a zone for about a quarter more), container_name and the prefix in it, which together are Metaflow's sysroot, and soft_delete_days for which deleted blobs can be brought back, and cost. Another container_name replaces the container, and a step between zones and none (LRS, GRS, RAGRS; ZRS, GZRS, RAGZRS) the account: the data is gone, and so the plan refuses it."
  type = object({
    replication_type = optional(string, "LRS")
    container_name   = optional(string, "metaflow")
    prefix           = optional(string, "sysroot")
    soft_delete_days = optional(number, 7)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["LRS", "ZRS", "GRS", "RAGRS", "GZRS", "RAGZRS"], var.storage.replication_type)
    error_message = "storage.replication_type must be LRS, ZRS, GRS, RAGRS, GZRS or RAGZRS."
  }

  validation {
    condition     = can(regex("^[a-z0-9](-?[a-z0-9])+$", var.storage.container_name)) && length(var.storage.container_name) >= 3 && length(var.storage.container_name) <= 63
    error_message = "storage.container_name must be 3 to 63 lower-case letters, digits and single hyphens."
  }

  # Metaflow would make blobs of other slashes that nobody finds again.
  validation {
    condition     = can(regex("^[^/\\s$]+(/[^/\\s$]+)*$", var.storage.prefix))
    error_message = "storage.prefix must be a path without leading, trailing or double slash, space or dollar sign."
  }

  validation {
    condition     = var.storage.soft_delete_days >= 1 && var.storage.soft_delete_days <= 365
    error_message = "storage.soft_delete_days must be from 1 to 365."
  }
}

variable "database" {
  description = "PostgreSQL flexible server of the metadata service: version, sku_name (B_Standard_B1ms costs about 15 USD a month, GP_Standard_D2ds_v5 about 130), storage_mb (null for the server's own: 32768 at first, and Azure grows it; a size of yours grows it too, and can't be smaller than the server's), backup_retention_days, geo_redundant_backup, high_availability (SameZone or ZoneRedundant, which doubles the cost; null for none), and name and user of the database. Another geo_redundant_backup or user, or an older version, replaces the server, and another name the database: the data is gone, and so the plan refuses it."
  type = object({
    version               = optional(string, "18")
    sku_name              = optional(string, "B_Standard_B1ms")
    storage_mb            = optional(number)
    backup_retention_days = optional(number, 7)
    geo_redundant_backup  = optional(bool, false)
    high_availability     = optional(string)
    name                  = optional(string, "metaflow")
    user                  = optional(string, "metaflow")
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^(B|GP|MO)_Standard_[A-Za-z0-9_]+$", var.database.sku_name))
    error_message = "database.sku_name must be B_, GP_ or MO_ and the name of a virtual machine, such as B_Standard_B1ms."
  }

  validation {
    condition     = var.database.storage_mb == null || contains([32768, 65536, 131072, 262144, 524288, 1048576, 2097152, 4193280, 4194304, 8388608, 16777216, 33553408], coalesce(var.database.storage_mb, 32768))
    error_message = "database.storage_mb must be a size that Azure has: 32768, 65536, 131072 and so on, each the double of the one before; null for the server's own."
  }

  validation {
    condition     = var.database.high_availability == null || contains(["SameZone", "ZoneRedundant"], coalesce(var.database.high_availability, "SameZone"))
    error_message = "database.high_availability must be SameZone or ZoneRedundant."
  }

  validation {
    condition     = var.database.high_availability == null || !startswith(var.database.sku_name, "B_")
    error_message = "Burstable servers (B_) can't be highly available. Choose a GP_ or MO_ database.sku_name."
  }

  validation {
    condition     = var.database.backup_retention_days >= 7 && var.database.backup_retention_days <= 35
    error_message = "database.backup_retention_days must be from 7 to 35."
  }

  validation {
    condition     = alltrue([for name in [var.database.name, var.database.user] : can(regex("^[A-Za-z_][A-Za-z0-9_]{0,62}$", name))])
    error_message = "Name and user of the database must be 1 to 63 letters, digits and underscores, and not begin with a digit."
  }

  validation {
    condition     = !contains(["azure_superuser", "azure_pg_admin", "admin", "administrator", "root", "guest", "public"], var.database.user) && !startswith(var.database.user, "pg_")
    error_message = "Azure keeps the database user ${var.database.user} for itself."
  }

  validation {
    condition     = !contains(["postgres", "azure_maintenance", "azure_sys", "template0", "template1"], var.database.name)
    error_message = "The server brings the database ${var.database.name} itself. Give Metaflow's another name."
  }
}

variable "key_vault" {
  description = "Key Vault of the stack's secrets: soft_delete_days for which the deleted vault and its secrets can be brought back and its name is taken, which can't be changed later, and purge_protection, which nobody can turn off again."
  type = object({
    purge_protection = optional(bool, false)
    soft_delete_days = optional(number, 7)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.key_vault.soft_delete_days >= 7 && var.key_vault.soft_delete_days <= 90
    error_message = "key_vault.soft_delete_days must be from 7 to 90."
  }
}

variable "database_password_version" {
  description = "Number of the database password. Raise it by one to get a new password; docs/terraform.md says what else a rotation needs."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.database_password_version >= 1 && floor(var.database_password_version) == var.database_password_version
    error_message = "database_password_version must be a whole number, 1 or more."
  }
}

variable "cookie_secret_version" {
  description = "Number of the auth proxy's cookie secret. Raise it by one to get a new one, which logs everybody out."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.cookie_secret_version >= 1 && floor(var.cookie_secret_version) == var.cookie_secret_version
    error_message = "cookie_secret_version must be a whole number, 1 or more."
  }
}

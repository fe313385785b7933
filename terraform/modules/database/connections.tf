# How many connections a server's users may have at once, by its memory: 15 of the server's own are for replication and
# monitoring. From learn.microsoft.com/azure/postgresql/flexible-server/concepts-limits, read on 2026-11-29.
locals {
  sku = regex("^(?P<tier>B|GP|MO)_Standard_(?P<family>[A-Za-z]+)(?P<cores>[0-9]+)(?P<rest>.*)$", var.database.sku_name)

  burstable_gib = { B1ms = 2, B2s = 4, B2ms = 8, B4ms = 16, B8ms = 32, B12ms = 48, B16ms = 64, B20ms = 80 }
  gib = (local.sku.tier == "B"
    ? lookup(local.burstable_gib, "${local.sku.family}${local.sku.cores}${local.sku.rest}", null)
    : tonumber(local.sku.cores) * (local.sku.tier == "GP" ? 4 : 8)
  )
  max_connections = (local.gib == null
    ? null
    : (local.gib == 2 ? 50 : min(5000, floor(local.gib * 107.42))) - 15
  )
}

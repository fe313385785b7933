# The table is the only one: the generator reads it too. A version is compared with the date of the table and never
# with the clock, so that the same input has the same plan tomorrow.
locals {
  table = jsondecode(file("${path.module}/kubernetes-versions.json"))
  minor = join(".", slice(split(".", var.kubernetes_version), 0, 2))

  # A version older than the table has ended; of a newer one it knows nothing.
  oldest  = min([for minor in keys(local.table.versions) : tonumber(split(".", minor)[1])]...)
  unknown = { ends = null, lts_ends = null }
  ends    = lookup(local.table.versions, local.minor, local.unknown)[var.support_plan == "AKSLongTermSupport" ? "lts_ends" : "ends"]
}

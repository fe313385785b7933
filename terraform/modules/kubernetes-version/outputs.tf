output "ended" {
  description = "Whether the support of the version had ended at the date of the table."
  value       = local.ends == null ? tonumber(split(".", local.minor)[1]) < local.oldest : timecmp("${local.ends}T23:59:59Z", "${local.table.date}T00:00:00Z") < 0
}

output "explanation" {
  description = "What the table says of the version, for a message, and which versions are supported."
  value = join(" ", [
    "AKS's support of Kubernetes ${local.minor} ended ${local.ends == null ? "before those of the table" : "on ${local.ends}"}, by the table of ${local.table.date}.",
    "Supported are ${join(", ", sort([for minor, version in local.table.versions : minor if timecmp("${version.ends}T23:59:59Z", "${local.table.date}T00:00:00Z") >= 0]))}.",
  ])
}

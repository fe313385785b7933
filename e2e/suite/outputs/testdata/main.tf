# A root module with the outputs of the contract and some that are secret. It
# needs no provider but Terraform's own, so it is really applied in tests.

resource "terraform_data" "stack" {
  input = jsondecode(file("${path.module}/facts/${terraform.workspace}.json")).outputs
}

locals {
  facts = terraform_data.stack.output
}

output "contract_version" {
  value = local.facts.contract_version.value
}

output "stack" {
  value = local.facts.stack.value
}

output "tenant_id" {
  value = local.facts.tenant_id.value
}

output "subscription_id" {
  value = local.facts.subscription_id.value
}

output "location" {
  value = local.facts.location.value
}

output "resource_group_name" {
  value = local.facts.resource_group_name.value
}

output "cluster" {
  value = local.facts.cluster.value
}

output "namespaces" {
  value = local.facts.namespaces.value
}

output "storage" {
  value = local.facts.storage.value
}

output "database" {
  value = local.facts.database.value
}

output "key_vault" {
  value = local.facts.key_vault.value
}

output "workload_identities" {
  value = local.facts.workload_identities.value
}

output "auth" {
  value = try(local.facts.auth.value, null)
}

output "access" {
  value = try(local.facts.access.value, null)
}

output "image_registry" {
  value = try(local.facts.image_registry.value, null)
}

output "big" {
  value = 12345678901234567890
}

output "admin" {
  sensitive = true
  value = {
    user     = "administrator-of-${terraform.workspace}"
    password = "correct-horse-battery-${terraform.workspace}"
    tokens   = ["first-token-of-${terraform.workspace}"]
  }
}

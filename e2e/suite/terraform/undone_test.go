package terraform

import (
	"slices"
	"strings"
)

// undone are the fixes of what an apply on Azure found, each with what happens
// without it.
var undone = []undo{
	{
		name: "resource providers are registered", fresh: true,
		out: func(s *site) {
			s.edit("main.tf", `(?s)\n  resource_providers_to_register = distinct\(.*?\n  \)\)\n`, "\n")
		},
		run: func(s *site) { s.refused("MissingSubscriptionRegistration", "apply", "-auto-approve") },
	},
	{
		name: "the default version has not ended", fresh: true,
		out: func(s *site) {
			s.edit("variables.cluster.tf", `optional\(string, "1\.36"\)`, `optional(string, "1.34")`)
			s.edit("modules/cluster/main.tf", `(?s)\n    precondition \{\n      condition     = local\.exists \|\| .*?\n    \}\n`, "\n")
			s.cloud.Today = "2026-12-01"
		},
		run: func(s *site) {
			s.refused("only available for Long-Term Support", "apply", "-auto-approve", "-target=module.cluster")
		},
	},
	{
		name: "no range is one that AKS keeps", fresh: true,
		out: func(s *site) {
			s.edit("variables.network.tf", `"169\.254\.0\.0/16", "192\.0\.2\.0/24", "172\.30\.0\.0/16", "172\.31\.0\.0/16"`, `"192.0.2.0/24"`)
			write(s.t, s.file("edit.tfvars"), "network = { pod_cidr = \"172.30.0.0/16\" }\n")
		},
		run: func(s *site) {
			s.refused("172.30.0.0/16, which AKS reserves", "apply", "-auto-approve", "-target=module.cluster", "-var-file="+s.file("edit.tfvars"))
		},
	},
	{
		name: "no channel upgrades the control plane alone",
		out: func(s *site) {
			s.edit("modules/cluster/main.tf", `= var\.kubernetes\.auto_upgrade_channel\n`, "= \"patch\"\n")
			s.edit("modules/cluster/main.tf", `= local\.pool_version\n`, "= null\n")
			s.edit("modules/cluster/pools.tf", `= local\.pool_version\n\n  auto_scaling_enabled = true\n  min_count            = each`, "= null\n\n  auto_scaling_enabled = true\n  min_count            = each")
			change(s.t, s.variables(), "kubernetes = {\n", "kubernetes = {\n  version  = \"1.37\"\n")
		},
		run: func(s *site) {
			s.refused("NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged", "apply", "-auto-approve")
		},
	},
	{
		name: "who runs Terraform is not in the state: the group",
		out: func(s *site) {
			s.edit("modules/vault/main.tf", `length\(var\.runners\) > 0 \? .*\n`, "{ first = var.runner_object_id }\n")
			s.apply()
			s.who = bob
		},
		run: func(s *site) { s.refused("ForbiddenByRbac", "plan") },
	},
	{
		name: "who runs Terraform is not in the state: the first one",
		out: func(s *site) {
			s.given = []string{"TF_VAR_runners=[]"}
			s.apply()
			s.settled()
			// Somebody gives the second one the role by hand.
			s.cloud.Grant(s.path("Microsoft.KeyVault/vaults", "kv-metaflow-prod"), "Key Vault Secrets Officer", bob)
			s.cloud.Propagation = 0
			s.who = bob
			s.settled()
			s.edit("modules/vault/main.tf", `\n    ignore_changes = \[principal_id\]\n`, "\n")
		},
		run: func(s *site) {
			changes := s.changes()
			if !slices.ContainsFunc(changes, func(c planned) bool {
				return strings.HasPrefix(c.Address, "module.vault.azurerm_role_assignment.this") && slices.Contains(c.Change.Actions, "delete")
			}) {
				s.t.Fatalf("nobody was to lose a role without a reason, and nobody does: %v", changes)
			}
			s.refused("RoleAssignmentExists", "apply", "-auto-approve")
		},
	},
	{
		name: "a grown disk is no difference",
		out: func(s *site) {
			s.cloud.Change(s.server(), map[string]any{"properties": map[string]any{"storage": map[string]any{"storageSizeGB": 64, "tier": "P6"}}})
			s.edit("variables.data.tf", `storage_mb +=  ?optional\(number\)`, "storage_mb = optional(number, 32768)")
			s.guard("lift")
		},
		run: func(s *site) { s.destroys("module.database.azurerm_postgresql_flexible_server.this") },
	},
	{
		name: "a destroyed secret can be brought back",
		out: func(s *site) {
			s.edit("main.tf", `\n +purge_soft_deleted_secrets_on_destroy = false\n`, "\n")
			s.cloud.Change(s.path("Microsoft.KeyVault/vaults", "kv-metaflow-prod"), map[string]any{"properties": map[string]any{"enablePurgeProtection": false}})
		},
		run: func(s *site) {
			if r := s.run("destroy", "-auto-approve", "-target=module.vault.azurerm_key_vault_secret.cookie_secret"); r.status != 0 {
				s.t.Fatalf("exit status %d\n%s%s", r.status, r.stdout, r.stderr)
			}
			if calls := s.cloud.Calls(); !slices.Contains(calls, "DELETE kv-metaflow-prod/deletedsecrets/metaflow-cookie-secret") {
				s.t.Errorf("the secret was to be purged: %v", calls)
			}
		},
	},
	{
		name: "what holds data is guarded: the server",
		out: func(s *site) {
			s.unguarded("modules/database/main.tf", "database = {\n", "database = {\n  geo_redundant_backup = true\n")
		},
		run: func(s *site) { s.destroys("module.database.azurerm_postgresql_flexible_server.this") },
	},
	{
		name: "what holds data is guarded: the vault, the account and the containers",
		out: func(s *site) {
			s.unguarded("modules/vault/main.tf", `location        = "westeurope"`, `location        = "northeurope"`)
			s.guard("lift")
		},
		run: func(s *site) {
			s.destroys("module.vault.azurerm_key_vault.this", "module.storage.azurerm_storage_account.this", "module.storage.azurerm_storage_container.sysroot", `module.storage.azurerm_storage_container.further["training"]`)
		},
	},
}

// unguarded changes a variable, which the guard refuses, and takes the guard out.
func (s *site) unguarded(file, old, new string) {
	s.t.Helper()
	change(s.t, s.variables(), old, new)
	s.refused("Instance cannot be destroyed", "plan", "-refresh=false")
	s.guard("lift")
}

// destroys holds a plan to what it destroys or replaces.
func (s *site) destroys(want ...string) {
	s.t.Helper()
	got := destroyed(s.changes())
	for _, address := range want {
		if !slices.Contains(got, address) {
			s.t.Errorf("the plan was to destroy %s, and destroys %v", address, got)
		}
	}
}

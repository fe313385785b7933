package terraform

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// edit is one of a stack's variables after its first apply.
type edit struct {
	// value is the whole variable as it is written in terraform.tfvars afterwards.
	value string
	// data is what holds data and would be destroyed, by type without azurerm_.
	data string
	// refused is what the plan says where there is none.
	refused string
}

const (
	server    = "postgresql_flexible_server postgresql_flexible_server_database"
	container = "storage_container"
	everyData = "key_vault " + server + " storage_account storage_container"
)

// edits are those of every variable of the module. What an edit destroys or
// replaces that holds no data is in the table that the test logs; whether Azure
// takes what changes in place is not asked.
var edits = []edit{
	{value: `access = null`, refused: "Nobody could administer the cluster"},
	{value: `access = { launch = ["28cc0d89-007a-4d47-a93a-2319260dae3f"], administer = ["92c5b56e-e734-4815-8b70-531ede98c09f"] }`},
	{value: `container_registry = null`},
	{value: `cookie_secret_version = 2`},
	{value: `database = { sku_name = "GP_Standard_D4ds_v5", high_availability = "ZoneRedundant", backup_retention_days = 35 }`},
	{value: `database = { sku_name = "GP_Standard_D2ds_v5", high_availability = "ZoneRedundant", backup_retention_days = 14 }`},
	{value: `database = { sku_name = "GP_Standard_D2ds_v5", high_availability = null, backup_retention_days = 35 }`},
	{value: `database = { sku_name = "GP_Standard_D2ds_v5", high_availability = "ZoneRedundant", backup_retention_days = 35, storage_mb = 65536 }`},
	{value: `database = { sku_name = "GP_Standard_D2ds_v5", high_availability = "ZoneRedundant", backup_retention_days = 35, geo_redundant_backup = true }`, data: server},
	{value: `database = { sku_name = "GP_Standard_D2ds_v5", high_availability = "ZoneRedundant", backup_retention_days = 35, user = "flows" }`, data: server},
	{value: `database = { sku_name = "GP_Standard_D2ds_v5", high_availability = "ZoneRedundant", backup_retention_days = 35, name = "flows" }`, data: "postgresql_flexible_server_database"},
	{value: `database = { sku_name = "GP_Standard_D2ds_v5", high_availability = "ZoneRedundant", backup_retention_days = 35, version = "17" }`, data: server},
	{value: `database_password_version = 2`},
	{value: `existing_cluster = { name = "aks-shared", resource_group_name = "rg-shared", virtual_network_id = "/subscriptions/77bceb8e-90a4-4e64-8659-cb83b3a05665/resourceGroups/rg-shared/providers/Microsoft.Network/virtualNetworks/vnet-shared" }`},
	{value: `exposure = null`},
	{value: `exposure = { host = "flows.example.com", issuer_url = "https://login.microsoftonline.com/fd959e53-4c40-4c38-bf91-2400835a2e22/v2.0" }`},
	{value: `flux = { url = "https://example.com/repository.git" }`},
	{value: `further_issuers = { old = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa/" }`},
	{value: `key_vault = { purge_protection = false, soft_delete_days = 90 }`},
	{value: `key_vault = { purge_protection = true, soft_delete_days = 30 }`},
	{value: `kubernetes = { sku_tier = "Free" }`},
	{value: `kubernetes = { sku_tier = "Standard", version = "1.37" }`},
	{value: `kubernetes = { sku_tier = "Premium", support_plan = "AKSLongTermSupport" }`},
	{value: `kubernetes = { sku_tier = "Standard", auto_upgrade_channel = "patch" }`},
	{value: `kubernetes = { sku_tier = "Standard", admin_group_ids = ["28cc0d89-007a-4d47-a93a-2319260dae3f"] }`},
	{value: `kubernetes = { sku_tier = "Standard", authorized_ranges = ["203.0.113.0/24"] }`},
	{value: `location = "northeurope"`, data: everyData},
	{value: `maintenance = { weekday = "Sunday", start = "22:00", hours = 4, node_os_channel = "SecurityPatch", drain_minutes = 60 }`},
	{value: `monitoring = { logs = true, retention_days = 90, prometheus = true }`},
	{value: `name_prefix = "flows"`, data: everyData},
	{value: `namespaces = { services = "flows" }`},
	{value: `network = { address_space = "10.16.0.0/12" }`},
	{value: `network = { cluster_subnet = "10.20.32.0/20" }`},
	{value: `network = { database_subnet = "10.20.17.0/24" }`},
	{value: `network = { pod_cidr = "10.245.0.0/16" }`},
	{value: `network = { service_cidr = "10.1.0.0/16" }`},
	{value: `role_propagation_seconds = 6`},
	{value: `runners = ["28cc0d89-007a-4d47-a93a-2319260dae3f"]`},
	{value: `stack = "other"`, refused: "the workspace is prod"},
	{value: `storage = { replication_type = "LRS", soft_delete_days = 30 }`, data: "storage_account storage_container"},
	{value: `storage = { replication_type = "GZRS", soft_delete_days = 30 }`},
	{value: `storage = { replication_type = "ZRS", soft_delete_days = 7 }`},
	{value: `storage = { replication_type = "ZRS", soft_delete_days = 30, prefix = "other" }`},
	{value: `storage = { replication_type = "ZRS", soft_delete_days = 30, container_name = "other" }`, data: container},
	{value: `subscription_id = "6d0704c1-9083-4615-a9e8-75b91c9512a9"`, refused: "was not found"},
	{value: `system_pool = { vm_size = "Standard_D8s_v5", min_count = 3, max_count = 6, zones = ["1", "2", "3"] }`},
	{value: `system_pool = { vm_size = "Standard_D4s_v5", min_count = 2, max_count = 8, zones = ["1", "2", "3"] }`},
	{value: `system_pool = { vm_size = "Standard_D4s_v5", min_count = 3, max_count = 6, zones = ["1"] }`},
	{value: `system_pool = { vm_size = "Standard_D4s_v5", min_count = 3, max_count = 6, zones = ["1", "2", "3"], dedicated = true }`},
	{value: `tags = { team = "flows" }`},
	{value: `task_pools = { tasks = { vm_size = "Standard_D16s_v5", max_count = 40, labels = { size = "large" } } }`},
	{value: `task_pools = { tasks = { vm_size = "Standard_D8s_v5", max_count = 50, zones = ["1"], spot = true } }`},
	{value: `task_roles = { task-default = {}, task-training = { containers = ["training", "more"] } }`},
	{value: `task_roles = { task-default = {}, task-training = { containers = ["training"], secrets = ["warehouse"] } }`},
	{value: `task_roles = { task-default = {} }`, data: container},
}

func (e edit) variable() string { return strings.Fields(e.value)[0] }

// testVariables plans each edit of each variable, and holds the plan to what of
// the data it would destroy. Where it would, the variable's description says so,
// and with the guard in place there is no such plan.
func testVariables(t *testing.T, first saved) {
	s := first.again(t)
	s.guard("lift")
	descriptions := variables(t)
	for name := range descriptions {
		if !slices.ContainsFunc(edits, func(e edit) bool { return e.variable() == name }) {
			t.Errorf("no edit of variable %s", name)
		}
	}
	table := make([]string, len(edits))
	turns := make(chan struct{}, 2)
	var all sync.WaitGroup
	for i, e := range edits {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			table[i] = s.planned(t, i, e, descriptions[e.variable()])
		})
	}
	all.Wait()
	t.Log("edit: what it destroys or replaces\n" + strings.Join(table, "\n"))
}

// planned plans one edit, and returns its line of the table.
func (s *site) planned(t *testing.T, i int, e edit, description string) string {
	file := filepath.Join(s.dir, fmt.Sprintf("edit%d.tfvars", i))
	if err := os.WriteFile(file, []byte(e.value+"\n"), 0o600); err != nil {
		t.Error(err)
		return ""
	}
	r := s.run("plan", "-json", "-refresh=false", "-lock=false", "-var-file="+file)
	data, other, said := messages(r.stdout)
	if r.status != 0 {
		if e.refused == "" || !strings.Contains(said, e.refused) {
			t.Errorf("%s: no plan: %s%s", e.value, said, r.stderr)
		}
		return e.value + "\n    no plan: " + said
	}
	got := strings.Join(data, " ")
	if got != e.data || e.refused != "" {
		t.Errorf("%s: destroys %q, not %q", e.value, got, e.data+e.refused)
	}
	if got != "" && !regexp.MustCompile("replace|destroy").MatchString(description) {
		t.Errorf("%s: the description of the variable says nothing of it: %s", e.value, description)
	}
	return e.value + "\n    data: " + got + "; other: " + strings.Join(other, " ")
}

// messages are the types that a plan destroys or replaces, apart by whether they
// hold data, and its errors.
func messages(log string) (data, other []string, errors string) {
	for line := range strings.Lines(log) {
		var message struct {
			Type   string
			Change struct {
				Action   string
				Resource struct {
					Type string `json:"resource_type"`
				}
			}
			Diagnostic struct{ Severity, Summary, Detail string }
		}
		if json.Unmarshal([]byte(line), &message) != nil {
			continue
		}
		name := strings.TrimPrefix(message.Change.Resource.Type, "azurerm_")
		switch {
		case message.Type == "diagnostic" && message.Diagnostic.Severity == "error":
			errors += message.Diagnostic.Summary + " " + message.Diagnostic.Detail + " "
		case message.Type != "planned_change" || message.Change.Action != "delete" && message.Change.Action != "replace":
		case slices.Contains(holdsData, message.Change.Resource.Type):
			data = append(data, name)
		default:
			other = append(other, name)
		}
	}
	slices.Sort(data)
	slices.Sort(other)
	return slices.Compact(data), slices.Compact(other), errors
}

// variables are the descriptions of all variables of the root module.
func variables(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(repository, "terraform/variables*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`(?m)^variable "(.*)" \{\n +description = "(.*)"$`).FindAllStringSubmatch(string(data), -1) {
			found[match[1]] = match[2]
		}
	}
	return found
}

package tfoutput

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestHoldersAreGuarded holds together what this program says holds data, what
// terraform/ guards, and what `make plan` puts on top.
func TestHoldersAreGuarded(t *testing.T) {
	want := slices.Sorted(maps.Keys(holders))
	files, err := filepath.Glob("../../terraform/modules/*/*.tf")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	guarded := map[string]bool{}
	for _, f := range files {
		for block := range strings.SplitSeq(read1(t, f), "\nresource ") {
			if strings.Contains(block, "prevent_destroy = true") {
				guarded[regexp.MustCompile(`"([a-z_]+)" "`).FindStringSubmatch(block)[1]] = true
			}
		}
	}
	if got := slices.Sorted(maps.Keys(guarded)); !slices.Equal(got, want) {
		t.Errorf("terraform/ guards %v, not %v", got, want)
	}
	script := read1(t, "../../terraform/plan")
	_, list, _ := strings.Cut(script, ".type | IN(")
	list, _, _ = strings.Cut(list, ")")
	got := regexp.MustCompile(`azurerm_[a-z_]+`).FindAllString(list, -1)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("terraform/plan has %v, not %v", got, want)
	}
}

func read1(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestDestroyed(t *testing.T) {
	change := func(address string, actions ...string) resourceChange {
		c := resourceChange{Address: address, Type: address[strings.LastIndex(address, "azurerm"):strings.LastIndex(address, ".")]}
		c.Change.Actions = actions
		return c
	}
	got := destroyedBy([]resourceChange{
		change("azurerm_role_assignment.a", "delete"),
		change("azurerm_storage_account.kept", "update"),
		change("azurerm_storage_account.read", "no-op"),
		change("azurerm_storage_account.new", "create"),
		change("azurerm_storage_account.forgotten", "forget"),
		change("azurerm_subnet.b", "create", "delete"),
		change("module.database.azurerm_postgresql_flexible_server.this", "delete", "create"),
		change("azurerm_key_vault.this", "delete"),
	})
	want := []Destroyed{
		{"azurerm_key_vault.this", "azurerm_key_vault", false},
		{"module.database.azurerm_postgresql_flexible_server.this", "azurerm_postgresql_flexible_server", true},
		{"azurerm_role_assignment.a", "azurerm_role_assignment", false},
		{"azurerm_subnet.b", "azurerm_subnet", true},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

package tfoutput

import (
	"cmp"
	"slices"
)

// Destroyed is a resource that a plan deletes.
type Destroyed struct {
	Address string
	Type    string
	// IsReplaced says that it is made anew, empty.
	IsReplaced bool
}

// resourceChange is what a plan does to one resource, as far as it is of interest.
type resourceChange struct {
	Address string `json:"address"`
	Type    string `json:"type"`
	Change  struct {
		Actions []string `json:"actions"`
	} `json:"change"`
}

// holders are the types of resources that hold the data of a stack, and what people
// call them. terraform/ guards each of them.
var holders = map[string]string{
	"azurerm_postgresql_flexible_server":          "PostgreSQL server",
	"azurerm_postgresql_flexible_server_database": "PostgreSQL database",
	"azurerm_storage_account":                     "Storage account",
	"azurerm_storage_container":                   "Storage container",
	"azurerm_key_vault":                           "Key Vault",
}

// HoldsData reports whether the resource holds data, which goes with it.
func (d Destroyed) HoldsData() bool { return holders[d.Type] != "" }

// Kind is what people call the resource.
func (d Destroyed) Kind() string { return cmp.Or(holders[d.Type], "Azure resource") }

// destroyedBy lists what changes delete: what holds data first, then by address.
func destroyedBy(changes []resourceChange) []Destroyed {
	var all []Destroyed
	for _, c := range changes {
		if slices.Contains(c.Change.Actions, "delete") {
			all = append(all, Destroyed{c.Address, c.Type, slices.Contains(c.Change.Actions, "create")})
		}
	}
	slices.SortStableFunc(all, func(a, b Destroyed) int {
		if a.HoldsData() != b.HoldsData() {
			if a.HoldsData() {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Address, b.Address)
	})
	return all
}

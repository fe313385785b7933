package fact

import "regexp"

// The alphabets and lengths are those of Azure's naming rules (Microsoft
// Learn, "Naming rules and restrictions for Azure resources"); Azure would
// refuse anything else, so a value outside them is a mistake in the outputs.

// UUID is a GUID in lower case, as Azure prints it; Entra ID compares some of
// them to the letter.
type UUID struct{ text }

var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// UnmarshalText parses the 36 characters of a UUID.
func (u *UUID) UnmarshalText(b []byte) error {
	return u.match(b, uuid, "a UUID of 36 characters in lower case, such as 00000000-0000-0000-0000-000000000000")
}

// Location is an Azure region by its programmatic name.
type Location struct{ text }

var location = regexp.MustCompile(`^[a-z][a-z0-9]{2,49}$`)

// UnmarshalText parses a region such as westeurope.
func (l *Location) UnmarshalText(b []byte) error {
	return l.match(b, location, `the short name of an Azure region, lower case without spaces, such as "westeurope"`)
}

// ResourceGroupName is the name of an Azure resource group.
type ResourceGroupName struct{ text }

var resourceGroup = regexp.MustCompile(`^[\p{L}\p{N}_().-]*[\p{L}\p{N}_()-]$`)

// UnmarshalText parses 1 to 90 characters that do not end with a full stop.
func (r *ResourceGroupName) UnmarshalText(b []byte) error {
	return r.matchSized(b, 1, 90, resourceGroup, "a resource group name of 1 to 90 letters, digits and ( ) - _ . that does not end with a full stop")
}

// ClusterName is the name of an AKS cluster. It is also a directory under
// clusters/, so its alphabet keeps it inside the tree.
type ClusterName struct{ text }

var clusterName = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?$`)

// UnmarshalText parses 1 to 63 letters, digits, underscores and hyphens.
func (c *ClusterName) UnmarshalText(b []byte) error {
	return c.match(b, clusterName, "an AKS cluster name of 1 to 63 letters, digits, hyphens and underscores that starts and ends with a letter or digit")
}

// StorageAccountName is the name of an Azure storage account.
type StorageAccountName struct{ text }

var storageAccount = regexp.MustCompile(`^[a-z0-9]{3,24}$`)

// UnmarshalText parses 3 to 24 lower-case letters and digits.
func (s *StorageAccountName) UnmarshalText(b []byte) error {
	return s.match(b, storageAccount, "a storage account name of 3 to 24 lower-case letters and digits")
}

// ContainerName is the name of a blob container.
type ContainerName struct{ text }

var container = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9])*$`)

// UnmarshalText parses 3 to 63 lower-case letters, digits and single hyphens.
func (c *ContainerName) UnmarshalText(b []byte) error {
	return c.matchSized(b, 3, 63, container, "a container name of 3 to 63 lower-case letters, digits and single hyphens")
}

// Sysroot is Metaflow's datastore root: CONTAINER/PREFIX.
type Sysroot struct{ text }

var sysroot = regexp.MustCompile(`^[^/\s$\x00-\x1f]+(/[^/\s$\x00-\x1f]+)*$`)

// UnmarshalText refuses leading, trailing and double slashes, which Metaflow
// would turn into blobs that nobody finds again.
func (s *Sysroot) UnmarshalText(b []byte) error {
	return s.match(b, sysroot, `a path CONTAINER/PREFIX without leading, trailing or double slash, space or dollar sign, such as "metaflow/sysroot"`)
}

// VaultName is the name of a Key Vault.
type VaultName struct{ text }

var vaultName = regexp.MustCompile(`^[a-zA-Z](-?[a-zA-Z0-9])*$`)

// UnmarshalText parses 3 to 24 letters, digits and single hyphens.
func (v *VaultName) UnmarshalText(b []byte) error {
	return v.matchSized(b, 3, 24, vaultName, "a Key Vault name of 3 to 24 letters, digits and single hyphens that starts with a letter")
}

// SecretName is the name of a secret in a Key Vault, never its value.
type SecretName struct{ text }

var secretName = regexp.MustCompile(`^[0-9a-zA-Z-]{1,127}$`)

// UnmarshalText parses 1 to 127 letters, digits and hyphens.
func (s *SecretName) UnmarshalText(b []byte) error {
	return s.match(b, secretName, "the name of a Key Vault secret: 1 to 127 letters, digits and hyphens (its name, never its value)")
}

// ResourceID is the full id of an Azure resource.
type ResourceID struct{ text }

var resourceID = regexp.MustCompile(`^/subscriptions/[0-9a-fA-F-]{36}/resourceGroups/[^/\s]+/providers/[^/\s]+(/[^/\s]+/[^/\s]+)+$`)

// UnmarshalText parses /subscriptions/ID/resourceGroups/NAME/providers/….
func (r *ResourceID) UnmarshalText(b []byte) error {
	return r.match(b, resourceID, "a full Azure resource id, /subscriptions/ID/resourceGroups/NAME/providers/TYPE/NAME")
}

// DatabaseName is the name of a PostgreSQL database or user that needs no
// quoting in a connection string.
type DatabaseName struct{ text }

var databaseName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,62}$`)

// UnmarshalText parses 1 to 63 letters, digits, underscores and hyphens.
func (d *DatabaseName) UnmarshalText(b []byte) error {
	return d.match(b, databaseName, "a PostgreSQL name of 1 to 63 letters, digits, underscores and hyphens that does not start with a digit")
}

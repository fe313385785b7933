package arm

import (
	"net/http"
	"regexp"
	"time"
)

const serverKind = "microsoft.dbforpostgresql/flexibleservers"

// judgeServer refuses a name that is taken in all of Azure, a disk that shrinks,
// high availability of a burstable server, a subnet that is not delegated, a
// zone that no network is linked with, and a weak password
// (MicrosoftDocs/azure-databases-docs, articles/postgresql: concepts-limits,
// concepts-storage, concepts-high-availability, concepts-networking-private).
func judgeServer(c *Cloud, i id, was, want object) *refusal {
	p := inside(want, "properties")
	if was == nil {
		for _, r := range c.of(serverKind) {
			if same(text(r.Body, "name"), i.name) {
				return refuse(http.StatusConflict, "ServerNameAlreadyExists", "Specified server name '%s' is already used.", i.name)
			}
		}
	}
	before, _ := at(was, "properties", "storage", "storageSizeGB").(float64)
	if after, is := at(p, "storage", "storageSizeGB").(float64); is && after < before {
		return refuse(http.StatusBadRequest, "ParameterOutOfRange", "The storage size of %s can't be decreased from %v to %v GiB.", i.name, before, after)
	}
	if mode := text(p, "highAvailability", "mode"); mode != "" && mode != "Disabled" && text(want, "sku", "tier") == "Burstable" {
		return refuse(http.StatusBadRequest, "HighAvailabilityNotSupportedOnBurstable", "High availability is not supported on burstable servers.")
	}
	if password := text(p, "administratorLoginPassword"); password != "" && !strong(password) {
		return refuse(http.StatusBadRequest, "PasswordTooWeak", "The password must have 8 to 128 characters of three of the kinds: upper case, lower case, digits, others.")
	}
	if was == nil && text(p, "network", "delegatedSubnetResourceId") != "" {
		return judgePlace(c, i, p)
	}
	return nil
}

// judgePlace holds a private server to its subnet and its zone.
func judgePlace(c *Cloud, i id, p object) *refusal {
	subnet := c.look(parseID(text(p, "network", "delegatedSubnetResourceId")))
	delegated := false
	for _, d := range objects(subnet, "properties", "delegations") {
		delegated = delegated || same(text(d, "properties", "serviceName"), "Microsoft.DBforPostgreSQL/flexibleServers")
	}
	if !delegated {
		return refuse(http.StatusBadRequest, "SubnetNotDelegated", "The subnet of %s is not delegated to Microsoft.DBforPostgreSQL/flexibleServers.", i.name)
	}
	zone := parseID(text(p, "network", "privateDnsZoneArmResourceId"))
	if len(c.under(zone.path+"/virtualNetworkLinks")) == 0 {
		return refuse(http.StatusBadRequest, "PrivateDnsZoneNotLinked", "The private DNS zone %s is not linked with a virtual network.", zone.name)
	}
	return nil
}

func strong(password string) bool {
	kinds := 0
	for _, kind := range []string{"[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]"} {
		if regexp.MustCompile(kind).MatchString(password) {
			kinds++
		}
	}
	return kinds >= 3 && len(password) >= 8 && len(password) <= 128
}

func completeServer(_ *Cloud, i id, want object) {
	p := inside(want, "properties")
	delete(p, "createMode")
	p["fullyQualifiedDomainName"] = i.name + ".postgres.database.azure.com"
	p["state"], p["replicationRole"] = "Ready", "Primary"
	fill(p, "1", "availabilityZone")
	fill(p, "Disabled", "highAvailability", "mode")
	if text(p, "highAvailability", "mode") != "Disabled" {
		fill(p, "2", "highAvailability", "standbyAvailabilityZone")
	}
	fill(p, "Disabled", "network", "publicNetworkAccess")
	fill(p, "Disabled", "storage", "autoGrow")
	fill(p, float64(120), "storage", "iops")
	fill(p, object{"customWindow": "Disabled", "dayOfWeek": 0, "startHour": 0, "startMinute": 0}, "maintenanceWindow")
	fill(p, time.Now().UTC().Format(time.RFC3339), "backup", "earliestRestoreDate")
}

// settings are the server's own values of what the module sets.
var settings = map[string]string{"require_secure_transport": "on", "ssl_min_protocol_version": "TLSv1.2"}

// builtinSetting is a setting that nobody changed.
func builtinSetting(_ *Cloud, i id) object {
	value, known := settings[i.name]
	if !known {
		return nil
	}
	return object{"type": "Microsoft.DBforPostgreSQL/flexibleServers/configurations", "properties": object{"value": value, "defaultValue": value, "source": "system-default", "isDynamicConfig": true, "isReadOnly": false}}
}

func completeSetting(_ *Cloud, i id, want object) {
	put(want, settings[i.name], "properties", "defaultValue")
}

// ServerPassword is the administrator's password of a server, or "".
func (c *Cloud) ServerPassword(name string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.of(serverKind) {
		if same(text(r.Body, "name"), name) {
			return text(r.Hidden, "administratorLoginPassword")
		}
	}
	return ""
}
